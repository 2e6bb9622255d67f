package darkroom.verify.request;

import darkroom.verify.Plan;
import darkroom.verify.Run;
import darkroom.verify.Tally;
import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * V14: JSON as it should be, as it should not, and where it is open (threats T20 to T22, T24, T26,
 * T49). Every answer is checked against what the grammar or our own sheet says. A round is a
 * hundred mangled requests.
 */
public final class JsonRun implements Run {
  private static final String BAD_CALLBACK = ", \"callback_url\": \"ftp://x\"}";
  private static final int SLOWEST_MILLIS = 50;

  @Override
  public String name() {
    return "json";
  }

  @Override
  public String promise() {
    return "JSON is read by the letter: nothing odd gets in, nothing breaks, nothing is slow";
  }

  @Override
  public Tally run(Plan plan) throws Exception {
    var tally = new Tally();
    try (Victim victim = Victim.of(plan).start();
        var caller = new Caller(victim, Victim.MEMBER_KEY)) {
      tally.bad("status500", "insides_shown", "header_drift");
      suite(plan, caller, tally);
      transform(plan, caller, tally);
      numbers(plan, caller, tally);
      contentTypes(plan, caller, tally);
      naughty(plan, caller, tally);
      fuzz(plan, caller, tally);
      depth(caller, tally);
    }
    return tally.fact("db_diff", "none(sqlite_only)");
  }

  private void suite(Plan plan, Caller caller, Tally tally) throws Exception {
    Collection<JsonCase> right = JsonCases.right();
    Collection<JsonCase> wrong = JsonCases.wrong();
    Collection<JsonCase> sheet = JsonCases.sheet();
    var all = new ArrayList<JsonCase>(right);
    all.addAll(wrong);
    all.addAll(sheet);
    int good = 0;
    for (JsonCase one : all) {
      Caller.Reply reply = caller.submit(one.body(), Map.of());
      look(plan, tally, reply, one.shown());
      if (one.isRight(reply)) {
        good++;
      } else {
        plan.progress("suite: " + reply.status() + " " + reply.message() + ": " + one.shown());
      }
    }
    tally
        .fact("suite", good + "/" + all.size())
        .volume("accept", right.size(), 95)
        .volume("refuse", wrong.size(), 188)
        .volume("sheet", sheet.size(), 35)
        .bad("suite_wrong", all.size() - good);
  }

  /** What counts as the same value is seen by the idempotency key: same task, or 409. */
  private void transform(Plan plan, Caller caller, Tally tally) throws Exception {
    List<JsonCases.Pair> pairs = JsonCases.pairs();
    int good = 0;
    for (int i = 0; i < pairs.size(); i++) {
      JsonCases.Pair pair = pairs.get(i);
      var key = Map.of("Idempotency-Key", "transform-" + i);
      Caller.Reply first = caller.submit(submit(pair.one()), key);
      Caller.Reply second = caller.submit(submit(pair.other()), key);
      boolean same = second.status() == 200 && first.body().equals(second.body());
      if (first.status() == 200 && (pair.same() ? same : second.status() == 409)) {
        good++;
      } else {
        plan.progress("transform: " + pair + ": " + first.status() + ", " + second.status());
      }
    }
    tally
        .fact("transform", good + "/" + pairs.size())
        .volume("pairs", pairs.size(), 22)
        .bad("transform_wrong", pairs.size() - good);
  }

  private static byte[] submit(String value) {
    String text =
        "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"[[fail]]\"}, \"x\": "
            + value
            + "}";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The callback is wrong on purpose: a number that passes is told about that, and no task comes.
   */
  private void numbers(Plan plan, Caller caller, Tally tally) throws Exception {
    Set<String> forCount =
        Spellings.of(
            List.of(-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 100));
    Set<String> forSide =
        Spellings.of(
            List.of(0, 1799, 1800, 1801, 1920, 2048, 4096, 8191, 8192, 8193, 16384, -2048));
    for (String text : forCount) {
      number(plan, caller, tally, "\"n\": " + text, Spellings.isInteger(text, 1, 15));
    }
    for (String text : forSide) {
      // times 2048: 1800 is just enough, 8192 just not too much
      boolean right = Spellings.isInteger(text, 1800, 8192);
      number(plan, caller, tally, "\"size\": {\"width\": " + text + ", \"height\": 2048}", right);
      number(plan, caller, tally, "\"size\": {\"width\": 2048, \"height\": " + text + "}", right);
    }
    tally
        .volume("numeric", forCount.size(), 200)
        .fact("numeric_requests", forCount.size() + 2 * forSide.size())
        .bad("wrong", 0);
  }

  private static void number(Plan plan, Caller caller, Tally tally, String field, boolean right)
      throws Exception {
    Caller.Reply reply =
        caller.submit(
            "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"a\", "
                + field
                + "}"
                + BAD_CALLBACK);
    boolean passed = reply.status() == 400 && reply.message().startsWith("callback_url");
    if (reply.status() != 400 || passed != right) {
      tally.bad("wrong", 1);
      String shown = field.substring(0, Math.min(80, field.length()));
      plan.progress("number: " + shown + ": " + reply.status() + " " + reply.message());
    }
  }

  private void contentTypes(Plan plan, Caller caller, Tally tally) throws Exception {
    String plain = "{\"model\": \"nobody\"}";
    List<String> types =
        List.of(
            "application/json",
            "application/json; charset=utf-8",
            "application/json; charset=utf-16",
            "application/json; charset=nonsense",
            "APPLICATION/JSON",
            "application/vnd.api+json",
            "text/plain",
            "text/html",
            "text/xml",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "application/octet-stream",
            "image/png",
            "application/x-java-serialized-object",
            "application/yaml",
            "x",
            "/",
            ";");
    int wrong = 0;
    for (String type : types) {
      Caller.Reply reply =
          caller.submit(plain.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", type));
      wrong += told(plan, type, reply, 404);
    }
    List<String> codings =
        List.of(
            "gzip",
            "x-gzip",
            "deflate",
            "br",
            "zstd",
            "compress",
            "GZIP",
            "identity, gzip",
            "aws-chunked");
    for (String coding : codings) {
      Caller.Reply reply =
          caller.submit(plain.getBytes(StandardCharsets.UTF_8), Map.of("Content-Encoding", coding));
      wrong += told(plan, coding, reply, 400);
    }
    for (String body :
        List.of("model=nobody", "--x\r\n\r\n{}\r\n--x--", "<model/>", "model: nobody")) {
      wrong += told(plan, body, caller.submit(body), 400);
    }
    tally
        .fact("content_types", types.size() + codings.size() + 4)
        .bad("content_types_wrong", wrong);
  }

  private static int told(Plan plan, String what, Caller.Reply reply, int expected) {
    if (reply.status() != expected) {
      plan.progress("content type: " + what + ": " + reply.status() + " " + reply.message());
    }
    return reply.status() == expected ? 0 : 1;
  }

  /** Whatever stands in a field, answers of one status have the same headers. */
  private void naughty(Plan plan, Caller caller, Tally tally) throws Exception {
    List<String> texts = Naughty.texts(plan.random("naughty"), 515);
    var seen = new HashMap<Integer, Set<String>>();
    for (String text : texts) {
      String quoted = Naughty.quoted(text);
      for (String body :
          List.of(
              "{\"model\": " + quoted + "}",
              "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": "
                  + quoted
                  + "}"
                  + BAD_CALLBACK,
              "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"a\", \"size\": "
                  + quoted
                  + "}"
                  + BAD_CALLBACK,
              "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"a\"}, \"callback_url\": "
                  + quoted
                  + ", \"input\": 1}")) {
        Caller.Reply reply = caller.submit(body);
        look(plan, tally, reply, body);
        Set<String> names =
            seen.computeIfAbsent(reply.status(), status -> reply.headers().keySet());
        if (!names.equals(reply.headers().keySet())) {
          tally.bad("header_drift", 1);
          plan.progress("headers: " + reply.headers() + " for " + body);
        }
      }
    }
    tally.volume("naughty", texts.size(), 515);
  }

  private void fuzz(Plan plan, Caller caller, Tally tally) throws Exception {
    Random random = plan.random("fuzz");
    int replies = plan.rounds(50) * 100;
    byte[] honest =
        ("{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"[[fail]] a\", \"size\": {\"width\": 2048,"
                + " \"height\": 2048}, \"n\": 1, \"image_urls\": [\"data:image/png;base64,AAAA\"]}"
                + BAD_CALLBACK)
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < replies; i++) {
      byte[] body = Naughty.mangled(honest, random);
      look(
          plan,
          tally,
          caller.submit(body, Map.of()),
          new String(body, StandardCharsets.ISO_8859_1));
    }
    tally.volume("fuzz_replies", replies, 5_000);
  }

  private static void look(Plan plan, Tally tally, Caller.Reply reply, String body) {
    if (reply.status() >= 500) {
      tally.bad("status500", 1);
      plan.progress("500: " + body);
    }
    if (reply.showsInsides()) {
      tally.bad("insides_shown", 1);
      plan.progress("insides: " + reply.body());
    }
  }

  private static void depth(Caller caller, Tally tally) throws IOException, InterruptedException {
    String arrays = "[".repeat(100_000);
    String objects = "{\"a\":".repeat(50_000); // 250 kB
    String wide = "{\"model\": \"nobody\", \"x\": [" + "[],".repeat(83_000) + "[]]}"; // 250 kB
    tally
        .pace("deep_arrays_ms", median(caller, arrays), SLOWEST_MILLIS)
        .pace("deep_objects_ms", median(caller, objects), SLOWEST_MILLIS)
        .pace("wide_ms", median(caller, wide), SLOWEST_MILLIS);
  }

  private static long median(Caller caller, String body) throws IOException, InterruptedException {
    var nanos = new long[11];
    for (int i = 0; i < nanos.length; i++) {
      long begun = System.nanoTime();
      caller.submit(body);
      nanos[i] = System.nanoTime() - begun;
    }
    Arrays.sort(nanos);
    return nanos[nanos.length / 2] / 1_000_000;
  }
}

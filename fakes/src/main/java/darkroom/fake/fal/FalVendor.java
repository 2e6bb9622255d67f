package darkroom.fake.fal;

import darkroom.fake.kit.Answer;
import darkroom.fake.kit.Desk;
import darkroom.fake.kit.Misfortune;
import darkroom.fake.kit.VendorFake;
import darkroom.fake.wire.Asked;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * fal's queue, its history, its key set and its host of results, all on one port. Its client's mark
 * is the seed of a request, because fal carries no other. Thread-safe.
 */
public final class FalVendor implements VendorFake {
  /** The key that it takes. */
  public static final String KEY = "fal-id:0123456789";

  private static final String MODEL = "fal-ai/bytedance/seedream/v4.5/";
  private static final Pattern SUBMIT =
      Pattern.compile("/(" + Pattern.quote(MODEL) + "(?:text-to-image|edit))(?:\\?.*)?");
  private static final Pattern JOB =
      Pattern.compile(
          "/fal-ai/bytedance/requests/([0-9a-f-]{36})(/status/stream|/status|/cancel)?"
              + "(?:\\?logs=([01]|true|false))?");
  private static final String HISTORY = "/v1/models/requests/by-endpoint";
  private static final String KEY_SET = "/.well-known/jwks.json";

  private final Desk desk;
  private final FalErrors errors = new FalErrors();
  private final FalJobs jobs = new FalJobs();
  private final FalSigner signer = new FalSigner();
  private final AtomicInteger keySets = new AtomicInteger();
  private final FalQueue queue;
  private final FalHooks hooks;

  public FalVendor(Desk desk) {
    this.desk = desk;
    this.queue = new FalQueue(desk, errors);
    this.hooks = new FalHooks(desk, queue, signer);
  }

  @Override
  public String name() {
    return "fal";
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("engine.fal.key", KEY);
    settings.put("engine.fal.base-url", desk.origin());
    settings.put("engine.fal.api-url", desk.origin());
    settings.put("engine.fal.key-set-url", desk.origin() + KEY_SET);
    settings.put("net.allow", "127.0.0.1/32");
    return settings;
  }

  FalSigner signer() {
    return signer;
  }

  /** How often the key set was fetched. */
  int keySets() {
    return keySets.get();
  }

  @Override
  public void reset() {
    jobs.clear();
  }

  @Override
  public boolean pays(Asked head) {
    return head.method().equals("POST") && SUBMIT.matcher(head.path()).matches();
  }

  @Override
  public void serve(Asked asked, Answer answer) throws IOException, InterruptedException {
    Matcher job = JOB.matcher(asked.path());
    if (desk.results().hosts(asked)) {
      desk.results().serve(asked, answer);
    } else if (asked.method().equals("GET") && asked.path().equals(KEY_SET)) {
      keySet(asked, answer);
    } else if (pays(asked)) {
      submit(asked, answer);
    } else if (job.matches()) {
      follow(asked, job, answer);
    } else if (asked.method().equals("GET") && asked.path().startsWith(HISTORY + "?")) {
      history(asked, answer);
    } else {
      desk.faults().add("asked for " + asked.line());
      answer.error(errors, 404, "", "Path not found");
    }
  }

  private void submit(Asked asked, Answer answer) throws IOException, InterruptedException {
    Optional<JsonNode> body = desk.json(asked);
    String prompt = body.map(json -> json.path("prompt").asString("")).orElse("");
    String mark = body.map(FalVendor::mark).orElse("none");
    long order = desk.received(mark, prompt);
    if (admits(asked, answer)) {
      String endpoint = endpoint(asked);
      Optional<FalProblem> broken = broken(asked, body, endpoint);
      if (broken.isPresent()) {
        refuse(answer, broken.get());
      } else {
        take(order, mark, endpoint, asked, body.orElseThrow(), answer);
      }
    }
    if (answer.complete()) {
      desk.bill().answered(mark);
    }
  }

  private static Optional<FalProblem> broken(
      Asked asked, Optional<JsonNode> body, String endpoint) {
    return FalCheck.frame(asked)
        .or(() -> FalCheck.hook(hook(asked)))
        .or(() ->
            body.map(json -> FalCheck.input(json, endpoint.endsWith("/edit")))
                .orElse(Optional.of(FalProblem.input("json_invalid", "no JSON"))));
  }

  private void take(
      long order, String mark, String endpoint, Asked asked, JsonNode body, Answer answer)
      throws IOException, InterruptedException {
    Misfortune fate = desk.fate(body.path("prompt").asString(""));
    if (answer.refuses(fate, errors)) {
      return;
    }
    FalJob job = jobs.add(order, mark, endpoint, body, desk.clock().instant(), fate);
    desk.bill().paid(mark, job.pictures());
    if (!hook(asked).isEmpty()) {
      hooks.arrange(job, URI.create(hook(asked)));
    }
    if (!answer.bears(fate, "application/json")) {
      answer.header("X-Fal-Request-Id", job.id());
      answer.json(200, queue.taken(job));
    }
  }

  /** State, result or cancel of one request. */
  private void follow(Asked asked, Matcher path, Answer answer)
      throws IOException, InterruptedException {
    if (!admits(asked, answer)) {
      return;
    }
    String what = path.group(2) == null ? "" : path.group(2);
    boolean cancels = what.equals("/cancel");
    if (!asked.method().equals(cancels ? "PUT" : "GET")) {
      desk.faults().add("asked for " + asked.line());
      answer.error(errors, 405, "", "Method Not Allowed");
      return;
    }
    Optional<FalJob> job = jobs.find(path.group(1));
    job.ifPresent(known -> {
      if (cancels) {
        desk.bill().cancelled(known.mark());
      } else {
        desk.bill().polled(known.mark());
      }
    });
    if (job.filter(FalJob::isKnown).isEmpty()) {
      answer.error(errors, 404, "", "Request not found");
      return;
    }
    answer.header("X-Fal-Request-Id", job.get().id());
    switch (what) {
      case "/status" -> queue.status(job.get(), asked.path().endsWith("logs=1"), answer);
      case "/status/stream" -> queue.stream(job.get(), answer);
      case "/cancel" -> queue.cancel(job.get(), answer);
      default -> queue.result(job.get(), answer);
    }
  }

  private void history(Asked asked, Answer answer) throws IOException, InterruptedException {
    if (!admits(asked, answer)) {
      return;
    }
    Map<String, String> query = FalHistory.query(asked.path());
    Optional<String> broken = FalHistory.broken(query);
    if (broken.isPresent()) {
      refuse(answer, FalProblem.input("value_error@" + broken.get(), "query"));
      return;
    }
    answer.json(200, FalHistory.page(query, jobs, desk.clock().instant()));
  }

  private void keySet(Asked asked, Answer answer) throws IOException, InterruptedException {
    if (asked.headers().containsKey("authorization")) {
      desk.faults().add("a key for the host of the key set");
    }
    keySets.incrementAndGet();
    answer.json(200, signer.keySet());
  }

  /** Otherwise the client is told that its key is wrong. */
  private boolean admits(Asked asked, Answer answer) throws IOException, InterruptedException {
    String given = asked.headers().getOrDefault("authorization", "");
    if (given.equals("Key " + KEY)) {
      return true;
    }
    if (!given.startsWith("Key ")) {
      desk.faults().add("no key of the scheme Key");
    }
    answer.error(errors, 401, "", "Cannot access application. Authentication is required.");
    return false;
  }

  private void refuse(Answer answer, FalProblem problem) throws IOException, InterruptedException {
    desk.faults().add(problem.type() + ": " + problem.message());
    answer.error(errors, problem.status(), problem.type(), problem.message());
  }

  private static String hook(Asked asked) {
    return FalHistory.query(asked.path()).getOrDefault("fal_webhook", "");
  }

  private static String endpoint(Asked asked) {
    Matcher path = SUBMIT.matcher(asked.path());
    if (!path.matches()) {
      throw new IllegalStateException("not asked of a submit");
    }
    return path.group(1);
  }

  private static String mark(JsonNode body) {
    JsonNode seed = body.path("seed");
    return seed.isIntegralNumber() ? seed.asString() : "none";
  }
}

package darkroom.fake.replicate;

import darkroom.fake.kit.Answer;
import darkroom.fake.kit.Desk;
import darkroom.fake.kit.Journal;
import darkroom.fake.kit.Json;
import darkroom.fake.kit.Misfortune;
import darkroom.fake.kit.VendorFake;
import darkroom.fake.wire.Asked;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Replicate's API as far as an image client uses it, and its host of results. Thread-safe. */
public final class ReplicateVendor implements VendorFake {
  /** The token that it takes. */
  public static final String KEY = "r8_0123456789";

  /** The model that it runs. */
  public static final String MODEL = "bytedance/seedream-4.5";

  static final String BASE = "/v1";

  private static final Pattern CREATE =
      Pattern.compile(BASE + "/models/([^/?]+/[^/?]+)/predictions");
  private static final Pattern ONE =
      Pattern.compile(BASE + "/predictions/([A-Za-z0-9]+)(/cancel)?");
  private static final Pattern LIST =
      Pattern.compile(BASE + "/predictions(?:\\?cursor=([0-9]{1,18}))?");
  private static final String SECRET = BASE + "/webhooks/default/secret";
  private static final int MOST_BODY = 64 << 20;

  private final Desk desk;
  private final ReplicateErrors errors = new ReplicateErrors();
  private final ReplicateShelf shelf;
  private final ReplicateWork work;

  public ReplicateVendor(Desk desk) {
    this.desk = desk;
    this.shelf = new ReplicateShelf(desk.origin(), desk.results(), desk.clock());
    this.work = new ReplicateWork(desk);
  }

  @Override
  public String name() {
    return "replicate";
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("engine.replicate.base-url", desk.origin() + BASE);
    settings.put("engine.replicate.key", KEY);
    settings.put("net.allow", "127.0.0.1/32");
    return settings;
  }

  @Override
  public boolean pays(Asked head) {
    return head.method().equals("POST") && CREATE.matcher(head.path()).matches();
  }

  @Override
  public void serve(Asked asked, Answer answer) throws IOException, InterruptedException {
    if (desk.results().hosts(asked)) {
      desk.results().serve(asked, answer);
    } else if (pays(asked)) {
      create(asked, answer);
    } else if (knows(asked, answer)) {
      follow(asked, answer);
    }
  }

  @Override
  public void reset() {
    shelf.clear();
  }

  ReplicateShelf shelf() {
    return shelf;
  }

  private void create(Asked asked, Answer answer) throws IOException, InterruptedException {
    Optional<JsonNode> body = desk.json(asked);
    String prompt = body.map(json -> json.path("input").path("prompt").asString("")).orElse("");
    // the vendor's own client sends no id of its own
    String label =
        asked.headers().getOrDefault("x-client-request-id", Journal.hash(asked.bodyText()));
    desk.received(label, prompt);
    if (knows(asked, answer) && admits(asked, body, answer)) {
      make(asked, label, body.orElseThrow(), desk.fate(prompt), answer);
    }
    if (answer.complete()) {
      desk.bill().answered(label);
    }
  }

  private void make(Asked asked, String label, JsonNode body, Misfortune fate, Answer answer)
      throws IOException, InterruptedException {
    if (answer.refuses(fate, errors)) {
      return;
    }
    ReplicateJob job = shelf.add(model(asked), label, body, fate);
    desk.bill().paid(label, job.error().isEmpty() ? 1 : 0);
    String created = job.json(job.id(), desk.origin(), desk.results()).toString();
    work.run(job, Optional.ofNullable(asked.header("cancel-after")));
    if (!answer.bears(fate, "application/json")) {
      answer.json(201, created);
    }
  }

  /** Everything that costs nothing. */
  private void follow(Asked asked, Answer answer) throws IOException, InterruptedException {
    Matcher one = ONE.matcher(asked.path());
    Matcher list = LIST.matcher(asked.path());
    boolean get = asked.method().equals("GET");
    if (one.matches() && get == (one.group(2) == null) && (get || asked.method().equals("POST"))) {
      one(one.group(1), get, answer);
    } else if (get && list.matches()) {
      desk.journal().arrived("list", "", "");
      String cursor = list.group(1);
      answer.json(200, shelf.page(cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor)));
    } else if (get && asked.path().equals(SECRET)) {
      answer.json(200, Json.MAPPER.createObjectNode().put("key", ReplicateHooks.SECRET));
    } else {
      desk.faults().add("asked for " + asked.line());
      refuse(answer, new ReplicateProblem(404, "The requested resource could not be found."));
    }
  }

  private void one(String id, boolean get, Answer answer) throws IOException, InterruptedException {
    Optional<ReplicateJob> job = shelf.find(id);
    String label = job.map(ReplicateJob::label).orElse(id);
    desk.journal().arrived(get ? "poll" : "cancel", label, "");
    if (get) {
      desk.bill().polled(label);
    } else {
      desk.bill().cancelled(label);
    }
    if (job.isEmpty() || job.get().fate() instanceof Misfortune.LostJob) {
      refuse(answer, new ReplicateProblem(404, "The requested resource could not be found."));
      return;
    }
    if (!get) {
      work.cancel(job.get());
    }
    answer.json(200, job.get().json(id, desk.origin(), desk.results()));
  }

  /** Otherwise the client is told that its key is wrong. */
  private boolean knows(Asked asked, Answer answer) throws IOException, InterruptedException {
    String given = asked.headers().getOrDefault("authorization", "");
    if (given.equals("Bearer " + KEY)) {
      return true;
    }
    if (!given.startsWith("Bearer ")) {
      desk.faults().add("no bearer token");
    }
    refuse(answer, new ReplicateProblem(401, "You did not pass a valid authentication token"));
    return false;
  }

  private boolean admits(Asked asked, Optional<JsonNode> body, Answer answer)
      throws IOException, InterruptedException {
    Optional<ReplicateProblem> broken =
        frame(asked)
            .or(() ->
                body.map(ReplicateCheck::broken)
                    .orElse(Optional.of(new ReplicateProblem(400, "the body is no JSON"))));
    if (broken.isPresent()) {
      desk.faults().add(broken.get().status() + ": " + broken.get().detail());
      refuse(answer, broken.get());
    }
    return broken.isEmpty();
  }

  /** Rules about the request around its body. */
  private static Optional<ReplicateProblem> frame(Asked asked) {
    if (!model(asked).equals(MODEL)) {
      return Optional.of(new ReplicateProblem(404, "The requested model could not be found."));
    }
    if (!asked.headers().getOrDefault("content-type", "").startsWith("application/json")) {
      return Optional.of(new ReplicateProblem(415, "content type"));
    }
    if (asked.headers().containsKey("prefer")) {
      return Optional.of(new ReplicateProblem(400, "Prefer would hold the connection"));
    }
    String deadline = asked.headers().getOrDefault("cancel-after", "1m");
    if (ReplicateWork.duration(deadline).isEmpty()) {
      return Optional.of(new ReplicateProblem(400, "Cancel-After is no duration"));
    }
    return asked.body().length > MOST_BODY
        ? Optional.of(new ReplicateProblem(413, "body of more than " + MOST_BODY + " bytes"))
        : Optional.empty();
  }

  private static String model(Asked asked) {
    Matcher path = CREATE.matcher(asked.path());
    return path.matches() ? path.group(1) : "";
  }

  private void refuse(Answer answer, ReplicateProblem problem)
      throws IOException, InterruptedException {
    answer.error(errors, problem.status(), errors.code(problem.status()), problem.detail());
  }
}

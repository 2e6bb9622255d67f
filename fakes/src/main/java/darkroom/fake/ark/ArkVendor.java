package darkroom.fake.ark;

import darkroom.fake.kit.Answer;
import darkroom.fake.kit.Desk;
import darkroom.fake.kit.Misfortune;
import darkroom.fake.kit.VendorFake;
import darkroom.fake.wire.Asked;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Ark's one endpoint, and its host of results. Thread-safe. */
public final class ArkVendor implements VendorFake {
  /** The key that it takes. */
  public static final String KEY = "ark-0123456789";

  static final String BASE = "/api/v3";

  private static final String PATH = BASE + "/images/generations";
  private static final int MOST_BODY = 64 << 20;

  private final Desk desk;
  private final ArkErrors errors = new ArkErrors();

  public ArkVendor(Desk desk) {
    this.desk = desk;
  }

  @Override
  public String name() {
    return "ark";
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("engine.ark.base-url", desk.origin() + BASE);
    settings.put("engine.ark.key", KEY);
    settings.put("net.allow", "127.0.0.1/32");
    return settings;
  }

  @Override
  public boolean pays(Asked head) {
    return head.method().equals("POST") && head.path().equals(PATH);
  }

  @Override
  public void serve(Asked asked, Answer answer) throws IOException, InterruptedException {
    if (desk.results().hosts(asked)) {
      desk.results().serve(asked, answer);
    } else if (pays(asked)) {
      generate(asked, answer);
    } else {
      desk.faults().add("asked for " + asked.line());
      refuse(answer, new ArkProblem(404, "InvalidEndpointOrModel.NotFound", "no such path"));
    }
  }

  private void generate(Asked asked, Answer answer) throws IOException, InterruptedException {
    String id = asked.headers().getOrDefault("x-client-request-id", "none");
    Optional<JsonNode> body = desk.json(asked);
    String prompt = body.map(json -> json.path("prompt").asString("")).orElse("");
    desk.received(id, prompt);
    answer.header("X-Client-Request-Id", id);
    if (admits(asked, body, answer)) {
      draw(id, body.orElseThrow(), desk.fate(prompt), answer);
    }
    if (answer.complete()) {
      desk.bill().answered(id);
    }
  }

  /** Otherwise the client is told what it did wrong. */
  private boolean admits(Asked asked, Optional<JsonNode> body, Answer answer)
      throws IOException, InterruptedException {
    String given = asked.headers().getOrDefault("authorization", "");
    if (!given.equals("Bearer " + KEY)) {
      if (!given.startsWith("Bearer ")) {
        desk.faults().add("no bearer key");
      }
      refuse(answer, new ArkProblem(401, "AuthenticationError", "the API key is wrong"));
      return false;
    }
    Optional<ArkProblem> broken =
        frame(asked)
            .or(() ->
                body.map(ArkCheck::broken)
                    .orElse(Optional.of(ArkProblem.parameter("the body is no JSON"))));
    if (broken.isPresent()) {
      desk.faults().add(broken.get().code() + ": " + broken.get().message());
      refuse(answer, broken.get());
    }
    return broken.isEmpty();
  }

  /** Rules about the request around its body. */
  private static Optional<ArkProblem> frame(Asked asked) {
    if (!asked.headers().containsKey("x-client-request-id")) {
      return Optional.of(new ArkProblem(400, "MissingParameter", "X-Client-Request-Id"));
    }
    if (!asked.headers().getOrDefault("content-type", "").startsWith("application/json")) {
      return Optional.of(ArkProblem.parameter("content type"));
    }
    return asked.body().length > MOST_BODY
        ? Optional.of(ArkProblem.parameter("body of more than " + MOST_BODY + " bytes"))
        : Optional.empty();
  }

  private void refuse(Answer answer, ArkProblem problem) throws IOException, InterruptedException {
    String request = errors.newRequestId();
    answer.header("X-Request-Id", request);
    String message = problem.message() + ". Request id: " + request;
    answer.error(errors, problem.status(), problem.code(), message);
  }

  private void draw(String id, JsonNode body, Misfortune fate, Answer answer)
      throws IOException, InterruptedException {
    answer.header("X-Request-Id", errors.newRequestId());
    if (answer.refuses(fate, errors)) {
      return;
    }
    ArkJob job = ArkJob.of(id, body, fate);
    desk.bill().paid(id, job.billed());
    if (!answer.bears(fate, job.mediaType())) {
      new ArkReply(job, desk, fate).send(answer);
    }
  }
}

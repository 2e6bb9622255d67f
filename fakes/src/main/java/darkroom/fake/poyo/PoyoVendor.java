package darkroom.fake.poyo;

import darkroom.fake.kit.Answer;
import darkroom.fake.kit.Desk;
import darkroom.fake.kit.HookFault;
import darkroom.fake.kit.Json;
import darkroom.fake.kit.Misfortune;
import darkroom.fake.kit.VendorFake;
import darkroom.fake.wire.Asked;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * PoYo's submit, status and upload, and its host of results. Its own refusals stand inside answers
 * of status 200, as the live service was seen to send them; {@code [[http CODE]]} and {@code [[fail
 * CODE]]} give the same errors their true status. Thread-safe.
 */
public final class PoyoVendor implements VendorFake {
  /** The key that it takes. */
  public static final String KEY = "sk-poyo-0123456789";

  /** Signs callbacks. */
  public static final String WEBHOOK_KEY = "test_webhook_secret";

  private static final String SUBMIT = "/api/generate/submit";
  private static final String STATUS = "/api/generate/status/";
  private static final String UPLOAD = "/api/common/upload/stream";
  private static final Duration HOOK_AFTER = Duration.ofMillis(100);
  private static final int MOST_BODY = 1 << 20;

  private final Desk desk;
  private final PoyoErrors errors = new PoyoErrors();
  private final PoyoTasks tasks;
  private final PoyoUploads uploads;
  private final PoyoHook hook = new PoyoHook();

  public PoyoVendor(Desk desk) {
    this.desk = desk;
    this.tasks = new PoyoTasks(desk.clock());
    this.uploads = new PoyoUploads(desk);
  }

  @Override
  public String name() {
    return "poyo";
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("engine.poyo.base-url", desk.origin());
    settings.put("engine.poyo.key", KEY);
    settings.put("engine.poyo.webhook-key", WEBHOOK_KEY);
    settings.put("net.allow", "127.0.0.1/32");
    return settings;
  }

  PoyoTasks tasks() {
    return tasks;
  }

  PoyoUploads uploads() {
    return uploads;
  }

  @Override
  public boolean pays(Asked head) {
    return head.method().equals("POST") && head.path().equals(SUBMIT);
  }

  @Override
  public void serve(Asked asked, Answer answer) throws IOException, InterruptedException {
    if (desk.results().hosts(asked)) {
      desk.results().serve(asked, answer);
    } else if (pays(asked)) {
      submit(asked, answer);
    } else if (asked.method().equals("GET") && asked.path().startsWith(STATUS)) {
      status(asked, answer);
    } else if (asked.method().equals("POST") && asked.path().equals(UPLOAD)) {
      upload(asked, answer);
    } else {
      desk.faults().add("asked for " + asked.line());
      refuse(answer, new PoyoProblem(404, "resource_not_found_error", "no such route"));
    }
  }

  @Override
  public void reset() {
    tasks.clear();
    uploads.clear();
  }

  private void submit(Asked asked, Answer answer) throws IOException, InterruptedException {
    String key = asked.headers().getOrDefault("idempotency-key", "none");
    Optional<JsonNode> body = desk.json(asked);
    String prompt = body.map(json -> json.path("input").path("prompt").asString("")).orElse("");
    desk.received(key, prompt);
    if (!isOurs(asked)) {
      refuse(answer, wrongKey());
    } else {
      Optional<PoyoProblem> broken = frame(asked).or(() -> checked(key, body));
      if (broken.isPresent()) {
        desk.faults().add(broken.get().type() + ": " + broken.get().message());
        refuse(answer, broken.get());
      } else {
        take(key, body.orElseThrow(), prompt, answer);
      }
    }
    if (answer.complete()) {
      desk.bill().answered(key);
    }
  }

  /** Rules about the request around its body. */
  private static Optional<PoyoProblem> frame(Asked asked) {
    if (!asked.headers().getOrDefault("idempotency-key", "").matches("[!-~]{1,255}")) {
      return Optional.of(PoyoProblem.parameter("Idempotency-Key is missing or malformed"));
    }
    if (!asked.headers().getOrDefault("content-type", "").startsWith("application/json")) {
      return Optional.of(PoyoProblem.parameter("content type"));
    }
    return asked.body().length > MOST_BODY
        ? Optional.of(PoyoProblem.parameter("body of more than " + MOST_BODY + " bytes"))
        : Optional.empty();
  }

  /** A key that is known may come again with the body that it came with. */
  private Optional<PoyoProblem> checked(String key, Optional<JsonNode> body) {
    if (body.isEmpty()) {
      return Optional.of(PoyoProblem.parameter("the body is no JSON"));
    }
    Optional<PoyoTask> known = tasks.ofKey(key);
    if (known.isEmpty()) {
      return PoyoCheck.broken(body.get(), uploads::keeps);
    }
    return known.get().body().equals(body.get())
        ? Optional.empty()
        : Optional.of(
            new PoyoProblem(409, "invalid_request_error", "the key came with another body"));
  }

  private void take(String key, JsonNode body, String prompt, Answer answer)
      throws IOException, InterruptedException {
    Optional<PoyoTask> known = tasks.ofKey(key);
    if (known.isPresent()) {
      answer.json(200, envelope(known.get().accepted()));
      return;
    }
    Misfortune fate = desk.fate(prompt);
    if (fate instanceof Misfortune.ErrorInside inside) {
      int status = errors.status(inside.code()).orElse(400);
      answer.json(200, errors.json(status, inside.code(), "as the test wants it"));
      return;
    }
    if (answer.refuses(fate, errors)) {
      return;
    }
    if (fate instanceof Misfortune.Restart) {
      tasks.clear();
    }
    PoyoTask task = tasks.add(key, body, fate);
    desk.bill().paid(key, task.pictures());
    callBack(task);
    if (!answer.bears(fate, "application/json")) {
      answer.json(200, envelope(task.accepted()));
    }
    if (fate instanceof Misfortune.Restart || fate instanceof Misfortune.LostJob) {
      tasks.forget(task);
    }
  }

  /** When the task has ended; so never for one that is stuck. */
  private void callBack(PoyoTask task) {
    String url = task.body().path("callback_url").asString("");
    if (url.isEmpty() || task.fate() instanceof Misfortune.Stuck) {
      return;
    }
    Optional<HookFault> fault =
        task.fate() instanceof Misfortune.Hook bad ? Optional.of(bad.kind()) : Optional.empty();
    Runnable send =
        () -> {
          task.end();
          hook.send(
              URI.create(url),
              task.look(desk.results(), desk.clock().instant()),
              fault,
              desk.clock().instant());
        };
    if (fault.equals(Optional.of(HookFault.EARLY))) {
      send.run();
    } else {
      desk.after(task.fate() instanceof Misfortune.Late late ? late.after() : HOOK_AFTER, send);
    }
  }

  private void status(Asked asked, Answer answer) throws IOException, InterruptedException {
    Optional<PoyoTask> task = tasks.ofId(asked.path().substring(STATUS.length()));
    desk.bill().polled(task.map(PoyoTask::key).orElse("none"));
    if (!isOurs(asked)) {
      refuse(answer, wrongKey());
    } else if (task.isEmpty()) {
      refuse(answer, new PoyoProblem(404, "resource_not_found_error", "Task not found"));
    } else {
      answer.json(200, envelope(task.get().look(desk.results(), desk.clock().instant())));
    }
  }

  private void upload(Asked asked, Answer answer) throws IOException, InterruptedException {
    if (isOurs(asked)) {
      uploads.serve(asked, answer);
    } else {
      PoyoUploads.detail(answer, 401, "Invalid API key");
    }
  }

  private boolean isOurs(Asked asked) {
    String given = asked.headers().getOrDefault("authorization", "");
    if (!given.startsWith("Bearer ")) {
      desk.faults().add("no bearer key");
    }
    return given.equals("Bearer " + KEY);
  }

  private static PoyoProblem wrongKey() {
    return new PoyoProblem(401, "authentication_error", "Invalid API key");
  }

  private void refuse(Answer answer, PoyoProblem problem) throws IOException, InterruptedException {
    answer.json(200, errors.json(problem.status(), problem.type(), problem.message()));
  }

  private static ObjectNode envelope(ObjectNode data) {
    ObjectNode json = Json.MAPPER.createObjectNode().put("code", 200);
    json.set("data", data);
    return json;
  }
}

package darkroom.fake.sdserver;

import darkroom.fake.kit.Answer;
import darkroom.fake.kit.Desk;
import darkroom.fake.kit.Journal;
import darkroom.fake.kit.Json;
import darkroom.fake.kit.Misfortune;
import darkroom.fake.kit.SamePictures;
import darkroom.fake.kit.VendorFake;
import darkroom.fake.wire.Asked;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The four routes of its native API that are about pictures. Thread-safe. */
public final class SdServerVendor implements VendorFake {
  private static final String BASE = "/sdcpp/v1/";
  private static final Pattern JOB = Pattern.compile(BASE + "jobs/([A-Za-z0-9_-]+)(/cancel)?");

  /** Of each job that names none, as its command line has it. */
  private static final long SEED = 42;

  private final Desk desk;
  private final SdServerErrors errors = new SdServerErrors();
  private final SdServerJobs jobs;
  private final SamePictures pictures;

  public SdServerVendor(Desk desk) {
    this.desk = desk;
    this.jobs = new SdServerJobs(desk);
    this.pictures = new SamePictures(desk.faults());
  }

  @Override
  public String name() {
    return "sdserver";
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("engine.sdserver.base-url", desk.origin());
  }

  @Override
  public boolean pays(Asked head) {
    return head.line().startsWith("POST " + BASE + "img_gen ");
  }

  @Override
  public void reset() {
    jobs.clear();
    pictures.clear();
  }

  @Override
  public void serve(Asked asked, Answer answer) throws IOException, InterruptedException {
    Matcher job = JOB.matcher(asked.path());
    if (asked.headers().containsKey("authorization")) {
      desk.faults().add("a key for a server that has none");
    }
    if (pays(asked)) {
      submit(asked, answer);
    } else if (asked.line().startsWith("GET " + BASE + "capabilities ")) {
      desk.journal().arrived("capabilities", "none", "");
      answer.json(200, capabilities());
    } else if (job.matches() && job.group(2) == null && asked.method().equals("GET")) {
      poll(job.group(1), answer);
    } else if (job.matches() && job.group(2) != null && asked.method().equals("POST")) {
      cancel(job.group(1), answer);
    } else {
      desk.faults().add("asked for " + asked.line());
      answer.error(errors, 404, "", "no such route");
    }
  }

  private void submit(Asked asked, Answer answer) throws IOException, InterruptedException {
    Optional<JsonNode> body = desk.json(asked);
    String prompt = body.map(json -> json.path("prompt").asString("")).orElse("");
    String id = asked.headers().getOrDefault("x-client-request-id", Journal.hash(prompt));
    desk.received(id, prompt);
    Optional<String> broken =
        asked.headers().getOrDefault("content-type", "").startsWith("application/json")
            ? body.map(SdServerCheck::broken).orElse(Optional.of("invalid json"))
            : Optional.of("content type");
    if (broken.isPresent()) {
      desk.faults().add(broken.get());
      answer.error(errors, 400, "", broken.get());
    } else {
      take(id, body.orElseThrow(), desk.fate(prompt), answer);
    }
    if (answer.complete()) {
      desk.bill().answered(id);
    }
  }

  private void take(String id, JsonNode body, Misfortune fate, Answer answer)
      throws IOException, InterruptedException {
    if (answer.refuses(fate, errors)) {
      return;
    }
    Optional<ObjectNode> job = jobs.add(id, body, fate);
    if (job.isEmpty()) {
      answer.error(errors, 429, "", "job queue is full");
      return;
    }
    desk.bill().paid(id, body.path("batch_count").asInt(1));
    pictures.drawn(id, origin(body));
    if (!answer.bears(fate, "application/json")) {
      answer.json(202, job.get());
    }
  }

  /** What the picture follows from; a job without a seed has the server's own. */
  private static String origin(JsonNode body) {
    return "%sx%s %s %s"
        .formatted(
            body.path("width"),
            body.path("height"),
            body.path("seed").asLong(SEED),
            body.path("prompt"));
  }

  private void poll(String id, Answer answer) throws IOException, InterruptedException {
    switch (jobs.poll(id)) {
      case SdServerJobs.Known.Unheard _ -> answer.error(errors, 404, "", "job not found");
      case SdServerJobs.Known.Expired _ -> answer.error(errors, 410, "", "job expired");
      case SdServerJobs.Known.Job job -> {
        desk.journal().arrived("poll", job.attempt(), "");
        desk.bill().polled(job.attempt());
        answer.json(200, job.view());
      }
    }
  }

  private void cancel(String id, Answer answer) throws IOException, InterruptedException {
    switch (jobs.cancel(id)) {
      case SdServerJobs.Known.Unheard _ -> answer.error(errors, 404, "", "job not found");
      case SdServerJobs.Known.Expired _ -> answer.error(errors, 410, "", "job expired");
      case SdServerJobs.Known.Job job when job.done() -> {
        desk.journal().arrived("cancel", job.attempt(), "");
        desk.bill().cancelled(job.attempt());
        answer.json(200, job.view());
      }
      // with its picture, where it has one
      case SdServerJobs.Known.Job job when job.over() -> answer.json(200, job.view());
      case SdServerJobs.Known.Job _ ->
          answer.error(errors, 409, "", "job is currently generating and cannot be interrupted");
    }
  }

  private static ObjectNode capabilities() {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.putObject("model").put("name", "fake.gguf").put("stem", "fake");
    json.put("current_mode", "img_gen").putArray("supported_modes").add("img_gen");
    ObjectNode limits = json.putObject("limits");
    limits.put("min_width", SdServerCheck.LEAST_SIDE).put("max_width", SdServerCheck.MOST_SIDE);
    limits.put("min_height", SdServerCheck.LEAST_SIDE).put("max_height", SdServerCheck.MOST_SIDE);
    limits.put("max_batch_count", 8).put("max_queue_size", SdServerJobs.MOST_PENDING);
    return json;
  }
}

package darkroom.fake.comfyui;

import darkroom.fake.kit.Answer;
import darkroom.fake.kit.Desk;
import darkroom.fake.kit.HistoryFault;
import darkroom.fake.kit.Json;
import darkroom.fake.kit.Misfortune;
import darkroom.fake.kit.Pixels;
import darkroom.fake.kit.ReferenceHeader;
import darkroom.fake.kit.VendorFake;
import darkroom.fake.wire.Asked;
import darkroom.fake.wire.ScriptedServer.Drop;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The routes of a ComfyUI, all also under {@code /api}. Thread-safe. */
public final class ComfyVendor implements VendorFake {
  private static final Duration EVER = Duration.ofDays(365);
  private static final int MOST_BODY = 100_000_000;

  private final Desk desk;
  private final ComfyEra era;
  private final ComfyErrors errors = new ComfyErrors();
  private final ComfyFiles files = new ComfyFiles();
  private final ComfyQueue queue;
  private final ComfyResults results;
  private final ComfySockets sockets = new ComfySockets();

  public ComfyVendor(Desk desk) {
    this(desk, ComfyEra.JOBS);
  }

  public ComfyVendor(Desk desk, ComfyEra era) {
    this.desk = desk;
    this.era = era;
    this.queue = new ComfyQueue(desk.clock());
    this.results = new ComfyResults(desk);
  }

  @Override
  public String name() {
    return "comfyui";
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("engine.comfyui.url", desk.origin());
    settings.put("engine.comfyui.workflow", example("sdxl-text.json"));
    settings.put("engine.comfyui.prompt", "2.text");
    settings.put("engine.comfyui.width", "4.width");
    settings.put("engine.comfyui.height", "4.height");
    settings.put("engine.comfyui.seed", "5.seed");
    return settings;
  }

  /** One of the documentation's, from the root of the sources or from one of its modules. */
  private static String example(String name) {
    Path inside = Path.of("docs", "engines", "comfyui", name);
    return Stream.of(inside, Path.of("..").resolve(inside))
        .filter(Files::exists)
        .findFirst()
        .orElse(inside)
        .toAbsolutePath()
        .normalize()
        .toString();
  }

  @Override
  public boolean pays(Asked head) {
    return head.method().equals("POST") && route(head).equals("/prompt");
  }

  /** Files that were uploaded, by name with folder. */
  Map<String, byte[]> uploaded() {
    return files.all();
  }

  /** Clients that listen. */
  int sockets() {
    return sockets.open();
  }

  @Override
  public void reset() {
    queue.clear();
  }

  @Override
  public void serve(Asked asked, Answer answer) throws IOException, InterruptedException {
    if (asked.headers().containsKey("authorization") || asked.headers().containsKey("cookie")) {
      desk.faults().add("a key for a server without keys");
    }
    String route = route(asked);
    switch (asked.method() + " " + route.replaceFirst("^/(history|api/jobs)/[^/]+", "/$1/ID")) {
      case "POST /prompt" -> prompt(asked, answer);
      case "POST /upload/image" -> upload(asked, answer);
      case "GET /queue" -> answer.json(200, queueView());
      case "POST /queue" -> delete(asked, answer);
      case "POST /interrupt" -> interrupt(asked, answer);
      case "GET /history/ID" -> history(last(route), answer);
      case "GET /view" -> results.serve(query(asked), answer);
      case "GET /ws" -> {
        String key = asked.headers().getOrDefault("sec-websocket-key", "");
        sockets.serve(query(asked).getOrDefault("clientId", ""), key, answer.raw());
      }
      case "GET /api/jobs/ID" -> job(last(route), answer);
      case "POST /api/jobs/ID/cancel" -> cancel(route.split("/", -1)[3], answer);
      default -> {
        desk.faults().add("asked for " + asked.line());
        notFound(answer);
      }
    }
  }

  private void prompt(Asked asked, Answer answer) throws IOException, InterruptedException {
    Optional<JsonNode> body = desk.json(asked);
    String id = body.map(json -> json.path("prompt_id").asString("")).orElse("");
    String words = body.map(ComfyVendor::words).orElse("");
    desk.received(id, words);
    Optional<ComfyProblem> broken =
        body.map(json -> new ComfyCheck(json, files::has, desk.faults()).broken())
            .orElse(Optional.of(ComfyProblem.of("no_prompt", "the body is no JSON")));
    if (asked.body().length > MOST_BODY) {
      desk.faults().add("a body of more than " + MOST_BODY + " bytes");
    }
    if (broken.isPresent()) {
      answer.json(400, broken.get().json());
    } else {
      queue(id, body.orElseThrow(), desk.fate(words), answer);
    }
    if (answer.complete()) {
      desk.bill().answered(id);
    }
  }

  private void queue(String id, JsonNode body, Misfortune fate, Answer answer)
      throws IOException, InterruptedException {
    if (answer.refuses(fate, errors)) {
      return;
    }
    String own =
        era == ComfyEra.OWN_IDS
            ? UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString()
            : id;
    desk.bill().paid(id, 1);
    ComfyJob job = job(own, body, fate);
    queue.add(job);
    told(job);
    if (fate instanceof Misfortune.History(HistoryFault kind, Duration _)) {
      if (kind == HistoryFault.DOUBLE) {
        queue.add(job(own, body, Misfortune.NONE));
        desk.bill().paid(id, 1);
      }
      // there is something to look up only when the answer got lost
      throw new Drop();
    }
    if (!answer.bears(fate, "application/json")) {
      ObjectNode json = Json.MAPPER.createObjectNode().put("prompt_id", own);
      json.put("number", job.number()).putObject("node_errors");
      answer.json(200, json);
    }
    if (fate instanceof Misfortune.Restart) {
      queue.clear();
    }
  }

  private ComfyJob job(String id, JsonNode body, Misfortune fate) {
    Instant now = desk.clock().instant();
    Instant seen =
        switch (fate) {
          case Misfortune.LostJob _ -> now.plus(EVER);
          case Misfortune.History(HistoryFault kind, Duration delay) ->
              switch (kind) {
                case ABSENT -> now.plus(EVER);
                case DELAYED -> now.plus(delay);
                case DOUBLE -> now;
              };
          default -> now;
        };
    Instant ends =
        switch (fate) {
          case Misfortune.Late late -> now.plus(late.after());
          case Misfortune.Stuck _, Misfortune.ProgressBack _ -> now.plus(EVER);
          default -> now;
        };
    JsonNode graph = body.path("prompt");
    String client = body.path("client_id").asString("");
    return new ComfyJob(
        queue.next(), id, graph, client, size(graph, fate), fate, seen, ends, false);
  }

  /** What the graph would draw: its canvas, what it scales to, or the size of what it loads. */
  private Pixels size(JsonNode graph, Misfortune fate) {
    if (fate instanceof Misfortune.OtherSize other) {
      return other.pixels();
    }
    for (String type : List.of("EmptyLatentImage", "ImageScale")) {
      Optional<JsonNode> inputs = inputs(graph, type);
      if (inputs.isPresent()) {
        return new Pixels(inputs.get().path("width").asInt(), inputs.get().path("height").asInt());
      }
    }
    return inputs(graph, "LoadImage")
        .flatMap(inputs -> ReferenceHeader.of(files.bytes(inputs.path("image").asString(""))))
        .map(ReferenceHeader::size)
        .orElse(new Pixels(512, 512));
  }

  private static Optional<JsonNode> inputs(JsonNode graph, String type) {
    return graph.properties().stream()
        .map(Map.Entry::getValue)
        .filter(node -> node.path("class_type").asString("").equals(type))
        .map(node -> node.path("inputs"))
        .findFirst();
  }

  private static String words(JsonNode body) {
    return body.path("prompt").properties().stream()
        .map(node -> node.getValue().path("inputs"))
        .map(inputs -> inputs.path("text").asString(inputs.path("prompt").asString("")))
        .collect(Collectors.joining(" "));
  }

  private void told(ComfyJob job) {
    if (job.client().isEmpty()) {
      return;
    }
    boolean back = job.fate() instanceof Misfortune.ProgressBack;
    sockets.progress(job, back ? 8 : 5, 10);
    if (back) {
      sockets.progress(job, 3, 10);
    }
  }

  private void upload(Asked asked, Answer answer) throws IOException, InterruptedException {
    Optional<String> reply = files.upload(asked);
    if (reply.isEmpty()) {
      desk.faults().add("no upload of a picture");
      answer.send(400, "text/plain", new byte[0]);
    } else {
      answer.json(200, reply.get());
    }
  }

  private ObjectNode queueView() {
    ObjectNode json = Json.MAPPER.createObjectNode();
    var running = json.putArray("queue_running");
    queue.running().ifPresent(job -> running.add(ComfyViews.entry(job)));
    var pending = json.putArray("queue_pending");
    queue.pending().forEach(job -> pending.add(ComfyViews.entry(job)));
    return json;
  }

  private void history(String id, Answer answer) throws IOException, InterruptedException {
    desk.bill().polled(id);
    ObjectNode json = Json.MAPPER.createObjectNode();
    queue
        .find(id)
        .filter(job -> job.hasEnded(desk.clock().instant()))
        .ifPresent(job -> json.set(id, ComfyViews.history(job)));
    answer.json(200, json);
  }

  private void job(String id, Answer answer) throws IOException, InterruptedException {
    if (era != ComfyEra.JOBS) {
      notFound(answer);
      return;
    }
    desk.bill().polled(id);
    Optional<ComfyJob> job = queue.find(id);
    if (job.isEmpty()) {
      answer.json(404, "{\"error\":\"Job not found\"}");
    } else {
      answer.json(200, ComfyViews.job(job.get(), status(job.get())));
    }
  }

  private String status(ComfyJob job) {
    if (!job.hasEnded(desk.clock().instant())) {
      return queue.runs(job) ? "in_progress" : "pending";
    }
    return job.interrupted() ? "cancelled" : job.hasFailed() ? "failed" : "completed";
  }

  private void cancel(String id, Answer answer) throws IOException, InterruptedException {
    if (era != ComfyEra.JOBS) {
      notFound(answer);
      return;
    }
    desk.bill().cancelled(id);
    boolean cancelled = queue.delete(id) || queue.interrupt(id);
    answer.json(200, "{\"cancelled\":" + cancelled + "}");
  }

  private void delete(Asked asked, Answer answer) throws IOException, InterruptedException {
    for (JsonNode id : small(asked).path("delete")) {
      desk.bill().cancelled(id.asString(""));
      queue.delete(id.asString(""));
    }
    answer.send(200, "text/plain", new byte[0]);
  }

  private void interrupt(Asked asked, Answer answer) throws IOException, InterruptedException {
    String id = small(asked).path("prompt_id").asString("");
    if (id.isEmpty()) {
      desk.faults().add("an interrupt without an id stops whatever runs");
    }
    queue.interrupt(id);
    answer.send(200, "text/plain", new byte[0]);
  }

  /** Not kept with the bodies of prompts. */
  private JsonNode small(Asked asked) {
    try {
      return Json.MAPPER.readTree(asked.body());
    } catch (JacksonException e) {
      desk.faults().add("a body that is no JSON, to " + asked.path());
      return Json.MAPPER.createObjectNode();
    }
  }

  /** As the web server beneath answers where nothing is: a text, no JSON. */
  private static void notFound(Answer answer) throws IOException, InterruptedException {
    answer.send(404, "text/plain", "404: Not Found".getBytes(StandardCharsets.UTF_8));
  }

  private static String route(Asked asked) {
    String path = asked.path().split("\\?", 2)[0];
    return path.startsWith("/api/") && !path.startsWith("/api/jobs/") ? path.substring(4) : path;
  }

  private static String last(String route) {
    return route.substring(route.lastIndexOf('/') + 1);
  }

  private static Map<String, String> query(Asked asked) {
    var query = new HashMap<String, String>();
    String[] parts = asked.path().split("\\?", 2);
    for (String pair : parts.length < 2 ? new String[0] : parts[1].split("&", -1)) {
      String[] sides = pair.split("=", 2);
      query.put(
          sides[0], sides.length < 2 ? "" : URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
    }
    return query;
  }
}

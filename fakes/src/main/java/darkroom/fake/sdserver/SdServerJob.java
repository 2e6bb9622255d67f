package darkroom.fake.sdserver;

import darkroom.fake.kit.Desk;
import darkroom.fake.kit.Json;
import darkroom.fake.kit.Misfortune;
import darkroom.fake.kit.PictureKind;
import darkroom.fake.kit.Pixels;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One job. It goes on with each poll, so that tests need no time: waiting, drawing, done. Guarded
 * by {@link SdServerJobs}.
 */
final class SdServerJob {

  enum State {
    QUEUED,
    GENERATING,
    COMPLETED,
    FAILED,
    CANCELLED;

    boolean isOver() {
      return this != QUEUED && this != GENERATING;
    }

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private static final Duration LEFT_ALONE = Duration.ofMinutes(1);

  private final String id;
  private final String attempt;
  private final JsonNode body;
  private final Misfortune fate;
  private final Instant created;
  private State state = State.QUEUED;
  private Instant ended = Instant.MAX;
  private Instant touched;
  private boolean asked;

  SdServerJob(String id, String attempt, JsonNode body, Misfortune fate, Instant created) {
    this.id = id;
    this.attempt = attempt;
    this.body = body;
    this.fate = fate;
    this.created = created;
    this.touched = created;
  }

  String id() {
    return id;
  }

  String attempt() {
    return attempt;
  }

  Misfortune fate() {
    return fate;
  }

  State state() {
    return state;
  }

  Instant ended() {
    return ended;
  }

  /** The first poll still finds it waiting. */
  void advance(Instant now) {
    if (state == State.QUEUED && asked) {
      state = State.GENERATING;
    } else if (state == State.GENERATING && isDue(now)) {
      end(fate instanceof Misfortune.ErrorInside ? State.FAILED : State.COMPLETED, now);
    }
    asked = true;
    touched = now;
  }

  /** A server draws whether anybody asks or not; what is left alone is over some day. */
  void driftOn(Instant now) {
    if (!state.isOver() && touched.plus(LEFT_ALONE).isBefore(now)) {
      end(State.COMPLETED, now);
    }
  }

  void cancel(Instant now) {
    end(State.CANCELLED, now);
  }

  private boolean isDue(Instant now) {
    return switch (fate) {
      case Misfortune.Stuck _ -> false;
      case Misfortune.Late late -> !now.isBefore(created.plus(late.after()));
      default -> true;
    };
  }

  private void end(State how, Instant now) {
    state = how;
    ended = now;
  }

  ObjectNode accepted() {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("id", id).put("kind", "img_gen").put("status", state.word());
    json.put("created", created.getEpochSecond()).put("poll_url", "/sdcpp/v1/jobs/" + id);
    return json;
  }

  /**
   * @param place in the queue, from 1; 0 when it waits no longer
   */
  ObjectNode view(Desk desk, int place) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("id", id).put("kind", "img_gen").put("status", state.word());
    json.put("created", created.getEpochSecond());
    json.putNull("started").putNull("completed").put("queue_position", place);
    json.putNull("result").putNull("error");
    switch (state) {
      case COMPLETED -> result(desk, json.putObject("result"));
      case FAILED ->
          json.putObject("error")
              .put("code", fate instanceof Misfortune.ErrorInside inside ? inside.code() : "failed")
              .put("message", "generate_image returned empty results");
      case CANCELLED ->
          json.putObject("error").put("code", "cancelled").put("message", "cancelled by client");
      case QUEUED, GENERATING -> {}
    }
    return json;
  }

  private void result(Desk desk, ObjectNode result) {
    PictureKind kind =
        body.path("output_format").asString("png").equals("jpeg")
            ? PictureKind.JPEG
            : PictureKind.PNG;
    Pixels size =
        fate instanceof Misfortune.OtherSize other
            ? other.pixels()
            : new Pixels(body.path("width").intValue(), body.path("height").intValue());
    int count =
        fate instanceof Misfortune.Count other
            ? other.pictures()
            : body.path("batch_count").asInt(1);
    result.put("output_format", kind.word());
    ArrayNode images = result.putArray("images");
    for (int i = 0; i < count; i++) {
      byte[] bytes = desk.results().inline(attempt, size, kind, fate);
      images.addObject().put("index", i).put("b64_json", Base64.getEncoder().encodeToString(bytes));
    }
  }
}

package darkroom.fake.poyo;

import darkroom.fake.kit.Json;
import darkroom.fake.kit.Misfortune;
import darkroom.fake.kit.PictureKind;
import darkroom.fake.kit.Pixels;
import darkroom.fake.kit.ResultHost;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One accepted submit. It runs at the first look and has ended at the second, or as soon as its
 * callback left. Thread-safe.
 */
final class PoyoTask {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  private final String id;
  private final String key;
  private final JsonNode body;
  private final Misfortune fate;
  private final Instant created;
  private int looks;
  private boolean ended;

  /**
   * @param key the client's idempotency key, drawn into each picture
   */
  PoyoTask(String id, String key, JsonNode body, Misfortune fate, Instant created) {
    this.id = id;
    this.key = key;
    this.body = body;
    this.fate = fate;
    this.created = created;
  }

  String id() {
    return id;
  }

  String key() {
    return key;
  }

  JsonNode body() {
    return body;
  }

  Misfortune fate() {
    return fate;
  }

  /** The pictures it comes to, out of those wanted. */
  int pictures() {
    int wanted = body.path("input").path("n").asInt(1);
    return switch (fate) {
      case Misfortune.Partial partial -> Math.min(partial.good(), wanted);
      case Misfortune.Count other -> other.pictures();
      case Misfortune.Moderated _ -> wanted - 1;
      default -> wanted;
    };
  }

  /** As the submit is answered, at the first time and again. */
  ObjectNode accepted() {
    return head("not_started");
  }

  /** Ends it, as a callback says that it has. */
  synchronized void end() {
    ended = true;
  }

  /** One look at it. */
  synchronized ObjectNode look(ResultHost results, Instant now) {
    looks++;
    boolean late = fate instanceof Misfortune.Late wait && now.isBefore(created.plus(wait.after()));
    if (!ended && (looks < 2 || late || fate instanceof Misfortune.Stuck)) {
      return status("running", progress());
    }
    return pictures() == 0
        ? failed("The result was refused by content moderation.")
        : finished(results);
  }

  /** A float, as the live service was seen to write it. */
  private double progress() {
    double back = fate instanceof Misfortune.ProgressBack ? 60.5 - 20 * looks : 0;
    return back == 0 ? Math.min(37.5 * looks, 99.5) : Math.max(back, 0);
  }

  private ObjectNode failed(String message) {
    return status("failed", 100).put("error_message", message);
  }

  private ObjectNode finished(ResultHost results) {
    ObjectNode data = status("finished", 100);
    ArrayNode files = data.withArrayProperty("files");
    Pixels size =
        fate instanceof Misfortune.OtherSize other
            ? other.pixels()
            : PoyoSizes.read(body.path("input").path("size")).orElseThrow();
    for (int i = 0; i < pictures(); i++) {
      String label = i == 0 ? key : key + "." + i;
      files
          .addObject()
          .put("file_url", results.url(label, size, PictureKind.JPEG, fate))
          .put("file_type", "image");
    }
    return data.put("credits_amount", 5.0 * pictures());
  }

  private ObjectNode status(String word, double progress) {
    ObjectNode data = head(word).put("progress", progress).put("credits_amount", 0.0);
    data.putArray("files");
    return data.putNull("error_message");
  }

  private ObjectNode head(String status) {
    return Json.MAPPER
        .createObjectNode()
        .put("task_id", id)
        .put("status", status)
        .put("created_time", TIME.format(created));
  }
}

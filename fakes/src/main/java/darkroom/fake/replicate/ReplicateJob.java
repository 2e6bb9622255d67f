package darkroom.fake.replicate;

import darkroom.fake.kit.Json;
import darkroom.fake.kit.Misfortune;
import darkroom.fake.kit.PictureKind;
import darkroom.fake.kit.Pixels;
import darkroom.fake.kit.ResultHost;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One prediction. Its end is final: nothing changes it afterwards. Thread-safe. */
final class ReplicateJob {
  /** As Seedream's own service refuses; a custom size of the schema may still be too small. */
  private static final long LEAST_AREA = 3_686_400;

  private static final Pattern ID = Pattern.compile("p0{7}([0-9]{18})");

  private static final String FLAGGED =
      "The input or output was flagged as sensitive. Please try again with different inputs. (E005)";
  private static final Map<String, String> CELLS_4K =
      Map.of(
          "1:1",
          "4096x4096",
          "4:3",
          "4704x3520",
          "3:4",
          "3520x4704",
          "16:9",
          "5504x3040",
          "9:16",
          "3040x5504",
          "3:2",
          "4992x3328",
          "2:3",
          "3328x4992",
          "21:9",
          "6240x2656");
  private static final Map<String, String> CELLS_2K =
      Map.of(
          "1:1",
          "2048x2048",
          "4:3",
          "2304x1728",
          "3:4",
          "1728x2304",
          "16:9",
          "2848x1600",
          "9:16",
          "1600x2848",
          "3:2",
          "2496x1664",
          "2:3",
          "1664x2496",
          "21:9",
          "3136x1344");

  private final long number;
  private final String id;
  private final String model;
  private final String label;
  private final JsonNode body;
  private final Misfortune fate;
  private final Instant created;
  private String status = "starting";
  private @Nullable Instant started;
  private @Nullable Instant completed;

  /**
   * @param number its order, from 1
   * @param label drawn into the picture, and what is counted under
   */
  ReplicateJob(
      long number, String model, String label, JsonNode body, Misfortune fate, Instant created) {
    this.number = number;
    this.id = "p%025d".formatted(number);
    this.model = model;
    this.label = label;
    this.body = body;
    this.fate = fate;
    this.created = created;
  }

  /** Which prediction an id names; empty when it is not one of ours. */
  static Optional<Long> numberOf(String id) {
    Matcher matcher = ID.matcher(id);
    return matcher.matches() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
  }

  long number() {
    return number;
  }

  String id() {
    return id;
  }

  String label() {
    return label;
  }

  Misfortune fate() {
    return fate;
  }

  Instant created() {
    return created;
  }

  Optional<String> webhook() {
    return Optional.of(body.path("webhook").asString("")).filter(url -> !url.isEmpty());
  }

  /** Whether the client wants to hear of it; without a filter of all. */
  boolean tells(String event) {
    JsonNode events = body.path("webhook_events_filter");
    return events.isMissingNode()
        || events.values().stream().anyMatch(wanted -> wanted.asString("").equals(event));
  }

  /** Why it will fail, in the vendor's words; empty when it will not. */
  String error() {
    return switch (fate) {
      case Misfortune.ErrorInside inside -> inside.code().replace('_', ' ');
      case Misfortune.Moderated _ -> FLAGGED;
      case Misfortune.Partial partial when partial.good() == 0 -> "no image was generated";
      default ->
          pixels().area() < LEAST_AREA
              ? "image size must be at least " + LEAST_AREA + " pixels"
              : "";
    };
  }

  synchronized boolean begin(Instant now) {
    boolean begins = status.equals("starting");
    if (begins) {
      status = "processing";
      started = now;
    }
    return begins;
  }

  /**
   * @return whether it had not ended before
   */
  synchronized boolean end(String as, Instant now) {
    boolean ends = completed == null;
    if (ends) {
      status = as;
      completed = now;
    }
    return ends;
  }

  synchronized String status() {
    return status;
  }

  /**
   * As the API shows it.
   *
   * @param shownId its own id, or another where the test wants it
   */
  synchronized ObjectNode json(String shownId, String origin, ResultHost results) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("id", shownId).put("model", model).put("version", "hidden");
    json.set("input", body.path("input"));
    json.put("logs", "");
    if (status.equals("succeeded")) {
      ArrayNode output = json.putArray("output");
      int count = fate instanceof Misfortune.Count other ? other.pictures() : 1;
      for (int i = 0; i < count; i++) {
        String name = i == 0 ? label : label + "." + i;
        output.add(results.url(name, pixels(), PictureKind.JPEG, fate));
      }
    } else {
      json.putNull("output");
    }
    json.put("data_removed", false);
    json.put("error", status.equals("failed") ? error() : null);
    json.put("source", "api").put("status", status);
    json.put("created_at", created.toString());
    json.put("started_at", started == null ? null : started.toString());
    json.put("completed_at", completed == null ? null : completed.toString());
    String self = origin + ReplicateVendor.BASE + "/predictions/" + shownId;
    json.putObject("urls").put("get", self).put("cancel", self + "/cancel");
    if (completed != null) {
      json.putObject("metrics").put("predict_time", 0.012);
    }
    return json;
  }

  private Pixels pixels() {
    JsonNode input = body.path("input");
    String size = input.path("size").asString("2K");
    String ratio = input.path("aspect_ratio").asString("");
    String cell = (size.equals("4K") ? CELLS_4K : CELLS_2K).getOrDefault(ratio, size);
    return switch (fate) {
      case Misfortune.OtherSize other -> other.pixels();
      default ->
          size.equals("custom")
              ? new Pixels(input.path("width").intValue(), input.path("height").intValue())
              : Pixels.of(cell);
    };
  }
}

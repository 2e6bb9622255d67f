package darkroom.fake.fal;

import darkroom.fake.kit.HistoryFault;
import darkroom.fake.kit.Misfortune;
import darkroom.fake.kit.Pixels;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/**
 * One request in the queue. Thread-safe.
 *
 * @param id fal's
 * @param mark the client's: its seed, or {@code none}
 * @param input as it is listed
 * @param asked how often its state was asked
 */
record FalJob(
    String id,
    String mark,
    String endpoint,
    JsonNode input,
    Instant sentAt,
    Misfortune fate,
    AtomicInteger asked,
    AtomicBoolean cancelled) {
  private static final String MODERATED = "content_policy_violation";

  FalJob(String id, String mark, String endpoint, JsonNode input, Instant sentAt, Misfortune fate) {
    this(id, mark, endpoint, input, sentAt, fate, new AtomicInteger(), new AtomicBoolean());
  }

  Pixels size() {
    return fate instanceof Misfortune.OtherSize other
        ? other.pixels()
        : FalCheck.pixels(input.path("image_size"));
  }

  /** How many pictures it makes. */
  int pictures() {
    return switch (fate) {
      case Misfortune.Count other -> other.pictures();
      case Misfortune.Partial partial -> partial.good();
      default -> error().isEmpty() ? input.path("num_images").asInt(1) : 0;
    };
  }

  /** Type of the error in which it ends; empty for a good end. */
  String error() {
    if (cancelled.get()) {
      return "client_cancelled";
    }
    return switch (fate) {
      case Misfortune.ErrorInside inside -> inside.code();
      case Misfortune.Moderated _ -> MODERATED;
      default -> "";
    };
  }

  /** Until it ends, counted from its submit; years for one that never does. */
  Duration lasts() {
    return switch (fate) {
      case Misfortune.Late late -> late.after();
      case Misfortune.Stuck _ -> Duration.ofDays(3650);
      default -> Duration.ZERO;
    };
  }

  /** Whether fal still knows it. */
  boolean isKnown() {
    return !(fate instanceof Misfortune.LostJob) && !(fate instanceof Misfortune.Restart);
  }

  /** Its state for whoever asks now. */
  String state(Instant now) {
    int times = asked.incrementAndGet();
    if (fate instanceof Misfortune.ProgressBack && times < 3) {
      return times == 1 ? "IN_PROGRESS" : "IN_QUEUE";
    }
    if (isOver(now)) {
      return "COMPLETED";
    }
    return times == 1 ? "IN_QUEUE" : "IN_PROGRESS";
  }

  boolean isOver(Instant now) {
    return cancelled.get() || !now.isBefore(sentAt.plus(lasts()));
  }

  /** How often the history lists it now. */
  int listed(Instant now) {
    if (!(fate instanceof Misfortune.History(HistoryFault kind, Duration delay))) {
      return 1;
    }
    return switch (kind) {
      case ABSENT -> 0;
      case DELAYED -> now.isBefore(sentAt.plus(delay)) ? 0 : 1;
      case DOUBLE -> 2;
    };
  }
}

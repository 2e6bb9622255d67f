package darkroom.engine.ark;

import darkroom.engine.upstream.UpstreamJson;
import darkroom.net.AnswerWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Reads an answer that comes as events ({@code text/event-stream}) and stops at the first one that
 * decides about the one picture asked for. An event counts as soon as its line is there, whatever
 * becomes of the connection afterwards. A preview is a line of megabytes that nobody wants, so it
 * is read past. Thread-safe.
 */
final class ArkEvents implements AnswerWatch {
  private static final String DATA = "data:";
  private static final String TYPE = "text/event-stream";

  /** What decides is an address or an error. */
  private static final int LONGEST_LINE = 1 << 18;

  /** A few previews of the largest pictures; of more nobody waits for the end. */
  private static final long LONGEST = 128L << 20;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private Optional<JsonNode> decisive = Optional.empty();
  private boolean passing;
  private long taken;

  /** Whether a media type is that of events. */
  static boolean isStream(String type) {
    return type.startsWith(TYPE);
  }

  @Override
  public boolean isRead(String type) {
    return isStream(type);
  }

  @Override
  public synchronized boolean isEnough(byte[] chunk) {
    for (byte next : chunk) {
      if (next != '\n' && next != '\r') {
        take(next);
        continue;
      }
      look(line.toString(StandardCharsets.UTF_8));
      line.reset();
      passing = false;
    }
    taken += chunk.length;
    return decisive.isPresent() || taken > LONGEST;
  }

  private void take(byte next) {
    passing |= line.size() >= LONGEST_LINE;
    if (passing) {
      line.reset();
    } else {
      line.write(next);
    }
  }

  /** The event with the picture's address or with its error, if one came. */
  synchronized Optional<JsonNode> decisive() {
    return decisive;
  }

  private void look(String text) {
    if (decisive.isEmpty() && text.startsWith(DATA)) {
      decisive = UpstreamJson.object(text.substring(DATA.length())).filter(ArkEvents::decides);
    }
  }

  private static boolean decides(JsonNode event) {
    return switch (UpstreamJson.text(event, "type").orElse("")) {
      case "image_generation.partial_succeeded" -> UpstreamJson.text(event, "url").isPresent();
      case "image_generation.partial_failed", "error" -> true;
      // previews, and the bill at the end
      case String other -> !other.startsWith("image_generation.") && event.path("error").isObject();
    };
  }
}

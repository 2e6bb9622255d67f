package darkroom;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One event as one line of text, its exception included. What could end a line, move a terminal's
 * cursor or turn the direction of reading becomes a blank, and quotes in values are escaped, so no
 * value can forge a line or a field (threat T48). Thread-safe.
 */
final class LogText extends LayoutBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int MOST_FRAMES = 12;
  private static final int MOST_CAUSES = 8;

  @Override
  public String doLayout(ILoggingEvent event) {
    var line = new StringBuilder(160);
    TIME.formatTo(event.getInstant(), line);
    String level = event.getLevel().toString();
    line.append(' ').append(level).append(" ".repeat(Math.max(0, 5 - level.length()))).append(' ');
    plain(line, String.valueOf(event.getFormattedMessage()), false);
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        field(line, pair.key, String.valueOf(pair.value));
      }
    }
    if (event.getThrowableProxy() != null) {
      field(line, "exception", trace(event.getThrowableProxy()));
    }
    return line.append('\n').toString();
  }

  /** Whether a code point could do more to a line than stand in it. */
  static boolean isUnsafe(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  private static void field(StringBuilder line, String key, String value) {
    line.append(' ');
    plain(line, key, false);
    line.append("=\"");
    plain(line, value, true);
    line.append('"');
  }

  private static void plain(StringBuilder line, String text, boolean quoted) {
    boolean blank = false;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      if (isUnsafe(codePoint)) {
        if (!blank) {
          line.append(' ');
        }
        blank = true;
      } else {
        if (quoted && (codePoint == '"' || codePoint == '\\')) {
          line.append('\\');
        }
        line.appendCodePoint(codePoint);
        blank = false;
      }
    }
  }

  private static String trace(IThrowableProxy thrown) {
    var text = new StringBuilder();
    @Nullable IThrowableProxy next = thrown;
    for (int causes = 0; next != null && causes < MOST_CAUSES; causes++) {
      text.append(causes == 0 ? "" : "; caused by ")
          .append(next.getClassName())
          .append(": ")
          .append(next.getMessage());
      int frames = Math.min(MOST_FRAMES, next.getStackTraceElementProxyArray().length);
      for (int i = 0; i < frames; i++) {
        text.append(' ').append(next.getStackTraceElementProxyArray()[i].getSTEAsString());
      }
      next = next.getCause();
    }
    return text.toString();
  }
}

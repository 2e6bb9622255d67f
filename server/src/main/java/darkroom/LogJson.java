package darkroom;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * One event as one JSON object on one line. Logback's own escapes what JSON demands; a terminal or
 * a log viewer also minds C1 controls and marks of direction, so these are escaped as well (threat
 * T48). Thread-safe.
 */
final class LogJson extends JsonEncoder {

  @Override
  public byte[] encode(ILoggingEvent event) {
    String object = new String(super.encode(event), UTF_8).stripTrailing();
    if (object.codePoints().noneMatch(LogText::isUnsafe)) {
      return (object + "\n").getBytes(UTF_8);
    }
    var line = new StringBuilder(object.length() + 32);
    object
        .codePoints()
        .forEach(codePoint -> {
          if (LogText.isUnsafe(codePoint)) {
            for (char unit : Character.toChars(codePoint)) {
              line.append(String.format("\\u%04x", (int) unit));
            }
          } else {
            line.appendCodePoint(codePoint);
          }
        });
    return line.append('\n').toString().getBytes(UTF_8);
  }
}

package darkroom;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import darkroom.verify.fuzz.Finding;
import darkroom.verify.fuzz.Target;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** One event is one line, in both forms, and nothing in it acts on a terminal. */
public final class FuzzedLog implements Target {
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final LogText text = new LogText();
  private final LogJson json = new LogJson();

  public FuzzedLog() {
    json.setContext(context);
    json.start();
  }

  @Override
  public String name() {
    return "log";
  }

  @Override
  public List<String> seeds() {
    return List.of(
        "a plain value", "a\nb", "\u001b[2J", "\u202eabc", "\" reason=\"x", "{} %msg %n");
  }

  @Override
  public List<String> words() {
    return List.of(
        "\n", "\r", "\u0085", "\u009b", "\u001b[", "\u2029", "\u200f", "\ud83d\ude00", "\"", "\\");
  }

  @Override
  public String read(byte[] input) {
    String value = Target.text(input);
    var event =
        new LoggingEvent(
            "x",
            context.getLogger("darkroom"),
            Level.INFO,
            "http.failed",
            new IllegalStateException(value),
            null);
    event.addKeyValuePair(new KeyValuePair("name", value));
    check(text.doLayout(event));
    check(Target.text(json.encode(event)));
    return "length " + Math.min(40, value.length());
  }

  private static void check(String line) {
    Finding.unless(line.endsWith("\n"), "no end of line");
    Finding.unless(
        line.substring(0, line.length() - 1).codePoints().noneMatch(LogText::isUnsafe),
        "a line holds what acts");
  }
}

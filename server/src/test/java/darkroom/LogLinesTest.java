package darkroom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogLinesTest {
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

  static List<String> naughty() {
    var texts = new ArrayList<String>();
    for (int unit = 0; unit < 0xa0; unit++) {
      if (Character.isISOControl(unit)) {
        texts.add("a" + (char) unit + "b");
      }
    }
    for (int mark :
        new int[] {0x61c, 0x200b, 0x200e, 0x202e, 0x2028, 0x2029, 0x2066, 0xfeff, 0xe0041}) {
      texts.add("a" + Character.toString(mark) + "b");
    }
    texts.add("x\r\n2026-11-23T13:25:51.117Z INFO  task.ended task=\"forged\"");
    texts.add("\u001b[2J\u001b]0;title\u0007");
    texts.add("\u009b31m");
    texts.add("a\ud800b");
    texts.add("\" reason=\"forged");
    texts.add("\\\" reason=\\\"forged");
    texts.add("%msg%n ${jndi:ldap://x} {}");
    return texts;
  }

  @ParameterizedTest
  @MethodSource("naughty")
  void a_text_event_is_one_line_without_anything_that_acts(String text) {
    String line = new LogText().doLayout(event(text));

    assertThat(line).endsWith("\n");
    String inside = line.substring(0, line.length() - 1);
    assertThat(inside.codePoints().filter(LogText::isUnsafe)).as(inside).isEmpty();
    assertThat(fields(inside)).containsExactly("name", "task", "exception");
  }

  @ParameterizedTest
  @MethodSource("naughty")
  void a_json_event_is_one_object_that_reads_back(String text) {
    var encoder = new LogJson();
    encoder.setContext(context);
    encoder.start();

    String line = new String(encoder.encode(event(text)), UTF_8);

    assertThat(line).endsWith("\n");
    String inside = line.substring(0, line.length() - 1);
    assertThat(inside.codePoints().filter(LogText::isUnsafe)).as(inside).isEmpty();
    JsonNode object = JsonMapper.shared().readTree(inside);
    assertThat(object.path("kvpList").path(0).path("name").stringValue())
        .isEqualTo(text.replace('\ud800', '?'));
  }

  @Test
  void an_ordinary_event_reads_as_documented() {
    var event =
        new LoggingEvent("x", context.getLogger("darkroom"), Level.INFO, "task.ended", null, null);
    event.addKeyValuePair(new KeyValuePair("task", "task-1"));
    event.addKeyValuePair(new KeyValuePair("pictures", 3));

    String line = new LogText().doLayout(event);

    assertThat(line)
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  task\\.ended task=\"task-1\""
                + " pictures=\"3\"\\n");
  }

  @Test
  void an_exception_stands_in_the_line_with_its_causes() {
    String line = new LogText().doLayout(event("x"));

    assertThat(line)
        .contains("exception=\"java.lang.IllegalStateException: x at darkroom.LogLinesTest.event(")
        .contains("; caused by java.lang.RuntimeException: x");
  }

  private ILoggingEvent event(String text) {
    var thrown = new IllegalStateException(text, new RuntimeException(text));
    var event =
        new LoggingEvent(
            "x", context.getLogger("darkroom"), Level.INFO, "http.failed", thrown, null);
    event.addKeyValuePair(new KeyValuePair("name", text));
    event.addKeyValuePair(new KeyValuePair("task", "task-1"));
    return event;
  }

  /** Names of the fields, read as a reader of such lines would. */
  private static List<String> fields(String line) {
    return Pattern.compile("([a-z]+)=\"(?:[^\"\\\\]++|\\\\.)*+\"")
        .matcher(line)
        .results()
        .map(field -> field.group(1))
        .toList();
  }
}

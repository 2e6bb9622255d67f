package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.ConfigurationDocTest.Generated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/events.md} names every log event and every metric of the code, and no other. */
class EventsDocTest {
  /** A whole statement {@code log.atInfo()….log("name")}: its level, its fields, its name. */
  private static final Pattern LOGGED =
      Pattern.compile(
          "log\\.at(Debug|Info|Warn|Error)\\(\\)([^;]*?)\\.log\\(\\s*\"([a-z_.]+)\"\\)");

  private static final Pattern FIELD = Pattern.compile("\\.addKeyValue\\(\\s*\"([a-z_]+)\"");
  private static final Pattern NAMED =
      Pattern.compile("\\.(?:log|event)\\(\\s*\"([a-z_]+\\.[a-z_]+)\"");
  private static final Pattern FACT = Pattern.compile("\\.fact\\(\\s*\"([a-z_]+)\"");
  private static final Pattern METRIC = Pattern.compile("\"(darkroom_[a-z_]+)\"");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z_]+\\.[a-z_]+)` \\| ([a-z]+) \\| ([^|]*) \\|");
  private static final Pattern METRIC_ROW = Pattern.compile("(?m)^\\| `(darkroom_[a-z_]+)` \\|");
  private static final Pattern CODE = Pattern.compile("`([a-z_]+)`");

  @Test
  void every_event_has_a_row_and_every_row_an_event() throws IOException {
    assertThat(rows().keySet()).isEqualTo(all(NAMED, sources()));
  }

  @Test
  void rows_have_the_level_and_the_fields_of_the_code() throws IOException {
    var logged = new TreeMap<String, String>();
    for (MatchResult found : matches(LOGGED, sources())) {
      String level = found.group(1).toLowerCase(Locale.ROOT);
      logged.put(found.group(3), level + " " + all(FIELD, found.group(2)));
    }

    Map<String, String> documented = rows();
    documented.keySet().retainAll(logged.keySet());
    assertThat(documented).isEqualTo(logged);
  }

  @Test
  void every_fact_of_a_request_is_named() throws IOException {
    assertThat(all(CODE, page())).containsAll(all(FACT, sources()));
  }

  @Test
  void every_metric_has_a_row_and_every_row_a_metric() throws IOException {
    assertThat(all(METRIC_ROW, page())).isEqualTo(all(METRIC, sources()));
  }

  private static Map<String, String> rows() throws IOException {
    var rows = new TreeMap<String, String>();
    for (MatchResult row : matches(ROW, page())) {
      rows.put(row.group(1), row.group(2) + " " + all(CODE, row.group(3)));
    }
    return rows;
  }

  private static Set<String> all(Pattern pattern, String text) {
    return matches(pattern, text).stream()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<MatchResult> matches(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.results().toList();
  }

  private static String page() throws IOException {
    return Files.readString(Generated.root().resolve("docs/events.md"));
  }

  private static String sources() throws IOException {
    Path folder = Generated.root().resolve("server/src/main/java");
    var text = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      var sorted =
          new ArrayList<>(files.filter(file -> file.toString().endsWith(".java")).toList());
      sorted.sort(null);
      for (Path file : sorted) {
        text.append(Files.readString(file)).append(";\n");
      }
    }
    return text.toString();
  }
}

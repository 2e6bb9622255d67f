package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.ConfigurationDocTest.Generated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Nothing that input decides grows or runs without a bound (threat T58): every regular expression
 * of the server is tried on what makes bad ones run away, and every map that lives long has a
 * reason why it stays small.
 */
class BoundsGateTest {
  private static final int LENGTH = 2_000;

  /** Room for the square of the length, which prompts of some thousand characters can bear. */
  private static final long MOST_STEPS = 20_000_000;

  /** A literal, or several joined, as the first argument of what takes a regular expression. */
  private static final Pattern EXPRESSION =
      Pattern.compile(
          "(?:Pattern\\.compile|\\.matches|\\.replaceAll|\\.replaceFirst|\\.split)\\(\\s*"
              + "((?:\"(?:[^\"\\\\]|\\\\.)*+\"\\s*\\+?\\s*)+)[,)]");

  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"");
  private static final Pattern LASTING =
      Pattern.compile(
          "private final (?:Concurrent)?(?:Map|Set)<[^=;]*> (\\w+)\\s*=\\s*"
              + "(?:new (?:ConcurrentHashMap|LinkedHashMap)|ConcurrentHashMap\\.newKeySet)");

  private static final String MAPS =
      """
      AddressRanges.parsed      cleared at a thousand; keyed by what keys and settings say
      ApiKeys.remembered        cleared at ten thousand; good keys only
      Arrivals.tasks            tasks under way, as many as a setting allows
      ConfigReader.settings     the settings there are
      DeliveryPoller.running    deliveries under way, as many as a setting allows
      DeliveryPoller.underWay   hosts of those; emptied with the last one
      Engines.bulkheads         the engines there are
      Engines.byName            the engines there are
      Exchange.facts            what the code notes of one request
      HostPermits.queues        hosts with a request in flight
      LocalStorage.forced       cleared at ten thousand
      MachineFaces.open         the few that may be open at once
      PaceWatch.paces           connections open, as many as a setting allows
      PaidCalls.open            tasks with such a call, as many as may run
      PoyoUploads.kept          a fixed number; the one unused longest goes
      RateLimiter.buckets       ten thousand; the one unused longest goes
      ReplicateJobs.attempts    twenty thousand; the oldest goes
      RunningTasks.tasks        tasks under way, as many as a setting allows
      RunningTasks.threads      tasks under way, as many as a setting allows
      StepFeed.jobs             a fixed number; the oldest goes
      Wakeups.waiting           attempts that somebody waits for, as many as may run
      WebhookSecrets.opened     cleared at ten thousand
      """;

  @Test
  void every_regular_expression_ends_soon_on_any_text() throws IOException {
    var tried = new TreeSet<String>();
    for (String source : sources()) {
      for (MatchResult found : EXPRESSION.matcher(source).results().toList()) {
        tried.add(literal(found.group(1)));
      }
    }

    assertThat(tried).hasSizeGreaterThan(60);
    assertThat(tried)
        .allSatisfy(expression -> assertThat(steps(expression)).isLessThan(MOST_STEPS));
  }

  @Test
  void a_runaway_expression_would_be_noticed() {
    assertThat(steps("a*a*a*b")).isGreaterThan(MOST_STEPS);
  }

  @Test
  void every_lasting_map_has_its_bound() throws IOException {
    var found = new TreeSet<String>();
    for (Path file : files()) {
      String type = file.getFileName().toString().replace(".java", "");
      LASTING
          .matcher(Files.readString(file))
          .results()
          .forEach(field -> found.add(type + "." + field.group(1)));
    }

    assertThat(found)
        .containsExactlyElementsOf(MAPS.lines().map(line -> line.split(" ", 2)[0]).toList());
  }

  /** Characters looked at for the worst text; counted, because a busy machine has no clock. */
  private static long steps(String expression) {
    Pattern pattern = Pattern.compile(expression);
    long most = 0;
    for (String text : texts()) {
      var watched = new Watched(text);
      try {
        pattern.matcher(watched).matches();
        pattern.matcher(watched).find();
      } catch (TooMany runaway) {
        return watched.steps;
      }
      most = Math.max(most, watched.steps);
    }
    return most;
  }

  private static List<String> texts() {
    var texts = new ArrayList<String>();
    for (String unit :
        List.of(
            "a", "0", " ", ".", ",", ":", "-", "/", "=", "\"", "[", "a.", "0.", ", ", "a:", "-a",
            "; ", "城 ", "K")) {
      texts.add(unit.repeat(LENGTH / unit.length()) + "!");
      texts.add("!" + unit.repeat(LENGTH / unit.length()));
    }
    return texts;
  }

  private static String literal(String argument) {
    var text = new StringBuilder();
    LITERAL.matcher(argument).results().forEach(part -> text.append(part.group(1)));
    return text.toString().translateEscapes();
  }

  private static List<String> sources() throws IOException {
    var sources = new ArrayList<String>();
    for (Path file : files()) {
      sources.add(Files.readString(file));
    }
    return sources;
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(Generated.root().resolve("server/src/main/java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** A text that counts how often it is looked at, and has enough at some point. */
  private static final class Watched implements CharSequence {
    private final String text;
    private long steps;

    Watched(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++steps > MOST_STEPS) {
        throw new TooMany();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int stop) {
      return text.subSequence(start, stop);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}

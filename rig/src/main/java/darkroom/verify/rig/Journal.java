package darkroom.verify.rig;

import darkroom.verify.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What the rig's own logs say after a run: what was sent, what was answered, what the engine was
 * asked for and what the receiver got. Immutable.
 */
final class Journal {
  private static final Pattern KEY = Pattern.compile("^submit-\\d+");

  /**
   * A submit by its key.
   *
   * @param script what the engine mock was told to do
   * @param tasks every id it was answered with
   */
  record Sent(int n, boolean test, String script, Set<String> tasks) {
    /** Whether the engine draws what it takes, and tells of it when it is asked. */
    boolean isDrawn() {
      return !test && (script.isEmpty() || script.matches("\\{\\{(slow .*|lose)}}"));
    }
  }

  /** A callback as it was received. */
  record Callback(
      String id,
      String timestamp,
      String signature,
      String body,
      String statusThen,
      int answered) {}

  private final Map<String, Sent> sent = new TreeMap<>();
  private final Map<String, List<Callback>> callbacks = new HashMap<>();
  private final Map<String, Integer> taken = new HashMap<>();
  private final Map<String, Set<String>> pictures = new HashMap<>();
  private long unknown;
  private long refused;

  private Journal() {}

  static Journal of(Plan plan) throws IOException {
    var journal = new Journal();
    LogFile.read(Rig.loaderLog(plan)).forEach(journal::submit);
    LogFile.read(Rig.engineLog(plan)).forEach(journal::engine);
    LogFile.read(Rig.receiverLog(plan)).forEach(journal::callback);
    return journal;
  }

  private void submit(JsonNode line) {
    String key = line.path("key").stringValue();
    if (line.path("event").stringValue().equals("intent")) {
      sent.putIfAbsent(
          key,
          new Sent(
              line.path("n").intValue(),
              line.path("test").booleanValue(),
              line.path("script").stringValue(),
              new HashSet<>()));
      return;
    }
    switch (line.path("outcome").stringValue()) {
      case "ok" -> sent(key).tasks().add(line.path("task").stringValue());
      case "unknown" -> unknown++;
      default -> refused++;
    }
  }

  private void engine(JsonNode line) {
    Matcher key = KEY.matcher(line.path("prompt").asString(""));
    if (!key.find()) {
      return;
    }
    if (line.path("event").stringValue().equals("picture")) {
      pictures
          .computeIfAbsent(key.group(), one -> new HashSet<>())
          .add(line.path("sha256").stringValue());
    } else if (line.path("taken").booleanValue()) {
      taken.merge(shot(key.group(), line.path("shot").intValue()), 1, Integer::sum);
    }
  }

  private void callback(JsonNode line) {
    callbacks
        .computeIfAbsent(line.path("task").stringValue(), task -> new ArrayList<>())
        .add(
            new Callback(
                line.path("id").stringValue(),
                line.path("timestamp").stringValue(),
                line.path("signature").stringValue(),
                line.path("body").stringValue(),
                line.path("status_then").stringValue(),
                line.path("answered").intValue()));
  }

  private static String shot(String key, int shot) {
    return key + "#" + shot;
  }

  /** Every submit that was sent at least once, by its Idempotency-Key. */
  Map<String, Sent> sent() {
    return sent;
  }

  /**
   * @throws NullPointerException when nothing was sent under this key
   */
  Sent sent(String key) {
    return Objects.requireNonNull(sent.get(key), key);
  }

  List<Callback> callbacks(String task) {
    return callbacks.getOrDefault(task, List.of());
  }

  /** How often the engine took this shot as a job, which is how often it was paid. */
  int taken(String key, int shot) {
    return taken.getOrDefault(shot(key, shot), 0);
  }

  /** Shots that the engine took more than once. */
  long paidTwice() {
    return taken.values().stream().filter(times -> times > 1).count();
  }

  /** SHA-256 of every picture that the engine handed out for this submit. */
  Set<String> pictures(String key) {
    return pictures.getOrDefault(key, Set.of());
  }

  /** Answers that never came. */
  long unknown() {
    return unknown;
  }

  /** Answers that said no. */
  long refused() {
    return refused;
  }
}

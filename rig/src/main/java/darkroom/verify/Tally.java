package darkroom.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run counted, and the judgement of it: bad counts have to be zero and bounds have to hold
 * always, volumes and paces only where no number of rounds was asked for. Counts show in the order
 * in which they are first named. Thread-safe.
 */
public final class Tally {
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private enum Kind {
    FACT,
    BAD,
    AT_MOST,
    EXACTLY,
    PACE,
    VOLUME
  }

  private record Entry(Kind kind, Object value, long wanted) {}

  /** Shown, not judged. */
  public synchronized Tally fact(String key, Object value) {
    entries.put(key, new Entry(Kind.FACT, value, 0));
    return this;
  }

  /** Names bad counts, so that they show even while zero. */
  public synchronized Tally bad(String... keys) {
    for (String key : keys) {
      bad(key, 0);
    }
    return this;
  }

  /** Adds to a count that has to stay zero. */
  public synchronized Tally bad(String key, long more) {
    entries.merge(
        key,
        new Entry(Kind.BAD, more, 0),
        (old, fresh) -> new Entry(Kind.BAD, (long) old.value() + more, 0));
    return this;
  }

  /** Has to be at most {@code limit}, always. */
  public synchronized Tally atMost(String key, long value, long limit) {
    entries.put(key, new Entry(Kind.AT_MOST, value, limit));
    return this;
  }

  /**
   * Has to be at most {@code limit} in the full form; of a sample, with a cold victim and shared
   * cores, it says more about the machine.
   */
  public synchronized Tally pace(String key, long value, long limit) {
    entries.put(key, new Entry(Kind.PACE, value, limit));
    return this;
  }

  /** Has to be just {@code wanted}, always. */
  public synchronized Tally exactly(String key, long value, long wanted) {
    entries.put(key, new Entry(Kind.EXACTLY, value, wanted));
    return this;
  }

  /** Has to reach {@code wanted} in the full form. */
  public synchronized Tally volume(String key, long value, long wanted) {
    entries.put(key, new Entry(Kind.VOLUME, value, wanted));
    return this;
  }

  /** The value under this key; 0 when there is none or it is no number. */
  public synchronized long value(String key) {
    Entry entry = entries.get(key);
    return entry != null && entry.value() instanceof Number number ? number.longValue() : 0;
  }

  /** What does not hold, in words; empty when the run is clean. */
  public synchronized List<String> faults(boolean full) {
    var faults = new ArrayList<String>();
    entries.forEach((key, entry) -> {
      if (!holds(entry, full)) {
        faults.add(key + ": " + entry.value() + " (expected: " + expected(entry) + ")");
      }
    });
    return List.copyOf(faults);
  }

  private static boolean holds(Entry entry, boolean full) {
    return switch (entry.kind()) {
      case FACT -> true;
      case BAD -> (long) entry.value() == 0;
      case AT_MOST -> (long) entry.value() <= entry.wanted();
      case EXACTLY -> (long) entry.value() == entry.wanted();
      case PACE -> !full || (long) entry.value() <= entry.wanted();
      case VOLUME -> !full || (long) entry.value() >= entry.wanted();
    };
  }

  private static String expected(Entry entry) {
    return switch (entry.kind()) {
      case FACT -> "anything";
      case BAD -> "0";
      case AT_MOST, PACE -> "at most " + entry.wanted();
      case EXACTLY -> "" + entry.wanted();
      case VOLUME -> "at least " + entry.wanted();
    };
  }

  /** {@code key=value} pairs parted by blanks. */
  public synchronized String line() {
    var line = new StringBuilder();
    entries.forEach((key, entry) ->
        line.append(line.isEmpty() ? "" : " ").append(key).append('=').append(entry.value()));
    return line.toString();
  }

  /** One JSON object with the same keys, and {@code run} and {@code clean} before them. */
  public synchronized String json(JsonMapper json, String run, boolean clean) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("run", run);
    fields.put("clean", clean);
    entries.forEach((key, entry) -> fields.put(key, entry.value()));
    return json.writeValueAsString(fields);
  }
}

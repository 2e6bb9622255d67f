package darkroom.fake.kit;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a vendor would count and bill, in all and by correlation id: the evidence of every test
 * about money. Thread-safe.
 */
public final class Bill {
  private final Map<Column, Map<String, Integer>> columns = new EnumMap<>(Column.class);

  /** A paid request was read to its end. */
  public void received(String id) {
    add(Column.RECEIVED, id, 1);
  }

  /** From here on the vendor would bill, whatever becomes of the answer. */
  public void paid(String id, int pictures) {
    if (pictures > 0) {
      add(Column.PAID, id, pictures);
    }
  }

  /** An answer was sent to its end. */
  public void answered(String id) {
    add(Column.ANSWERED, id, 1);
  }

  public void polled(String id) {
    add(Column.POLLS, id, 1);
  }

  public void cancelled(String id) {
    add(Column.CANCELS, id, 1);
  }

  /** Counts by correlation id, of those above 0. */
  public synchronized Map<String, Integer> of(Column column) {
    return Map.copyOf(columns.getOrDefault(column, Map.of()));
  }

  public synchronized int total(Column column) {
    return columns.getOrDefault(column, Map.of()).values().stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  public synchronized void clear() {
    columns.clear();
  }

  /** Adds {@code total} and {@code by_id} to an object. */
  synchronized void writeTo(ObjectNode json) {
    ObjectNode totals = json.putObject("total");
    ObjectNode byId = json.putObject("by_id");
    for (Column column : Column.values()) {
      totals.put(column.word(), total(column));
      columns
          .getOrDefault(column, Map.of())
          .forEach((id, count) -> byId.withObjectProperty(id).put(column.word(), count));
    }
  }

  private synchronized void add(Column column, String id, int count) {
    columns.computeIfAbsent(column, any -> new TreeMap<>()).merge(id, count, Integer::sum);
  }
}

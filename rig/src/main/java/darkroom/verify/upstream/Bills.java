package darkroom.verify.upstream;

import darkroom.verify.rig.FakeProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * What the fakes received and would bill, by order: the prompt's hash stands in their journals, so
 * nothing the victim says is needed. Where a fake goes by the victim's attempt ids, the bill can be
 * read by attempt as well. Immutable.
 */
final class Bills {
  private final Map<String, Integer> received = new HashMap<>();
  private final Map<String, Integer> paid = new HashMap<>();
  private final Map<String, Integer> paidById = new HashMap<>();
  private final Map<String, Order> byAttempt = new HashMap<>();
  private final Map<String, Set<String>> ids = new HashMap<>();
  private int unmatched;
  private int faults;

  private Bills() {}

  /**
   * @param accepted tasks by their order's key, for fakes whose journals hold more than the prompt
   */
  static Bills of(
      List<FakeProcess> fakes,
      Collection<Order> orders,
      Map<String, String> accepted,
      Attempts attempts)
      throws IOException, InterruptedException {
    var bills = new Bills();
    var byMark = new HashMap<String, Order>();
    var byTask = new HashMap<String, Order>();
    for (Order order : orders) {
      byMark.put(order.mark(), order);
      byTask.put(accepted.getOrDefault(order.key(), ""), order);
    }
    attempts
        .byId()
        .forEach((id, row) -> {
          Order order = byTask.get(row.task());
          if (order != null) {
            bills.byAttempt.put(id, order);
            bills.byAttempt.put(uuid(id), order);
          }
        });
    for (FakeProcess fake : fakes) {
      bills.add(fake, byMark);
    }
    return bills;
  }

  /** The name of an attempt at an engine that takes none but UUIDs. */
  private static String uuid(String attempt) {
    byte[] name = ("darkroom " + attempt).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(name).toString();
  }

  private void add(FakeProcess fake, Map<String, Order> byMark)
      throws IOException, InterruptedException {
    var owners = new HashMap<String, Order>();
    for (JsonNode line : fake.journal()) {
      String id = line.path("id").asString("");
      Order marked = byMark.get(line.path("prompt").asString(""));
      Order order = marked == null ? byAttempt.get(id) : marked;
      if (!line.path("kind").asString("").equals("submit")) {
        continue;
      }
      if (order == null) {
        unmatched++;
        continue;
      }
      received.merge(order.key(), 1, Integer::sum);
      ids.computeIfAbsent(order.key(), key -> new HashSet<>()).add(id);
      owners.put(id, order);
    }
    JsonNode stats = fake.stats();
    for (var entry : stats.path("by_id").properties()) {
      Order order = owners.get(entry.getKey());
      int pictures = entry.getValue().path("paid").asInt(0);
      if (order != null && pictures > 0) {
        int each = order.mode().pictures();
        int submits = (pictures + each - 1) / each;
        paid.merge(order.key(), submits, Integer::sum);
        paidById.merge(entry.getKey(), submits, Integer::sum);
      }
    }
    for (JsonNode fault : stats.path("faults")) {
      faults++;
      System.err.println("fault at " + fake.name() + ": " + fault.asString(""));
    }
  }

  /** Paid requests read to their end. */
  int received(Order order) {
    return received.getOrDefault(order.key(), 0);
  }

  /** Of these, the ones that the fakes took and would bill. */
  int paid(Order order) {
    return paid.getOrDefault(order.key(), 0);
  }

  /** The same by the fake's own correlation id. */
  Map<String, Integer> paidById() {
    return Map.copyOf(paidById);
  }

  /** Correlation ids under which an order came to fakes. */
  Set<String> ids(Order order) {
    return ids.getOrDefault(order.key(), Set.of());
  }

  /** Submits of no order of ours. */
  int unmatched() {
    return unmatched;
  }

  int faults() {
    return faults;
  }
}

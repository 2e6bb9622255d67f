package darkroom.verify.fault;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What was ordered, and what of it was acknowledged under which task. Thread-safe. */
final class Book {
  private final Map<String, Order> sent = new LinkedHashMap<>();
  private final Map<String, String> acknowledged = new LinkedHashMap<>();

  /** Writes the order down, sends it, writes the answer down. */
  Customer.Reply order(Customer customer, Order order) throws InterruptedException {
    synchronized (this) {
      sent.put(order.key(), order);
    }
    Customer.Reply reply = customer.submit(order);
    if (reply.status() == 200) {
      synchronized (this) {
        acknowledged.put(order.key(), reply.task());
      }
    }
    return reply;
  }

  /** Tasks by key. */
  synchronized Map<String, String> acknowledged() {
    return new LinkedHashMap<>(acknowledged);
  }

  synchronized int size() {
    return acknowledged.size();
  }

  /**
   * @throws NullPointerException when there is no such order
   */
  synchronized Order sent(String key) {
    return Objects.requireNonNull(sent.get(key), key);
  }

  /** Orders that got no acknowledgement so far. */
  synchronized List<Order> open() {
    return sent.values().stream().filter(order -> !acknowledged.containsKey(order.key())).toList();
  }
}

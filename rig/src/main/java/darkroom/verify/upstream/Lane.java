package darkroom.verify.upstream;

import java.util.ArrayList;
import java.util.List;

/**
 * Orders of one engine whose misfortunes its circuit breaker counts: in packs of at most as many
 * calls as leave it closed, each with a good order behind it. So each task meets its own misfortune
 * instead of the others', and several at once.
 */
final class Lane {
  /** The breaker opens at five in a row. */
  private static final int MOST_CALLS = 4;

  /**
   * @param failing go side by side
   * @param good follows when all of these have had their answer
   */
  record Pack(List<Order> failing, Order good) {
    /** Whether one of its calls takes as long as a call may. */
    boolean lasts() {
      return failing.stream().anyMatch(order -> order.mode().lasts());
    }
  }

  private final List<Pack> packs = new ArrayList<>();
  private int calls;
  private boolean paired;
  private int orders;

  void add(Order order) {
    boolean pair = order.vendors().size() > 1;
    // one pair in a pack, because what fails at both engines is counted by the other's breaker too
    if (packs.isEmpty() || calls + calls(order) > MOST_CALLS || (pair && paired)) {
      packs.add(new Pack(new ArrayList<>(), good(order)));
      calls = 0;
      paired = false;
      orders++;
    }
    packs.getLast().failing().add(order);
    calls += calls(order);
    paired |= pair;
    orders++;
  }

  /** A local engine is asked twice for each picture. */
  private static int calls(Order order) {
    return order.vendors().stream().anyMatch(Vendor::local) ? 2 * order.n() : order.n();
  }

  private static Order good(Order order) {
    return new Order(order.key() + "-after", order.entry(), Modes.none(), 1, "");
  }

  List<Pack> packs() {
    return List.copyOf(packs);
  }

  /** How many it holds, the good ones with them. */
  int size() {
    return orders;
  }
}

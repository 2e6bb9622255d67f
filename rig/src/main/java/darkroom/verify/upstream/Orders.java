package darkroom.verify.upstream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The orders of one run, drawn by its seed. Misfortunes that an engine's circuit breaker counts go
 * through a lane of that engine, one after another and each with a good order behind it, so that
 * the breaker stays closed and each task meets its own misfortune instead of the others'.
 */
final class Orders {
  private static final int MOST_IN_SMALL_LANE = 2;

  private final Upstream upstream;
  private final Random random;
  private final boolean small;
  private final List<Order> side = new ArrayList<>();
  private final Map<String, List<Order>> lanes = new TreeMap<>();

  /**
   * @param small leaves out what lasts
   */
  Orders(Upstream upstream, Random random, int tasks, boolean small) {
    this.upstream = upstream;
    this.random = random;
    this.small = small;
    for (int number = 0; number < tasks; number++) {
      draw(number);
    }
  }

  /** Those that may run side by side. */
  List<Order> side() {
    return List.copyOf(side);
  }

  /** Those that go one after another, by engine. */
  List<List<Order>> lanes() {
    return List.copyOf(lanes.values());
  }

  /** For each engine the misfortunes that close it, each with a good order after it. */
  static List<List<Order>> closing(Upstream upstream) {
    var all = new ArrayList<List<Order>>();
    for (Shelf.Entry entry : upstream.shelf().single()) {
      var orders = new ArrayList<Order>();
      for (Mode mode : Modes.closing(entry.vendors().getFirst())) {
        for (Mode one : List.of(mode, Modes.none())) {
          String key = "closing-" + entry.vendors().getFirst().name() + "-" + orders.size();
          orders.add(new Order(key, entry.id(), entry.vendors(), one, 1, ""));
        }
      }
      // nothing after the last, which asks for a pause of minutes
      all.add(orders.subList(0, orders.size() - 1));
    }
    return all;
  }

  private void draw(int number) {
    Shelf shelf = upstream.shelf();
    boolean pair = !shelf.pairs().isEmpty() && random.nextInt(8) == 0;
    List<Shelf.Entry> from = pair ? shelf.pairs() : shelf.single();
    Shelf.Entry entry = from.get(random.nextInt(from.size()));
    int n = random.nextInt(5) < 3 ? 1 : 2 + random.nextInt(2);
    String callback = random.nextInt(3) == 0 ? upstream.callback(number) : "";
    String key = "order-" + number;
    Mode mode = mode(entry);
    List<Order> lane =
        lanes.computeIfAbsent(entry.vendors().getFirst().name(), name -> new ArrayList<>());
    boolean full = small && lane.size() >= 2 * MOST_IN_SMALL_LANE;
    if (!mode.weighs() || full) {
      Mode meant = mode.weighs() ? Modes.none() : mode;
      side.add(new Order(key, entry.id(), entry.vendors(), meant, n, callback));
      return;
    }
    // a local engine is asked twice for each picture
    int few = entry.vendors().stream().anyMatch(Vendor::local) ? Math.min(n, 2) : n;
    lane.add(new Order(key, entry.id(), entry.vendors(), mode, few, callback));
    lane.add(new Order(key + "-after", entry.id(), entry.vendors(), Modes.none(), 1, ""));
  }

  private Mode mode(Shelf.Entry entry) {
    List<Mode> modes = new ArrayList<>(Modes.mixed(entry.vendors().getFirst()));
    modes.removeIf(mode -> !entry.vendors().stream().allMatch(mode::fits));
    modes.removeIf(mode -> small && mode.lasts());
    Mode drawn = modes.get(random.nextInt(modes.size()));
    // what lasts is had less often, and a third of all meets nothing
    boolean tooOften = drawn.lasts() && random.nextInt(3) != 0;
    return tooOften || random.nextInt(3) == 0 ? Modes.none() : drawn;
  }
}

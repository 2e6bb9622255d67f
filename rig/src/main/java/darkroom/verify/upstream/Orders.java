package darkroom.verify.upstream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The orders of one run, drawn by its seed. Misfortunes that an engine's circuit breaker counts go
 * through a lane of that engine.
 */
final class Orders {
  private static final int MOST_IN_SMALL_LANE = 2;
  private static final int SHUT_EACH = 25;
  private static final int EDIT_ONE_IN = 8;

  /** Of eight edits three, so about one order in twenty. */
  private static final int UNREADABLE_OF_THEM = 3;

  private final Upstream upstream;
  private final Random random;
  private final boolean small;
  private final List<Order> side = new ArrayList<>();
  private final Map<String, Lane> lanes = new TreeMap<>();

  /**
   * @param small leaves out what lasts
   */
  Orders(Upstream upstream, Random random, int tasks, boolean small) {
    this.upstream = upstream;
    this.random = random;
    this.small = small;
    for (int number = 0; size() < tasks; number++) {
      draw(number);
    }
  }

  /** Those that may run side by side. */
  List<Order> side() {
    return List.copyOf(side);
  }

  /** Those that go pack after pack, by engine. */
  List<Lane> lanes() {
    return List.copyOf(lanes.values());
  }

  private int size() {
    return side.size() + lanes.values().stream().mapToInt(Lane::size).sum();
  }

  /** For each engine the misfortunes that close it, each with a good order after it. */
  static List<List<Order>> closing(Upstream upstream) {
    var all = new ArrayList<List<Order>>();
    for (Shelf.Entry entry : upstream.shelf().single()) {
      var orders = new ArrayList<Order>();
      for (Mode mode : Modes.closing(entry.vendors().getFirst())) {
        for (Mode one : List.of(mode, Modes.none())) {
          String key = "closing-" + entry.vendors().getFirst().name() + "-" + orders.size();
          orders.add(new Order(key, entry, one, 1, ""));
        }
      }
      // nothing after the last, which asks for a pause of minutes
      all.add(orders.subList(0, orders.size() - 1));
    }
    return all;
  }

  /**
   * One after another: the first engine's account is broken, and the second draws; then the first
   * has to draw again.
   */
  static List<Order> broken(Upstream upstream) {
    return Stream.of(upstream.shelf().pairs(), upstream.shelf().mixed())
        .flatMap(List::stream)
        .flatMap(entry -> {
          Vendor first = entry.vendors().getFirst();
          String key = "broken-" + entry.id();
          Stream<Order> good =
              upstream.shelf().single().stream()
                  .filter(one -> one.vendors().contains(first))
                  .map(one -> new Order(key + "-after", one, Modes.none(), 1, ""));
          return Stream.concat(
              Stream.of(new Order(key, entry, Modes.brokenAt(first), 1, "")), good);
        })
        .toList();
  }

  /** For an engine where nobody listens: those that another can draw, and those that wait. */
  static List<Order> shut(Upstream upstream, String engine) {
    Shelf shelf = upstream.shelf();
    var orders = new ArrayList<Order>();
    for (Shelf.Entry entry :
        Stream.of(shelf.single(), shelf.pairs()).flatMap(List::stream).toList()) {
      for (int i = 0; i < SHUT_EACH && entry.vendors().getFirst().name().equals(engine); i++) {
        orders.add(new Order("shut-" + orders.size(), entry, Modes.shut(), 1, ""));
      }
    }
    return orders;
  }

  private void draw(int number) {
    Shelf shelf = upstream.shelf();
    boolean pair = !shelf.pairs().isEmpty() && random.nextInt(8) == 0;
    List<Shelf.Entry> from = pair ? shelf.pairs() : shelf.single();
    Shelf.Entry entry = from.get(random.nextInt(from.size()));
    int n = random.nextInt(5) < 3 ? 1 : 2 + random.nextInt(2);
    String callback = random.nextInt(3) == 0 ? upstream.callback(number) : "";
    String key = "order-" + number;
    if (random.nextInt(EDIT_ONE_IN) == 0 && !shelf.edits().isEmpty()) {
      side.add(edit(shelf, key, n, callback));
      return;
    }
    Mode mode = mode(entry);
    Lane lane = lanes.computeIfAbsent(entry.vendors().getFirst().name(), name -> new Lane());
    boolean full = small && lane.size() >= 2 * MOST_IN_SMALL_LANE;
    if (!mode.weighs() || full) {
      Mode meant = mode.weighs() ? Modes.none() : mode;
      side.add(new Order(key, entry, meant, n, callback));
      return;
    }
    int few = pair ? 1 : entry.vendors().getFirst().local() ? Math.min(n, 2) : n;
    lane.add(new Order(key, entry, mode, few, callback));
  }

  private Order edit(Shelf shelf, String key, int n, String callback) {
    Shelf.Entry entry = shelf.edits().get(random.nextInt(shelf.edits().size()));
    List<Mode> modes = Modes.edited();
    boolean unreadable = random.nextInt(EDIT_ONE_IN) < UNREADABLE_OF_THEM;
    Mode mode = unreadable ? Modes.unreadable() : modes.get(random.nextInt(modes.size()));
    return new Order(key, entry, mode, n, callback);
  }

  private Mode mode(Shelf.Entry entry) {
    List<Mode> modes = new ArrayList<>(Modes.mixed(entry.vendors().getFirst()));
    modes.removeIf(mode -> !entry.vendors().stream().allMatch(mode::fits));
    modes.removeIf(mode -> small && entry.vendors().stream().anyMatch(mode::lasts));
    Mode drawn = modes.get(random.nextInt(modes.size()));
    // what lasts is had less often, and a third of all meets nothing
    boolean tooOften = drawn.lasts() && random.nextInt(3) != 0;
    return tooOften || random.nextInt(3) == 0 ? Modes.none() : drawn;
  }
}

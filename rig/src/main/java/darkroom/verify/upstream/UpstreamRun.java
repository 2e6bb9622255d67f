package darkroom.verify.upstream;

import darkroom.verify.Plan;
import darkroom.verify.Run;
import darkroom.verify.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * V10, F30 to F39: tasks for every engine, each with a misfortune of its own, all at once; then,
 * one at a time and on each engine by itself, those that close the engine for a while. Each task
 * has to come to the end that its misfortune calls for, paid for once and charged only for
 * pictures.
 */
public final class UpstreamRun implements Run {
  private static final int FULL = 4_000;
  private static final int SMALL = 200;

  /** Pictures cost processor time here too; more at once would only wait for each other. */
  private static final int AT_ONCE = 48;

  private static final int AT_ONCE_SMALL = 12;
  private static final int HEAD_START_MILLIS = 1_500;

  /** Others wait for these. */
  private static final int QUICK_POLL_MILLIS = 100;

  private static final int AFTER_CLOSING_MILLIS = 5_500;
  private static final int SHUT_MILLIS = 6_000;
  private static final Duration MARGIN = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "upstream";
  }

  @Override
  public String promise() {
    return "whatever an upstream engine does, a picture is paid for once and charged once";
  }

  @Override
  public Tally run(Plan plan) throws Exception {
    int rounds = plan.rounds(FULL);
    boolean small = rounds < SMALL;
    Duration deadline = Duration.ofSeconds(small ? 60 : 90);
    Duration timeout = Duration.ofSeconds(small ? 10 : 20);
    try (Upstream upstream = Upstream.start(plan, timeout, deadline)) {
      var tally = new Tally().fact("modes", 0).fact("tasks", 0).bad("wrong_class");
      var traffic = new Traffic(upstream.victim(), deadline.plus(MARGIN), small ? 200 : 1_000);
      List<List<Order>> closing = small ? List.of() : Orders.closing(upstream);
      int last = closing.stream().mapToInt(List::size).sum();
      if (!small) {
        last += Orders.broken(upstream).size();
        last += Orders.shut(upstream, upstream.behindDoor()).size();
      }
      var orders = new Orders(upstream, plan.random("orders"), rounds - last, small);
      try (ExecutorService aside = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<?> lanes =
            aside.submit(() -> {
              packed(orders.lanes(), traffic, timeout);
              return true;
            });
        traffic.run(orders.side(), small ? AT_ONCE_SMALL : AT_ONCE);
        lanes.get();
      }
      plan.progress("now those that close their engine");
      inOrder(closing, traffic);
      if (!small) {
        inOrder(List.of(Orders.broken(upstream)), traffic);
        shut(upstream, traffic);
      }
      var verdict = new Verdict(upstream, traffic, tally);
      verdict.judge();
      classes(traffic, verdict, tally);
      return tally;
    }
  }

  /** Each lane pack by pack, all lanes side by side. */
  private static void packed(List<Lane> lanes, Traffic traffic, Duration timeout)
      throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var ends = new ArrayList<Future<?>>();
      Queue<Future<?>> waited = new ConcurrentLinkedQueue<>();
      for (Lane lane : lanes) {
        ends.add(
            threads.submit(() -> {
              for (Lane.Pack pack : lane.packs()) {
                var answered = new ArrayList<Future<?>>();
                for (Order order : pack.failing()) {
                  Future<?> end = threads.submit(() -> followed(traffic, order));
                  (order.isWaitedFor() ? waited : answered).add(end);
                }
                all(answered);
                if (answered.size() < pack.failing().size()) {
                  long head = HEAD_START_MILLIS + (pack.lasts() ? timeout.toMillis() : 0);
                  TimeUnit.MILLISECONDS.sleep(head);
                }
                traffic.follow(pack.good(), QUICK_POLL_MILLIS);
              }
              return true;
            }));
      }
      all(ends);
      all(waited);
    }
  }

  /** Each list in its order, all lists side by side. */
  private static void inOrder(List<List<Order>> lists, Traffic traffic) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var ends = new ArrayList<Future<?>>();
      for (List<Order> orders : lists) {
        ends.add(
            threads.submit(() -> {
              for (Order order : orders) {
                traffic.follow(order, QUICK_POLL_MILLIS);
                TimeUnit.MILLISECONDS.sleep(AFTER_CLOSING_MILLIS);
              }
              return true;
            }));
      }
      all(ends);
    }
  }

  /** An engine where nobody listens for a while: others draw, or it does later. */
  private static void shut(Upstream upstream, Traffic traffic) throws Exception {
    List<Order> orders = Orders.shut(upstream, upstream.behindDoor());
    try (ExecutorService aside = Executors.newVirtualThreadPerTaskExecutor()) {
      upstream.door().shut();
      Future<?> end =
          aside.submit(() -> {
            traffic.run(orders, orders.size());
            return true;
          });
      TimeUnit.MILLISECONDS.sleep(SHUT_MILLIS);
      upstream.door().open();
      end.get();
    }
  }

  private static void all(Collection<Future<?>> ends) throws Exception {
    for (Future<?> end : ends) {
      end.get();
    }
  }

  private static boolean followed(Traffic traffic, Order order) throws InterruptedException {
    traffic.follow(order, QUICK_POLL_MILLIS);
    return true;
  }

  private static void classes(Traffic traffic, Verdict verdict, Tally tally) {
    var modes = new HashSet<String>();
    Map<String, Map<String, Integer>> seen = new TreeMap<>();
    for (Order order : traffic.sent().values()) {
      modes.add(order.mode().directive());
      String ending = verdict.ending(order);
      if (ending == null) {
        continue;
      }
      String row = order.mode().directive() + " at " + order.vendors().getFirst().name();
      seen.computeIfAbsent(row, one -> new TreeMap<>()).merge(ending, 1, Integer::sum);
      if (!order.ends().contains(ending)) {
        verdict.bad("wrong_class", order, ending + ", not " + order.ends());
      }
    }
    seen.forEach((row, endings) -> System.err.println("    " + row + ": " + endings));
    tally.volume("modes", modes.size(), 40).volume("tasks", traffic.accepted().size(), FULL);
  }
}

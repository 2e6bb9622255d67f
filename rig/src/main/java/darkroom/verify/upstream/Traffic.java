package darkroom.verify.upstream;

import darkroom.verify.rig.Api;
import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/**
 * Submits orders and follows each to its end, as a patient client does: whoever got no answer asks
 * again under the same key, and a dead victim is waited for. Thread-safe.
 */
final class Traffic {
  private static final int ANSWER_PAUSE_MILLIS = 100;
  private static final Duration LAST_LOOK = Duration.ofSeconds(60);

  private final Api api;
  private final Duration patience;
  private final int pollMillis;
  private final Map<String, Order> sent = new ConcurrentSkipListMap<>();
  private final Map<String, String> accepted = new ConcurrentHashMap<>();
  private final Map<String, JsonNode> ends = new ConcurrentHashMap<>();
  private final Gallery gallery = new Gallery();
  private final AtomicInteger refused = new AtomicInteger();

  /**
   * @param patience how long a task may take before it counts as stuck
   */
  Traffic(Victim victim, Duration patience, int pollMillis) {
    this.api = new Api(victim, Victim.MEMBER_KEY);
    this.patience = patience;
    this.pollMillis = pollMillis;
  }

  /** Returns when all of them have ended, or their time is over. */
  void run(List<Order> orders, int atOnce) throws InterruptedException {
    var places = new Semaphore(atOnce);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Order order : orders) {
        places.acquire();
        threads.execute(() -> {
          try {
            follow(order);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            places.release();
          }
        });
      }
    }
  }

  /** From submit to end. */
  void follow(Order order) throws InterruptedException {
    follow(order, pollMillis);
  }

  void follow(Order order, int pollMillis) throws InterruptedException {
    sent.put(order.key(), order);
    long until = System.nanoTime() + patience.toNanos();
    String task = submit(order, until);
    if (task.isEmpty()) {
      return;
    }
    accepted.put(order.key(), task);
    while (true) {
      TimeUnit.MILLISECONDS.sleep(pollMillis);
      boolean last = System.nanoTime() > until;
      try {
        Api.Reply reply = api.status(task);
        String status = reply.data().path("status").asString("");
        if (status.equals("finished") || status.equals("failed")) {
          gallery.look(task, reply.data());
          ends.put(task, reply.data());
          return;
        }
        last &= reply.status() == 200; // "not now" says nothing
      } catch (IOException notNow) {
        last = false; // killed just now: it comes back
      }
      if (last || System.nanoTime() > until + LAST_LOOK.toNanos()) {
        return;
      }
    }
  }

  private String submit(Order order, long until) throws InterruptedException {
    while (System.nanoTime() < until) {
      try {
        Api.Reply reply = api.submit(order.key(), order.body());
        if (reply.status() == 200) {
          return reply.data().path("task_id").asString("");
        }
        if (reply.status() != 503) {
          refused.incrementAndGet();
          System.err.println("refused: " + order.key() + " " + reply);
          return "";
        }
      } catch (IOException lost) {
        // the same key is asked again
      }
      TimeUnit.MILLISECONDS.sleep(ANSWER_PAUSE_MILLIS);
    }
    return "";
  }

  /** Every order that was sent at least once, by key. */
  Map<String, Order> sent() {
    return Map.copyOf(sent);
  }

  /** Task ids by key. */
  Map<String, String> accepted() {
    return Map.copyOf(accepted);
  }

  /** What the status says of those that have ended, by task. */
  Map<String, JsonNode> ends() {
    return Map.copyOf(ends);
  }

  /** What was seen in the pictures. */
  Gallery gallery() {
    return gallery;
  }

  /** Submits answered with neither 200 nor 503. */
  int refused() {
    return refused.get();
  }

  Api api() {
    return api;
  }
}

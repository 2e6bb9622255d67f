package darkroom.worker;

import darkroom.webhook.DeliveryClaim;
import darkroom.webhook.DeliveryStore;
import darkroom.webhook.WebhookConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps callbacks going out: claims due deliveries, a few of each host, and tries each on a virtual
 * thread. Its places are its own; a slow receiver never holds up drawing, nor another receiver.
 * Thread-safe.
 */
public final class DeliveryPoller {
  private static final Logger log = LoggerFactory.getLogger(DeliveryPoller.class);
  private static final int TOKEN_LENGTH = 22;
  private static final Duration LEASE_SLACK = Duration.ofMinutes(1);

  private final DeliveryStore store;
  private final DeliveryRunner runner;
  private final WebhookConfig config;
  private final Duration pollInterval;
  private final InstantSource clock;
  private final IntFunction<String> randomBase62;
  private final HostPace pace;
  private final Semaphore places;
  private final Semaphore news = new Semaphore(0);
  private final Map<String, Integer> underWay = new ConcurrentHashMap<>();
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();
  private final Thread claimer = Thread.ofVirtual().name("delivery-claimer").unstarted(this::loop);
  private volatile boolean stopping;
  private boolean outage;

  public DeliveryPoller(
      DeliveryStore store,
      DeliveryRunner runner,
      WebhookConfig config,
      Duration pollInterval,
      InstantSource clock,
      IntFunction<String> randomBase62) {
    this.store = store;
    this.runner = runner;
    this.config = config;
    this.pollInterval = pollInterval;
    this.clock = clock;
    this.randomBase62 = randomBase62;
    this.pace = new HostPace(config.perHost(), config.perHostPerSecond());
    this.places = new Semaphore(config.concurrency());
  }

  public void start() {
    int left = store.releaseAllLeases(clock.instant());
    log.atInfo().addKeyValue("deliveries", left).log("deliveries.taken_over");
    claimer.start();
  }

  /** A delivery was born. */
  public void wake() {
    news.release();
  }

  /** Stops claiming, lets tries under way end within a try's time, cuts off the rest uncounted. */
  public void stop() throws InterruptedException {
    stopping = true;
    news.release();
    claimer.join();
    long until = System.nanoTime() + config.tryTimeout().toNanos();
    for (Thread thread : List.copyOf(running)) {
      thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
    }
    for (Thread thread : List.copyOf(running)) {
      thread.interrupt();
      thread.join(Duration.ofSeconds(2));
    }
  }

  private void loop() {
    while (!stopping) {
      try {
        boolean more = claimSome();
        outage = false;
        if (!more) {
          news.tryAcquire(pause().toMillis(), TimeUnit.MILLISECONDS);
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        outage(e);
      }
    }
  }

  /** Whether it took anything; then there may be more. */
  private boolean claimSome() throws InterruptedException {
    if (!places.tryAcquire(pollInterval.toMillis(), TimeUnit.MILLISECONDS)) {
      return true;
    }
    int free = 1 + places.drainPermits();
    List<DeliveryClaim> claims = List.of();
    try {
      news.drainPermits();
      Instant now = clock.instant();
      Instant until = now.plus(config.tryTimeout()).plus(LEASE_SLACK);
      claims =
          store.claim(
              free,
              pace.most(),
              pace.taken(underWay, now),
              now,
              until,
              () -> randomBase62.apply(TOKEN_LENGTH));
    } finally {
      places.release(free - claims.size());
    }
    for (DeliveryClaim claim : claims) {
      pace.begun(claim.host(), clock.instant());
      begin(claim);
    }
    return !claims.isEmpty();
  }

  /** A host that is kept to its pace may be served again before the next look at the store. */
  private Duration pause() {
    return pace.untilFree(clock.instant())
        .filter(wait -> wait.compareTo(pollInterval) < 0)
        .orElse(pollInterval);
  }

  private void begin(DeliveryClaim claim) {
    underWay.merge(claim.host(), 1, Integer::sum);
    Thread thread =
        Thread.ofVirtual().name("delivery-" + claim.delivery().id()).unstarted(() -> work(claim));
    running.add(thread);
    thread.start();
  }

  private void work(DeliveryClaim claim) {
    try {
      runner.run(claim);
    } catch (RuntimeException e) {
      // the lease runs out and the delivery comes back
      log.atError()
          .addKeyValue("delivery", claim.delivery().id())
          .setCause(e)
          .log("delivery.run_failed");
    } finally {
      running.remove(Thread.currentThread());
      underWay.computeIfPresent(claim.host(), (host, count) -> count == 1 ? null : count - 1);
      places.release();
      news.release();
    }
  }

  private void outage(RuntimeException e) throws RuntimeException {
    if (!outage) {
      log.atError().setCause(e).log("deliveries.store_unavailable");
    }
    outage = true;
    try {
      Thread.sleep(pollInterval);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

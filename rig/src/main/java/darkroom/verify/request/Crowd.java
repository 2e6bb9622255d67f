package darkroom.verify.request;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Loud tenants that submit at a fixed rate whatever they are told, one calm tenant that submits now
 * and then, and polls all the while. Used for one spell of load.
 */
final class Crowd {
  private static final int CALM_EVERY_SECONDS = 2;

  private final List<Tenant> loud;
  private final Tenant calm;
  private final AtomicInteger offered = new AtomicInteger();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger shed429 = new AtomicInteger();
  private final AtomicInteger shed503 = new AtomicInteger();
  private final AtomicInteger wordless = new AtomicInteger();
  private final AtomicInteger others = new AtomicInteger();
  private final AtomicInteger calmAccepted = new AtomicInteger();
  private final AtomicInteger calmShed = new AtomicInteger();
  private final AtomicInteger pollFailed = new AtomicInteger();
  private final Queue<Long> shedMicros = new ConcurrentLinkedQueue<>();
  private final Queue<Long> pollMicros = new ConcurrentLinkedQueue<>();

  Crowd(List<Tenant> loud, Tenant calm) {
    this.loud = List.copyOf(loud);
    this.calm = calm;
  }

  /** Keeps to its rate: a slow answer makes nobody submit later. */
  void offer(int perSecond, int seconds) throws InterruptedException {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      long begun = System.nanoTime();
      int ticks = perSecond * seconds;
      for (int i = 0; i < ticks; i++) {
        Tenant tenant = loud.get(i % loud.size());
        callers.execute(() -> submit(tenant));
        if (i % 3 == 0) {
          callers.execute(() -> poll(tenant));
        }
        if (i % (perSecond * CALM_EVERY_SECONDS) == perSecond) {
          callers.execute(this::submitCalmly);
        }
        long due = begun + (i + 1L) * 1_000_000_000L / perSecond;
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      }
    }
  }

  private void submit(Tenant tenant) {
    offered.incrementAndGet();
    long begun = System.nanoTime();
    try {
      Caller.Reply reply = tenant.submit();
      count(reply, System.nanoTime() - begun);
    } catch (IOException e) {
      others.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void count(Caller.Reply reply, long nanos) {
    if (reply.status() == 200) {
      accepted.incrementAndGet();
      return;
    }
    if (reply.status() != 429 && reply.status() != 503) {
      others.incrementAndGet();
      return;
    }
    shedMicros.add(nanos / 1_000);
    (reply.status() == 429 ? shed429 : shed503).incrementAndGet();
    String wanted = reply.status() == 429 ? "account_full" : "queue_full";
    if (!reply.header("retry-after").matches("[1-9]\\d?")
        || !reply.header("x-retry-reason").equals(wanted)) {
      wordless.incrementAndGet();
    }
  }

  private void submitCalmly() {
    try {
      boolean taken = calm.submit().status() == 200;
      (taken ? calmAccepted : calmShed).incrementAndGet();
    } catch (IOException e) {
      calmShed.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void poll(Tenant tenant) {
    long begun = System.nanoTime();
    try {
      if (tenant.poll().filter(reply -> reply.status() != 200).isPresent()) {
        pollFailed.incrementAndGet();
      }
      pollMicros.add((System.nanoTime() - begun) / 1_000);
    } catch (IOException e) {
      pollFailed.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  int offered() {
    return offered.get();
  }

  int accepted() {
    return accepted.get();
  }

  int shed429() {
    return shed429.get();
  }

  int shed503() {
    return shed503.get();
  }

  /** Sheds without Retry-After, or without the right reason. */
  int wordless() {
    return wordless.get();
  }

  int others() {
    return others.get();
  }

  int calmAccepted() {
    return calmAccepted.get();
  }

  int calmShed() {
    return calmShed.get();
  }

  int pollFailed() {
    return pollFailed.get();
  }

  long shedP99() {
    return p99Millis(shedMicros);
  }

  long pollP99() {
    return p99Millis(pollMicros);
  }

  private static long p99Millis(Queue<Long> micros) {
    long[] sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[(int) (sorted.length * 0.99)] / 1_000;
  }
}

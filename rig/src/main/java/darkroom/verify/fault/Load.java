package darkroom.verify.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Orders from several threads, one after the other in each, until it is stopped. */
final class Load implements AutoCloseable {
  private static final int AFTER_REFUSAL_MILLIS = 50;

  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger odd = new AtomicInteger();
  private volatile boolean stopped;

  /**
   * Begins.
   *
   * @param orders makes the order of a fresh number
   * @param pauseMillis between two orders of a thread
   */
  Load(
      Customer customer,
      Book book,
      int threadCount,
      int pauseMillis,
      Function<String, Order> orders,
      String prefix) {
    var next = new AtomicInteger();
    for (int i = 0; i < threadCount; i++) {
      threads.add(
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                try {
                  while (!stopped) {
                    Order order = orders.apply(prefix + next.incrementAndGet());
                    int status = book.order(customer, order).status();
                    count(status);
                    TimeUnit.MILLISECONDS.sleep(status == 200 ? pauseMillis : AFTER_REFUSAL_MILLIS);
                  }
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }));
    }
  }

  private void count(int status) {
    switch (status) {
      case 200 -> answered.incrementAndGet();
      case 0, 503 -> refused.incrementAndGet();
      default -> odd.incrementAndGet();
    }
  }

  /** Orders acknowledged so far. */
  int answered() {
    return answered.get();
  }

  /** Orders that were told to come again, or not answered. */
  int refused() {
    return refused.get();
  }

  /** Orders answered neither 200 nor 503. */
  int odd() {
    return odd.get();
  }

  /** Ends after the answers under way. */
  @Override
  public void close() {
    stopped = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

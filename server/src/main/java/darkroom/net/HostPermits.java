package darkroom.net;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Places for requests in flight, so many for each destination: one slow receiver does not take the
 * service from the others (threats T41, T42). Keeps no entry for a host without requests.
 * Thread-safe.
 */
final class HostPermits {
  private final int perHost;
  private final ConcurrentMap<String, Queue> queues = new ConcurrentHashMap<>();

  HostPermits(int perHost) {
    this.perHost = perHost;
  }

  /** A place; closing gives it back. */
  interface Permit extends AutoCloseable {
    @Override
    void close();
  }

  private record Queue(Semaphore places, int users) {}

  /**
   * Waits for a place.
   *
   * @throws OutboundException TIMEOUT when there was none until the deadline, BROKEN when
   *     interrupted
   */
  Permit acquire(String host, Deadline deadline) throws OutboundException {
    Semaphore places =
        queues
            .merge(
                host,
                new Queue(new Semaphore(perHost, true), 1),
                (old, fresh) -> new Queue(old.places(), old.users() + 1))
            .places();
    boolean acquired = false;
    try {
      acquired = places.tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutboundException(OutboundException.Kind.BROKEN, "interrupted while waiting", e);
    } finally {
      if (!acquired) {
        leave(host);
      }
    }
    if (!acquired) {
      throw new OutboundException(
          OutboundException.Kind.TIMEOUT, "no free place among " + perHost + " for this host");
    }
    return () -> {
      places.release();
      leave(host);
    };
  }

  int hosts() {
    return queues.size();
  }

  private void leave(String host) {
    queues.computeIfPresent(
        host,
        (h, queue) -> queue.users() == 1 ? null : new Queue(queue.places(), queue.users() - 1));
  }
}

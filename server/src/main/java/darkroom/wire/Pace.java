package darkroom.wire;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * How fast the other end of one connection has to be. A socket that moves a byte a minute is never
 * idle, so idle time alone does not stop it: headers have a deadline, and an answer has to be taken
 * at a least rate. (Bodies are timed where they are read.) Its handler tells, one sweep looks.
 */
final class Pace {
  private final HttpConnection connection;
  private final Limits limits;
  private volatile Phase phase = Phase.WAITING;
  private volatile long since = System.nanoTime();
  private final AtomicLong taken = new AtomicLong();
  private long headerSince; // this and the next belong to the sweep
  private long headerNumber = -1;

  private enum Phase {
    WAITING,
    HANDLING,
    ANSWERING
  }

  /**
   * @param idle from one request to the first byte of the next
   * @param header for a block of headers, from its first byte
   * @param answer for an answer, plus what the bytes taken need at the least rate
   * @param rate bytes a second, at least 1
   */
  record Limits(Duration idle, Duration header, Duration answer, long rate) {}

  Pace(HttpConnection connection, Limits limits) {
    this.connection = connection;
    this.limits = limits;
  }

  /** Its request is at hand; from now on it waits for us. */
  void handling() {
    phase = Phase.HANDLING;
  }

  void answering() {
    taken.set(0);
    since = System.nanoTime();
    phase = Phase.ANSWERING;
  }

  /** So many bytes of the answer more have left, or are given along with the rest. */
  void taken(long bytes) {
    taken.addAndGet(bytes);
  }

  /** The answer is over; call before the next request can begin. */
  void waiting() {
    since = System.nanoTime();
    phase = Phase.WAITING;
  }

  /** What it is late with, if anything. */
  Optional<String> late(long now) {
    return switch (phase) {
      case HANDLING -> Optional.empty();
      case ANSWERING -> {
        long allowed = limits.answer().toNanos() + Math.round(taken.get() * 1e9 / limits.rate());
        yield now - since > allowed ? Optional.of("slow_answer") : Optional.empty();
      }
      case WAITING -> lateWithHeader(now);
    };
  }

  private Optional<String> lateWithHeader(long now) {
    if (connection.getParser().isStart()) {
      headerNumber = -1;
      // also where blank lines or a TLS handshake trickle in
      return now - since > limits.idle().toNanos() ? Optional.of("idle") : Optional.empty();
    }
    if (!connection.getParser().inHeaderState()) {
      headerNumber = -1;
      return Optional.empty();
    }
    if (headerNumber != connection.getMessagesIn()) {
      headerNumber = connection.getMessagesIn();
      headerSince = now;
    }
    return now - headerSince > limits.header().toNanos()
        ? Optional.of("slow_header")
        : Optional.empty();
  }
}

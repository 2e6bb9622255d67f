package darkroom.wire;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/**
 * Ends answers that are taken too slowly (threat T19): the idle time-out alone never ends one whose
 * reader takes a byte now and then. Thread-safe.
 */
final class SendDeadline {
  private final Duration base;
  private final long bytesPerSecond;
  private final ScheduledThreadPoolExecutor timer;

  /**
   * @param base time for an answer of any length
   * @param bytesPerSecond what its reader has to take, besides
   */
  SendDeadline(Duration base, long bytesPerSecond) {
    this.base = base;
    this.bytesPerSecond = bytesPerSecond;
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("http-send-deadline").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /** An answer on its way; to be closed when all of it was handed to the connection. */
  interface Sending extends AutoCloseable {
    @Override
    void close();
  }

  Sending begin(Request request, long length) {
    EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
    Duration allowed = base.plusSeconds(length / bytesPerSecond);
    Future<?> alarm =
        timer.schedule(() -> connection.close(), allowed.toNanos(), TimeUnit.NANOSECONDS);
    return () -> alarm.cancel(false);
  }
}

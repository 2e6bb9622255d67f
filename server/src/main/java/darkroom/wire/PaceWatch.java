package darkroom.wire;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.internal.HttpConnection;

/** Looks at every connection a few times a second and closes those that are late. Thread-safe. */
final class PaceWatch implements Connection.Listener, AutoCloseable {
  private static final Duration LONGEST_LOOK = Duration.ofMillis(250);

  private final Pace.Limits limits;
  private final Consumer<String> closed;
  private final Map<Connection, Pace> paces = new ConcurrentHashMap<>();
  private final Thread sweep;

  /**
   * @param closed told why a connection was closed
   */
  PaceWatch(HttpConfig config, Consumer<String> closed) {
    limits =
        new Pace.Limits(
            config.idle(), config.headerTime(), config.answerTime(), config.answerRate());
    this.closed = closed;
    sweep = Thread.ofPlatform().daemon().name("http-pace").unstarted(this::sweep);
  }

  void start() {
    sweep.start();
  }

  /** The pace of a connection whose request is at hand. */
  Pace of(Connection connection) {
    Pace pace = paces.get(connection);
    if (pace == null) {
      throw new IllegalStateException("a request over a connection that is closed already");
    }
    return pace;
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof HttpConnection http) {
      paces.put(connection, new Pace(http, limits));
    }
  }

  @Override
  public void onClosed(Connection connection) {
    paces.remove(connection);
  }

  @Override
  public void close() {
    sweep.interrupt();
  }

  private void sweep() {
    Duration quarter = limits.header().dividedBy(4);
    long pause = Math.min(LONGEST_LOOK.toMillis(), Math.max(1, quarter.toMillis()));
    while (true) {
      try {
        TimeUnit.MILLISECONDS.sleep(pause);
      } catch (InterruptedException stopped) {
        return;
      }
      long now = System.nanoTime();
      paces.forEach((connection, pace) -> pace.late(now).ifPresent(why -> cut(connection, why)));
    }
  }

  private void cut(Connection connection, String why) {
    if (paces.remove(connection) != null) {
      closed.accept(why);
      connection.getEndPoint().close(new TimeoutException(why));
    }
  }
}

package darkroom.fake.sdserver;

import darkroom.fake.kit.Column;
import darkroom.fake.kit.FakeServer;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** An {@code sd-server} on loopback inside a test. Thread-safe. */
public final class FakeSdServer implements AutoCloseable {
  private final FakeServer server;

  private FakeSdServer(FakeServer server) {
    this.server = server;
  }

  public static FakeSdServer start() throws IOException {
    return start(Clock.systemUTC());
  }

  /**
   * @param clock by which jobs are forgotten
   */
  public static FakeSdServer start(Clock clock) throws IOException {
    return new FakeSdServer(FakeServer.start(SdServerVendor::new, 0, Optional.empty(), clock));
  }

  /** What an operator would set as {@code engine.sdserver.base-url}. */
  public String baseUrl() {
    return server.origin();
  }

  public FakeServer server() {
    return server;
  }

  /** Whole jobs read, by attempt id. */
  public Map<String, Integer> received() {
    return server.desk().bill().of(Column.RECEIVED);
  }

  /** Pictures of jobs that were taken. */
  public int billed() {
    return server.desk().bill().total(Column.PAID);
  }

  public int cancelled() {
    return server.desk().bill().total(Column.CANCELS);
  }

  public List<JsonNode> bodies() {
    return server.desk().bodies();
  }

  /** What a client did that the documents forbid. */
  public List<String> faults() {
    return server.desk().faults().list();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

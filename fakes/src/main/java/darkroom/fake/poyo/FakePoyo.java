package darkroom.fake.poyo;

import darkroom.fake.kit.Column;
import darkroom.fake.kit.FakeServer;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** PoYo on loopback inside a test. Thread-safe. */
public final class FakePoyo implements AutoCloseable {
  /** The key that it takes. */
  public static final String KEY = PoyoVendor.KEY;

  /** Signs callbacks. */
  public static final String WEBHOOK_KEY = PoyoVendor.WEBHOOK_KEY;

  private final FakeServer server;

  private FakePoyo(FakeServer server) {
    this.server = server;
  }

  public static FakePoyo start() throws IOException {
    return start(Clock.systemUTC());
  }

  /**
   * @param clock of its limits and retention
   */
  public static FakePoyo start(Clock clock) throws IOException {
    return new FakePoyo(FakeServer.start(PoyoVendor::new, 0, Optional.empty(), clock));
  }

  /** What an operator would set as {@code engine.poyo.base-url}. */
  public String baseUrl() {
    return server.origin();
  }

  public FakeServer server() {
    return server;
  }

  /** Whole submits read, by idempotency key. */
  public Map<String, Integer> received() {
    return server.desk().bill().of(Column.RECEIVED);
  }

  /** Pictures that would stand on the bill, by idempotency key. */
  public Map<String, Integer> paid() {
    return server.desk().bill().of(Column.PAID);
  }

  public int billed() {
    return server.desk().bill().total(Column.PAID);
  }

  /** Bodies of submits. */
  public List<JsonNode> bodies() {
    return server.desk().bodies();
  }

  /** What a client did that PoYo's documents forbid. */
  public List<String> faults() {
    return server.desk().faults().list();
  }

  /** The task that this key made. */
  public Optional<String> taskOf(String key) {
    return vendor().tasks().ofKey(key).map(PoyoTask::id);
  }

  /** How many pictures were uploaded. */
  public int uploads() {
    return vendor().uploads().count();
  }

  /** Has the next upload answered with that status, as a server in trouble would. */
  public void refuseNextUpload(int status) {
    vendor().uploads().refuseNext(status);
  }

  private PoyoVendor vendor() {
    return (PoyoVendor) server.vendor();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

package darkroom.fake.ark;

import darkroom.fake.kit.Column;
import darkroom.fake.kit.FakeServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Ark on loopback inside a test. Thread-safe. */
public final class FakeArk implements AutoCloseable {
  /** The key that it takes. */
  public static final String KEY = ArkVendor.KEY;

  private final FakeServer server;

  private FakeArk(FakeServer server) {
    this.server = server;
  }

  public static FakeArk start() throws IOException {
    return new FakeArk(FakeServer.start(ArkVendor::new));
  }

  /** What an operator would set as {@code engine.ark.base-url}. */
  public String baseUrl() {
    return server.origin() + ArkVendor.BASE;
  }

  public FakeServer server() {
    return server;
  }

  /** Whole requests read, by attempt id. */
  public Map<String, Integer> received() {
    return server.desk().bill().of(Column.RECEIVED);
  }

  /** Pictures that would stand on the bill, by attempt id. */
  public Map<String, Integer> paid() {
    return server.desk().bill().of(Column.PAID);
  }

  public int billed() {
    return server.desk().bill().total(Column.PAID);
  }

  /** Answers sent to their end, by attempt id. */
  public Map<String, Integer> answered() {
    return server.desk().bill().of(Column.ANSWERED);
  }

  public List<JsonNode> bodies() {
    return server.desk().bodies();
  }

  /** What a client did that Ark's documents forbid. */
  public List<String> faults() {
    return server.desk().faults().list();
  }

  /** Paths of results that were fetched. */
  public List<String> fetched() {
    return server.desk().results().fetched();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

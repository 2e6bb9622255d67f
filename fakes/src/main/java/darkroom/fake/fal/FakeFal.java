package darkroom.fake.fal;

import darkroom.fake.kit.Column;
import darkroom.fake.kit.FakeServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** fal on loopback inside a test. Its counts are by the seeds of requests. Thread-safe. */
public final class FakeFal implements AutoCloseable {
  /** The key that it takes. */
  public static final String KEY = FalVendor.KEY;

  private final FakeServer server;
  private final FalVendor vendor;

  private FakeFal(FakeServer server) {
    this.server = server;
    this.vendor = (FalVendor) server.vendor();
  }

  public static FakeFal start() throws IOException {
    return new FakeFal(FakeServer.start(FalVendor::new));
  }

  /** What an operator would set to use it, by the names of the settings. */
  public Map<String, String> settings() {
    return vendor.settings();
  }

  public FakeServer server() {
    return server;
  }

  /** Signs callbacks as this fake does. */
  public FalSigner signer() {
    return vendor.signer();
  }

  /** Whole submits read, by seed. */
  public Map<String, Integer> received() {
    return server.desk().bill().of(Column.RECEIVED);
  }

  /** Pictures that would stand on the bill, by seed. */
  public Map<String, Integer> paid() {
    return server.desk().bill().of(Column.PAID);
  }

  public int billed() {
    return server.desk().bill().total(Column.PAID);
  }

  /** Questions about state and result, by seed. */
  public Map<String, Integer> polls() {
    return server.desk().bill().of(Column.POLLS);
  }

  /** By seed. */
  public Map<String, Integer> cancels() {
    return server.desk().bill().of(Column.CANCELS);
  }

  /** How often the key set was fetched. */
  public int keySets() {
    return vendor.keySets();
  }

  public List<JsonNode> bodies() {
    return server.desk().bodies();
  }

  /** What a client did that fal's documents forbid. */
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

package darkroom.fake.kit;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A fake inside a test, and what the test asks of it afterwards. Counts are by attempt id, or by
 * whatever else of ours the vendor is sent in its place. Thread-safe.
 */
public abstract class FakeHandle implements AutoCloseable {
  private final FakeServer server;

  protected FakeHandle(FakeServer server) {
    this.server = server;
  }

  public final FakeServer server() {
    return server;
  }

  /** What an operator would set to use it, by the names of the settings. */
  public final Map<String, String> settings() {
    return server.vendor().settings();
  }

  /** Whole submits read. */
  public final Map<String, Integer> received() {
    return server.desk().bill().of(Column.RECEIVED);
  }

  /** Pictures that would stand on the bill. */
  public final Map<String, Integer> paid() {
    return server.desk().bill().of(Column.PAID);
  }

  /** All of them. */
  public final int billed() {
    return server.desk().bill().total(Column.PAID);
  }

  /** Answers to submits that were sent to their end. */
  public final Map<String, Integer> answered() {
    return server.desk().bill().of(Column.ANSWERED);
  }

  /** Questions about what became of submits. */
  public final Map<String, Integer> polls() {
    return server.desk().bill().of(Column.POLLS);
  }

  public final Map<String, Integer> cancels() {
    return server.desk().bill().of(Column.CANCELS);
  }

  /** Submits that came as JSON. */
  public final List<JsonNode> bodies() {
    return server.desk().bodies();
  }

  /** What a client did that the vendor's documents forbid. */
  public final List<String> faults() {
    return server.desk().faults().list();
  }

  /** Paths of results that were fetched from their host. */
  public final List<String> fetched() {
    return server.desk().results().fetched();
  }

  @Override
  public final void close() throws IOException {
    server.close();
  }
}

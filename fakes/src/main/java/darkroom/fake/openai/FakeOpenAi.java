package darkroom.fake.openai;

import darkroom.fake.kit.Column;
import darkroom.fake.kit.FakeServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A server of the family on loopback inside a test. Thread-safe. */
public final class FakeOpenAi implements AutoCloseable {
  /** The key that it takes. */
  public static final String KEY = OpenAiVendor.KEY;

  private final FakeServer server;

  private FakeOpenAi(FakeServer server) {
    this.server = server;
  }

  public static FakeOpenAi start(OpenAiDialect dialect) throws IOException {
    return new FakeOpenAi(FakeServer.start(desk -> new OpenAiVendor(dialect, desk)));
  }

  /** What an operator would set. */
  public Map<String, String> settings() {
    return server.vendor().settings();
  }

  public String baseUrl() {
    return server.origin() + OpenAiVendor.BASE;
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

  /** Requests that came as JSON. */
  public List<JsonNode> bodies() {
    return server.desk().bodies();
  }

  /** Requests that came as forms: texts under their names, files as data URIs. */
  public List<JsonNode> forms() {
    return ((OpenAiVendor) server.vendor()).forms();
  }

  /** What prompts ordered by stable-diffusion.cpp's tag. */
  public List<String> orders() {
    return ((OpenAiVendor) server.vendor()).orders();
  }

  /** What a client did that the documents forbid. */
  public List<String> faults() {
    return server.desk().faults().list();
  }

  /** Paths of results that were fetched from their host. */
  public List<String> fetched() {
    return server.desk().results().fetched();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

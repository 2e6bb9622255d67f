package darkroom.fake.comfyui;

import darkroom.fake.kit.Column;
import darkroom.fake.kit.FakeServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A ComfyUI on loopback inside a test. Thread-safe. */
public final class FakeComfy implements AutoCloseable {
  private final FakeServer server;
  private final ComfyVendor vendor;

  private FakeComfy(FakeServer server) {
    this.server = server;
    this.vendor = (ComfyVendor) server.vendor();
  }

  public static FakeComfy start() throws IOException {
    return start(ComfyEra.JOBS);
  }

  public static FakeComfy start(ComfyEra era) throws IOException {
    return new FakeComfy(FakeServer.start(desk -> new ComfyVendor(desk, era)));
  }

  /** What an operator would set as {@code engine.comfyui.url}. */
  public String url() {
    return server.origin();
  }

  public FakeServer server() {
    return server;
  }

  /** Whole prompts read, by their id. */
  public Map<String, Integer> received() {
    return server.desk().bill().of(Column.RECEIVED);
  }

  /** Prompts queued, by their id. */
  public Map<String, Integer> paid() {
    return server.desk().bill().of(Column.PAID);
  }

  public int billed() {
    return server.desk().bill().total(Column.PAID);
  }

  /** Answers to prompts sent to their end, by id. */
  public Map<String, Integer> answered() {
    return server.desk().bill().of(Column.ANSWERED);
  }

  public Map<String, Integer> polls() {
    return server.desk().bill().of(Column.POLLS);
  }

  public Map<String, Integer> cancels() {
    return server.desk().bill().of(Column.CANCELS);
  }

  /** What was posted as prompts. */
  public List<JsonNode> bodies() {
    return server.desk().bodies();
  }

  /** What a client did that a good client does not. */
  public List<String> faults() {
    return server.desk().faults().list();
  }

  /** Files that were uploaded, by name with folder. */
  public Map<String, byte[]> uploaded() {
    return vendor.uploaded();
  }

  /** Clients that listen to steps. */
  public int sockets() {
    return vendor.sockets();
  }

  /** As after a restart: no queue and no history, the files still there. */
  public void forget() {
    vendor.reset();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

package darkroom.fake.comfyui;

import darkroom.fake.kit.FakeHandle;
import darkroom.fake.kit.FakeServer;
import java.io.IOException;
import java.util.Map;

/** A ComfyUI on loopback inside a test. Thread-safe. */
public final class FakeComfy extends FakeHandle {
  private final ComfyVendor vendor;

  private FakeComfy(FakeServer server) {
    super(server);
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
    return server().origin();
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
}

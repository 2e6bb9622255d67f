package darkroom.fake.ark;

import darkroom.fake.kit.FakeHandle;
import darkroom.fake.kit.FakeServer;
import java.io.IOException;

/** Ark on loopback inside a test. Thread-safe. */
public final class FakeArk extends FakeHandle {
  /** The key that it takes. */
  public static final String KEY = ArkVendor.KEY;

  private FakeArk(FakeServer server) {
    super(server);
  }

  public static FakeArk start() throws IOException {
    return new FakeArk(FakeServer.start(ArkVendor::new));
  }

  /** What an operator would set as {@code engine.ark.base-url}. */
  public String baseUrl() {
    return server().origin() + ArkVendor.BASE;
  }
}

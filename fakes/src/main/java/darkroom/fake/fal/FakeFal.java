package darkroom.fake.fal;

import darkroom.fake.kit.FakeHandle;
import darkroom.fake.kit.FakeServer;
import java.io.IOException;

/** fal on loopback inside a test. Its counts are by the seeds of requests. Thread-safe. */
public final class FakeFal extends FakeHandle {
  /** The key that it takes. */
  public static final String KEY = FalVendor.KEY;

  private final FalVendor vendor;

  private FakeFal(FakeServer server) {
    super(server);
    this.vendor = (FalVendor) server.vendor();
  }

  public static FakeFal start() throws IOException {
    return new FakeFal(FakeServer.start(FalVendor::new));
  }

  /** Signs callbacks as this fake does. */
  public FalSigner signer() {
    return vendor.signer();
  }

  /** How often the key set was fetched. */
  public int keySets() {
    return vendor.keySets();
  }
}

package darkroom.fake.sdserver;

import darkroom.fake.kit.FakeHandle;
import darkroom.fake.kit.FakeServer;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/** An {@code sd-server} on loopback inside a test. Thread-safe. */
public final class FakeSdServer extends FakeHandle {

  private FakeSdServer(FakeServer server) {
    super(server);
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
    return server().origin();
  }
}

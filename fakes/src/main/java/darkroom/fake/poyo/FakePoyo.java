package darkroom.fake.poyo;

import darkroom.fake.kit.FakeHandle;
import darkroom.fake.kit.FakeServer;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/** PoYo on loopback inside a test. Thread-safe. */
public final class FakePoyo extends FakeHandle {
  /** The key that it takes. */
  public static final String KEY = PoyoVendor.KEY;

  /** Signs callbacks. */
  public static final String WEBHOOK_KEY = PoyoVendor.WEBHOOK_KEY;

  private FakePoyo(FakeServer server) {
    super(server);
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
    return server().origin();
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
    return (PoyoVendor) server().vendor();
  }
}

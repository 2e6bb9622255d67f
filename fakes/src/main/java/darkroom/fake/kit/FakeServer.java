package darkroom.fake.kit;

import darkroom.fake.wire.Asked;
import darkroom.fake.wire.ScriptedServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/** One fake on a port of loopback, with the routes that steer it. Thread-safe. */
public final class FakeServer implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final Desk desk;
  private final VendorFake vendor;
  private final ScriptedServer server;

  private FakeServer(Desk desk, VendorFake vendor, ScriptedServer server) {
    this.desk = desk;
    this.vendor = vendor;
    this.server = server;
  }

  /** On any port and without a log, as tests want it. */
  public static FakeServer start(Function<Desk, ? extends VendorFake> maker) throws IOException {
    return start(maker, 0, Optional.empty(), Clock.systemUTC());
  }

  /**
   * @param port 0 for any
   * @param log is appended to, before each answer
   */
  public static FakeServer start(
      Function<Desk, ? extends VendorFake> maker, int port, Optional<Path> log, Clock clock)
      throws IOException {
    Journal journal = Journal.open(log);
    var listener = ScriptedServer.listen(LOOPBACK, port);
    String origin = "http://" + LOOPBACK + ":" + listener.getLocalPort();
    var desk = new Desk(origin, journal, clock);
    VendorFake vendor = maker.apply(desk);
    desk.fates().belongTo(vendor.name());
    return new FakeServer(desk, vendor, ScriptedServer.on(listener, new Routes(desk, vendor)));
  }

  public String origin() {
    return desk.origin();
  }

  public Desk desk() {
    return desk;
  }

  public VendorFake vendor() {
    return vendor;
  }

  public int connections() {
    return server.connections();
  }

  @Override
  public void close() throws IOException {
    server.close();
    desk.close();
  }

  /** Steering first, then the vendor. */
  private record Routes(Desk desk, VendorFake vendor, Steering steering)
      implements ScriptedServer.Script {

    Routes(Desk desk, VendorFake vendor) {
      this(desk, vendor, new Steering(desk, vendor));
    }

    @Override
    public void arrived(Asked head) throws IOException {
      if (vendor.pays(head) && desk.fates().dropsUnread()) {
        throw new ScriptedServer.Drop();
      }
    }

    @Override
    public void answer(Asked asked, OutputStream out) throws IOException, InterruptedException {
      var answer = new Answer(out, desk.clock());
      if (steering.steers(asked)) {
        steering.serve(asked, answer);
      } else {
        vendor.serve(asked, answer);
      }
    }
  }
}

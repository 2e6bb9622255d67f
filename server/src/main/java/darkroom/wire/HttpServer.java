package darkroom.wire;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Jetty's core server, set up once: no servlets, handlers on virtual threads, paths left as they
 * came, nothing about itself in its answers. Why Jetty and not a smaller server: it is the one that
 * stands slow, huge and smuggled requests on a bare port.
 */
public final class HttpServer {
  private static final int PLATFORM_THREADS = 32;

  private final HttpConfig config;
  private final Server server;
  private final ServerConnector connector;
  private final Optional<ServerConnector> management;
  private Optional<PaceWatch> watch = Optional.empty();

  /**
   * Takes the port, so that it is known before anything that needs it is built. Answers nobody yet.
   *
   * @throws IllegalStateException when the port is not to be had; the message says which, and which
   *     setting names it
   */
  public HttpServer(HttpConfig config) {
    this.config = config;
    var threads = new QueuedThreadPool(PLATFORM_THREADS);
    threads.setName("http");
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory()));
    server = new Server(threads);
    connector = connector(config.host(), config.port());
    management = config.management().map(at -> connector(at.getHostString(), at.getPort()));
    server.setErrorHandler(new JsonErrors());
    server.setStopTimeout(config.drain().toMillis());
    open(connector, "DARKROOM_HTTP_PORT");
    try {
      management.ifPresent(door -> open(door, "DARKROOM_HTTP_MANAGEMENT"));
    } catch (IllegalStateException e) {
      connector.close();
      throw e;
    }
  }

  /**
   * Begins to answer.
   *
   * @param side what the management address leads to, where there is one
   * @param onLoopback everybody has the same address, so that no address can have too many
   *     connections
   */
  public void start(
      Gateway gateway,
      Gateway side,
      AddressMatcher addresses,
      boolean onLoopback,
      HttpMetrics metrics,
      Supplier<String> requestIds) {
    var clients = new ClientAddress(addresses, config.trustedProxies(), config.forwardedHeader());
    var paces = new PaceWatch(config, metrics::closed);
    var cap =
        new ConnectionCap(
            config,
            address -> onLoopback || addresses.isWithin(address, config.trustedProxies()),
            metrics::closed);
    connector.addBean(paces);
    connector.addBean(cap);
    management.ifPresent(door -> door.addBean(paces));
    var second = management.map(door -> new JettyHandler.Management(door, side));
    server.setHandler(
        new GracefulHandler(new JettyHandler(gateway, second, config, paces, clients, requestIds)));
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("cannot start the HTTP server: " + e.getMessage(), e);
    }
    paces.start();
    watch = Optional.of(paces);
  }

  /** The port in use, also when a free one was asked for. */
  public int port() {
    return connector.getLocalPort();
  }

  /** The management port in use, where there is one. */
  public OptionalInt managementPort() {
    return management.stream().mapToInt(ServerConnector::getLocalPort).findFirst();
  }

  /** Takes no new requests and waits a little for those under way. */
  public void stop() {
    try {
      server.stop();
      watch.ifPresent(PaceWatch::close);
    } catch (Exception e) {
      throw new IllegalStateException("cannot stop the HTTP server", e);
    }
  }

  private ServerConnector connector(String host, int port) {
    var door = new ServerConnector(server, 1, 1, new HttpConnectionFactory(settings(config)));
    door.setHost(host);
    door.setPort(port);
    door.setIdleTimeout(config.idle().toMillis());
    door.setAcceptQueueSize(1024);
    server.addConnector(door);
    return door;
  }

  private static void open(ServerConnector door, String setting) {
    try {
      door.open();
    } catch (IOException e) {
      throw new IllegalStateException(
          "cannot listen on "
              + door.getHost()
              + ":"
              + door.getPort()
              + ": "
              + e.getMessage()
              + "; set "
              + setting
              + " to another port, or stop what uses this one",
          e);
    }
  }

  private static HttpConfiguration settings(HttpConfig config) {
    var settings = new HttpConfiguration();
    settings.setSendServerVersion(false);
    settings.setSendDateHeader(true);
    settings.setRequestHeaderSize(config.maxHeaders());
    settings.setHttpCompliance(HttpCompliance.STRICT); // no bare LF, no folding, no second length
    settings.setUriCompliance(UriCompliance.from("RFC3986,AMBIGUOUS_PATH_SEPARATOR"));
    return settings;
  }
}

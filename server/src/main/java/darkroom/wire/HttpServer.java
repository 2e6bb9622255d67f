package darkroom.wire;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
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
  private static final int HEADER_BYTES = 16 * 1024;
  private static final int PLATFORM_THREADS = 32;
  private static final long STOP_MILLIS = 4_000;

  private final HttpConfig config;
  private final Server server;
  private final ServerConnector connector;

  /**
   * Takes the port, so that it is known before anything that needs it is built. Answers nobody yet.
   *
   * @throws IllegalStateException when the port is not to be had; the message says which
   */
  public HttpServer(HttpConfig config) {
    this.config = config;
    var threads = new QueuedThreadPool(PLATFORM_THREADS);
    threads.setName("http");
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory()));
    server = new Server(threads);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(settings()));
    connector.setHost(config.host());
    connector.setPort(config.port());
    connector.setIdleTimeout(config.idle().toMillis());
    connector.setAcceptQueueSize(1024);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(config.maxConnections(), server));
    server.setErrorHandler(new JsonErrors());
    server.setStopTimeout(STOP_MILLIS);
    try {
      connector.open();
    } catch (IOException e) {
      throw new IllegalStateException(
          "cannot listen on " + config.host() + ":" + config.port() + ": " + e.getMessage(), e);
    }
  }

  /** Begins to answer. */
  public void start(Gateway gateway, AddressMatcher addresses, Supplier<String> requestIds) {
    var clients = new ClientAddress(addresses, config.trustedProxies());
    server.setHandler(new GracefulHandler(new JettyHandler(gateway, config, clients, requestIds)));
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("cannot start the HTTP server: " + e.getMessage(), e);
    }
  }

  /** The port in use, also when a free one was asked for. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Takes no new requests and waits a few seconds for those under way. */
  public void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("cannot stop the HTTP server", e);
    }
  }

  private static HttpConfiguration settings() {
    var settings = new HttpConfiguration();
    settings.setSendServerVersion(false);
    settings.setSendDateHeader(true);
    settings.setRequestHeaderSize(HEADER_BYTES);
    settings.setUriCompliance(UriCompliance.from("RFC3986,AMBIGUOUS_PATH_SEPARATOR"));
    return settings;
  }
}

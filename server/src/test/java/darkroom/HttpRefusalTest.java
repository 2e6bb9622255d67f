package darkroom;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Requests that are no HTTP: refused, the end of their connection, and nothing in the log. */
@Timeout(60)
class HttpRefusalTest {
  private static final String NEXT = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";

  private static DarkroomFixture server;

  @BeforeAll
  static void start() {
    server = DarkroomFixture.start(Map.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /health/live HTTP/1.1\nHost: x\r\n\r\n",
        "GET /health/live HTTP/1.1\r\nHost: x\n\r\n",
        "GET /health/live HTTP/1.1\r\nHost: x\r\n\n",
        "GET /health/live HTTP/1.1\nHost: x\n\n"
      })
  void a_line_that_ends_with_a_bare_line_feed_is_refused(String request) throws IOException {
    String all = exchange(request);

    assertThat(all).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /health/live HTTP/1.1\r\n\r\n",
        "GET /health/live HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        "GET /health/live HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET /health/live HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n",
        "POST /health/live HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n"
      })
  void a_request_that_is_not_understood_ends_its_connection(String request) throws IOException {
    String all = exchange(request + NEXT);

    assertThat(all).startsWith("HTTP/1.1 400 ").contains("Connection: close");
    assertThat(all).containsOnlyOnce("HTTP/1.1 ");
  }

  @Test
  void strangers_write_nothing_into_the_log() throws IOException {
    var root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    var seen = new ListAppender<ILoggingEvent>();
    seen.start();
    root.addAppender(seen);
    try {
      for (String host :
          List.of("a b", "a, b", "a/b", "u@x", "x:99999", "x:-1", "x:y", "[::1", "[")) {
        exchange("GET /health/live HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      }
      exchange("GET /health/live HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n");
      exchange("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
      exchange("GET /health/live HTTP/1.1\r\nHost: x\r\nA: " + "a".repeat(20_000) + "\r\n\r\n");
      exchange("GET http://[::1:x/ HTTP/1.1\r\nHost: x\r\n\r\n");
      exchange("\u0016\u0003\u0001 TLS");
    } finally {
      root.detachAppender(seen);
    }

    assertThat(List.copyOf(seen.list))
        .filteredOn(event -> event.getLoggerName().startsWith("org.eclipse.jetty"))
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEmpty();
  }

  /** Sends it, says that no more comes, and reads to the end. */
  private static String exchange(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(30_000);
      var all = new StringBuilder();
      try {
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        socket.shutdownOutput();
        for (int next = socket.getInputStream().read();
            next >= 0;
            next = socket.getInputStream().read()) {
          all.append((char) next);
        }
      } catch (SocketException reset) {
        // as good an end as any
      }
      return all.toString();
    }
  }
}

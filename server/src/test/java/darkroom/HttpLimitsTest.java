package darkroom;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a connection may take of us: their number, and the time of headers and answers. */
@Timeout(60)
class HttpLimitsTest {
  private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";

  /** Makes loopback an address like any other. */
  private static final Map<String, String> PUBLIC = Map.of("public-url", "https://img.example.org");

  /** An answer has to be taken at once, whatever fits into the buffers in between. */
  private static final Map<String, String> FAST_TAKERS =
      Map.of("http.answer-time", "200ms", "http.answer-rate", "16MiB");

  @Test
  void one_connection_too_many_of_an_address_is_closed_until_another_ends() throws IOException {
    try (var server = start(PUBLIC, Map.of("http.max-connections-per-address", "3"))) {
      List<Socket> open = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        open.add(connect(server));
        assertThat(ask(open.getLast(), LIVE)).startsWith("HTTP/1.1 200");
      }

      boolean fourth = isServed(server);
      open.getFirst().close();

      assertThat(fourth).isFalse();
      Await.until("room for another", () -> isServed(server));
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  @Test
  void a_proxy_and_a_loopback_installation_may_have_more_than_one_caller() throws IOException {
    Map<String, String> one = Map.of("http.max-connections-per-address", "1");
    for (Map<String, String> setup :
        List.of(Map.<String, String>of(), Map.of("http.trusted-proxies", "127.0.0.0/8"))) {
      try (var server = start(setup, one);
          Socket first = connect(server)) {
        assertThat(ask(first, LIVE)).startsWith("HTTP/1.1 200");

        assertThat(isServed(server)).as(setup.toString()).isTrue();
      }
    }
  }

  @Test
  void one_connection_too_many_in_all_is_closed() throws IOException {
    try (var server = start(Map.of("http.max-connections", "2"), Map.of());
        Socket first = connect(server);
        Socket second = connect(server)) {
      assertThat(ask(first, LIVE)).startsWith("HTTP/1.1 200");
      assertThat(ask(second, LIVE)).startsWith("HTTP/1.1 200");

      assertThat(isServed(server)).isFalse();
    }
  }

  @Test
  void headers_that_do_not_end_are_cut_off_also_behind_a_whole_request() throws IOException {
    for (String before : List.of("", LIVE)) {
      try (var server = start(Map.of("http.header-time", "200ms"), Map.of());
          Socket socket = connect(server)) {
        send(socket, before + "GET /health/live HTTP/1.1\r\nHost: x\r\nX-Slow: a");

        String all = readToEnd(socket);

        assertThat(all.split("HTTP/1.1 ", -1)).as(all).hasSize(before.isEmpty() ? 1 : 2);
      }
    }
  }

  @Test
  void blank_lines_that_trickle_in_do_not_keep_a_connection() throws Exception {
    try (var server = start(Map.of("http.idle", "1s"), Map.of());
        Socket socket = connect(server)) {
      Thread trickle = Thread.ofVirtual().start(() -> trickle(socket));

      String all = readToEnd(socket);

      assertThat(all).isEmpty();
      trickle.interrupt();
      trickle.join();
    }
  }

  @Test
  void an_answer_that_nobody_takes_is_given_up() throws IOException {
    try (var server = start(FAST_TAKERS, Map.of());
        var socket = new Socket()) {
      String path = picture(server);
      socket.setReceiveBufferSize(4_096);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));

      send(socket, ("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").repeat(100));

      Await.until("the connection to be cut", () -> cutForSlowAnswers(server));
    }
  }

  @Test
  void a_picture_taken_steadily_but_below_the_least_rate_is_given_up() throws Exception {
    try (var server = start(FAST_TAKERS, Map.of());
        var socket = new Socket()) {
      String path = picture(server);
      socket.setReceiveBufferSize(4_096);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
      send(socket, ("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").repeat(100));

      Thread reader = Thread.ofVirtual().start(() -> sip(socket));

      Await.until("the connection to be cut", () -> cutForSlowAnswers(server));
      reader.interrupt();
      reader.join();
    }
  }

  @Test
  void the_management_address_serves_health_and_metrics_without_a_key_and_nothing_else()
      throws IOException {
    try (var server = start(Map.of("http.management", "127.0.0.1:0"), Map.of())) {
      assertThat(side(server, "/health/live")).startsWith("HTTP/1.1 200").endsWith("\r\nlive\n");
      assertThat(side(server, "/health/ready")).startsWith("HTTP/1.1 200").endsWith("ready\n");
      assertThat(side(server, "/metrics")).startsWith("HTTP/1.1 200").contains("darkroom_heap");
      assertThat(side(server, "/api/user/balance")).startsWith("HTTP/1.1 404");
      assertThat(side(server, "/v2/admin/accounts")).startsWith("HTTP/1.1 404");
      assertThat(server.get("/metrics", "").status()).isEqualTo(401);
    }
  }

  @Test
  void one_byte_more_of_url_or_headers_than_the_settings_allow_is_refused() throws IOException {
    try (var server = start(Map.of("http.max-url", "300", "http.max-headers", "2KiB"), Map.of())) {
      String path = "/health/live?" + "x".repeat(300 - "/health/live?".length());

      assertThat(side(server.port(), path)).startsWith("HTTP/1.1 200");
      assertThat(side(server.port(), path + "x"))
          .startsWith("HTTP/1.1 414")
          .contains("The URL is longer than 300 characters");
      assertThat(side(server.port(), "/health/live HTTP/1.1\r\nX-Much: " + "x".repeat(2_048)))
          .startsWith("HTTP/1.1 431")
          .contains("The headers are larger than allowed");
    }
  }

  @Test
  void a_request_under_way_at_a_stop_is_answered_within_the_drain_and_cut_after_it()
      throws Exception {
    for (String drain : List.of("30s", "100ms")) {
      var server = start(Map.of("http.drain", drain), Map.of());
      int port = server.port(); // a door that is shut has none any more
      try (Socket socket = connect(port)) {
        send(
            socket,
            "POST /api/generate/submit HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + DarkroomFixture.KEY
                + "\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
        assertThat(ask(socket, "")).startsWith("HTTP/1.1 100"); // its handler reads
        Thread stop = Thread.ofVirtual().start(server::close);
        if (drain.equals("30s")) {
          Await.until("the door to be shut", () -> !isServed(port));
          send(socket, "{}");
        }

        String rest = readToEnd(socket);

        assertThat(rest.contains("HTTP/1.1 400")).as(rest).isEqualTo(drain.equals("30s"));
        stop.join();
      }
    }
  }

  @Test
  void limits_that_contradict_each_other_stop_the_start() {
    assertThatThrownBy(
            () -> start(Map.of("http.max-bodies", "1MiB", "http.max-url", "17KiB"), Map.of()))
        .hasMessageContaining("http.max-bodies: 1048576 bytes (expected: at least http.max-body")
        .hasMessageContaining("http.max-url: 17408 bytes (expected: at most http.max-headers");
  }

  private static String picture(DarkroomFixture server) {
    String id =
        server.submit(
            """
            {"model": "seedream-4.5", "input": {"prompt": "A boat", "size": "1920x1920"}}\
            """);
    String url = server.awaitEnd(id).data().path("files").path(0).path("file_url").asString();
    return url.substring(url.indexOf("/f/"));
  }

  private static boolean cutForSlowAnswers(DarkroomFixture server) {
    return server
        .get("/metrics", server.adminKey())
        .text()
        .contains("darkroom_http_connections_closed_total{reason=\"slow_answer\"} 1.0");
  }

  private static DarkroomFixture start(Map<String, String> some, Map<String, String> more) {
    var settings = new HashMap<>(some);
    settings.putAll(more);
    return DarkroomFixture.start(settings);
  }

  private static Socket connect(DarkroomFixture server) throws IOException {
    return connect(server.port());
  }

  private static Socket connect(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static boolean isServed(DarkroomFixture server) {
    return isServed(server.port());
  }

  private static boolean isServed(int port) {
    try (Socket socket = connect(port)) {
      socket.setSoTimeout(5_000); // one let in while the door is being shut may never be answered
      return ask(socket, LIVE).startsWith("HTTP/1.1 200");
    } catch (IOException reset) {
      return false;
    }
  }

  private static String side(DarkroomFixture server, String path) throws IOException {
    return side(server.managementPort(), path);
  }

  private static String side(int port, String path) throws IOException {
    try (Socket socket = connect(port)) {
      send(socket, "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      return readToEnd(socket);
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** What comes first; empty when the connection was closed. */
  private static String ask(Socket socket, String request) throws IOException {
    send(socket, request);
    var bytes = new byte[4_096];
    int read = socket.getInputStream().read(bytes);
    return read < 0 ? "" : new String(bytes, 0, read, ISO_8859_1);
  }

  private static String readToEnd(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    var all = new StringBuilder();
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        all.append((char) next);
      }
    } catch (SocketException reset) {
      // as good an end as any
    }
    return all.toString();
  }

  /** A little now and then, for as long as anything comes. */
  private static void sip(Socket socket) {
    var bytes = new byte[1_024];
    try {
      while (socket.getInputStream().read(bytes) >= 0) {
        TimeUnit.MILLISECONDS.sleep(10); // the pace of it, not a wait for anything
      }
    } catch (IOException | InterruptedException cut) {
      // what the test waits for
    }
  }

  /** One byte after the other, for as long as anybody takes them. */
  private static void trickle(Socket socket) {
    try {
      while (true) {
        send(socket, "\r\n");
        TimeUnit.MILLISECONDS.sleep(20); // the pace of it, not a wait for anything
      }
    } catch (IOException | InterruptedException cut) {
      // what the test waits for
    }
  }
}

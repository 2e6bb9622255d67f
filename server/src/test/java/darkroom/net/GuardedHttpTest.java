package darkroom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import darkroom.fake.wire.Asked;
import darkroom.fake.wire.ScriptedServer;
import darkroom.fake.wire.ScriptedServer.Script;
import darkroom.net.OutboundException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Threats T04, T05, T10, T13 and the JDK facts of guarantees 2.1, against servers that misbehave.
 */
@Timeout(10)
class GuardedHttpTest {
  private static final String HOST = "hook.example.test";
  private static final String HOP = "mark-of-this-server";
  private static final NetConfig CONFIG =
      new NetConfig(List.of(AddressRange.parse("127.0.0.1/32")), Duration.ofSeconds(2), 16, 2);
  // 127.0.0.1 stands for a public address, 127.0.0.2 for a private one
  private static final AddressGuard GUARD =
      new AddressGuard(CONFIG.allowedRanges(), false, new OwnAddresses());
  private static final InetAddress GOOD = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress BAD = InetAddress.ofLiteral("127.0.0.2");

  @TempDir private static Path folder;
  private static SSLContext tls;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final ByteArrayOutputStream sink = new ByteArrayOutputStream();

  @BeforeAll
  static void make_a_certificate() throws Exception {
    tls = TestCertificate.contextFor(HOST, folder);
  }

  @AfterEach
  void close_all() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  // ---- what is sent

  @Test
  void a_post_arrives_once_with_name_headers_and_body() throws Exception {
    ScriptedServer server = server((asked, out) -> ScriptedServer.write(out, "200 OK", "thanks"));

    OutboundAnswer answer =
        http().send(post(server.url(HOST, "/a?b=c"), Map.of("X-Test", "1")), sink);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.bytes()).isEqualTo(6);
    assertThat(answer.headers()).containsEntry("content-length", "6");
    assertThat(answer.finalUri()).hasToString(server.url(HOST, "/a?b=c"));
    assertThat(sink).hasToString("thanks");
    Asked asked = server.asked().getFirst();
    assertThat(asked.line()).isEqualTo("POST /a?b=c HTTP/1.1");
    assertThat(asked.bodyText()).isEqualTo("{}");
    assertThat(asked.headers())
        .containsEntry("host", HOST + ":" + server.port())
        .containsEntry("x-test", "1")
        .containsEntry("content-type", "application/json")
        .containsEntry("accept-encoding", "identity")
        .containsEntry("user-agent", "Darkroom")
        .doesNotContainKeys("upgrade", "cookie", "expect");
  }

  @Test
  void cookies_are_not_kept_and_connections_not_reused() throws Exception {
    ScriptedServer server =
        server((asked, out) -> ScriptedServer.write(out, "200 OK\r\nSet-Cookie: a=b", ""));
    GuardedHttp http = http();

    http.send(get(server.url(HOST, "/")), sink);
    http.send(get(server.url(HOST, "/")), sink);

    assertThat(server.connections()).isEqualTo(2);
    assertThat(server.asked()).noneMatch(asked -> asked.headers().containsKey("cookie"));
  }

  @Test
  void busy_answers_are_not_retried() throws Exception {
    ScriptedServer server =
        server((asked, out) ->
            ScriptedServer.write(out, "503 Service Unavailable\r\nRetry-After: 0", ""));

    OutboundAnswer answer = http().send(post(server.url(HOST, "/"), Map.of()), sink);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsEntry("retry-after", "0");
    assertThat(server.connections()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void a_server_that_closes_after_reading_gets_no_second_request(String method) throws Exception {
    ScriptedServer server = server((asked, out) -> {});
    var request =
        method.equals("GET") ? get(server.url(HOST, "/")) : post(server.url(HOST, "/"), Map.of());

    assertThat(kindOf(http(), request)).isEqualTo(Kind.BROKEN);

    assertThat(server.connections()).isEqualTo(1);
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void proxies_of_the_environment_are_ignored() throws Exception {
    ScriptedServer trap = server((asked, out) -> ScriptedServer.write(out, "200 OK", "trap"));
    ScriptedServer server = server((asked, out) -> ScriptedServer.write(out, "200 OK", "real"));
    List<String> names =
        List.of(
            "http.proxyHost",
            "https.proxyHost",
            "socksProxyHost",
            "http.proxyPort",
            "https.proxyPort",
            "socksProxyPort");
    names.forEach(name ->
        System.setProperty(
            name, name.endsWith("Host") ? "127.0.0.1" : Integer.toString(trap.port())));
    System.setProperty("http.nonProxyHosts", "");

    try {
      http().send(get(server.url(HOST, "/")), sink);
    } finally {
      names.forEach(System::clearProperty);
      System.clearProperty("http.nonProxyHosts");
    }

    assertThat(sink).hasToString("real");
    assertThat(trap.connections()).isZero();
  }

  // ---- where it is sent

  @Test
  void a_name_that_turns_private_is_refused_and_nothing_connects() throws Exception {
    Script ok = (asked, out) -> ScriptedServer.write(out, "200 OK", "");
    ScriptedServer good = server(ok);
    ScriptedServer secret = open(ScriptedServer.start("127.0.0.2", good.port(), ok));
    GuardedHttp http = http(flipping(GOOD, BAD));
    int refused = 0;

    for (int i = 0; i < 100; i++) {
      try {
        http.send(get(good.url(HOST, "/")), sink);
      } catch (OutboundException e) {
        assertThat(e.kind()).isEqualTo(Kind.BLOCKED);
        refused++;
      }
    }

    assertThat(refused).isEqualTo(50);
    assertThat(good.connections()).isEqualTo(50);
    assertThat(secret.connections()).isZero();
  }

  @Test
  void one_bad_address_among_good_ones_refuses_them_all() throws Exception {
    ScriptedServer server = server((asked, out) -> ScriptedServer.write(out, "200 OK", ""));

    Kind kind = kindOf(http(host -> new InetAddress[] {GOOD, BAD}), get(server.url(HOST, "/")));

    assertThat(kind).isEqualTo(Kind.BLOCKED);
    assertThat(server.connections()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.2:8080/", "http://[::1]:8080/", "http://0.0.0.0:8080/",
        "http://[::ffff:127.0.0.2]:8080/", "http://127.0.0.1:6379/", "ftp://hook.example.test/",
        "http://user@hook.example.test/", "http://127.1:8080/"
      })
  void literals_ports_and_forms_are_checked_again_before_sending(String url) {
    assertThat(kindOf(http(), get(url))).isEqualTo(Kind.BLOCKED);
  }

  @Test
  void a_permitted_ipv6_literal_works() throws Exception {
    ScriptedServer server =
        open(
            ScriptedServer.start(
                "::1", 0, (asked, out) -> ScriptedServer.write(out, "200 OK", "six")));
    GuardedHttp http =
        open(new GuardedHttp(CONFIG, new AddressGuard(List.of(), true, new OwnAddresses()), HOP));

    http.send(get(server.url("[::1]", "/")), sink);

    assertThat(sink).hasToString("six");
    assertThat(server.asked().getFirst().headers()).containsEntry("host", "[::1]:" + server.port());
  }

  @Test
  void the_socket_itself_refuses_what_the_guard_does_not_permit() throws Exception {
    ScriptedServer secret = open(ScriptedServer.start("127.0.0.2", 0, (asked, out) -> {}));

    try (var socket = new GuardedSocket(GUARD)) {
      var thrown =
          catchThrowableOfType(
              IOException.class,
              () -> socket.connect(new java.net.InetSocketAddress(BAD, secret.port())));

      assertThat(thrown).isInstanceOf(BlockedAddressException.class);
    }
    assertThat(secret.connections()).isZero();
  }

  @Test
  void a_name_without_address_and_a_closed_port_are_told_apart() throws Exception {
    GuardedHttp nameless =
        http(host -> {
          throw new UnknownHostException(host);
        });
    int unused;
    try (var socket = new ServerSocket(0)) {
      unused = socket.getLocalPort();
    }

    assertThat(kindOf(nameless, get("http://" + HOST + "/"))).isEqualTo(Kind.DNS);
    assertThat(kindOf(http(), get("http://" + HOST + ":" + unused + "/"))).isEqualTo(Kind.CONNECT);
  }

  // ---- TLS

  @Test
  void tls_asks_for_the_name_and_checks_it() throws Exception {
    ScriptedServer server =
        open(
            ScriptedServer.startTls(
                tls, (asked, out) -> ScriptedServer.write(out, "200 OK", "sealed")));

    http().send(get(server.url(HOST, "/")), sink);
    Kind otherName = kindOf(http(), get(server.url("other.example.test", "/")));
    Kind literal = kindOf(http(), get(server.url("127.0.0.1", "/")));

    assertThat(sink).hasToString("sealed");
    assertThat(otherName).isEqualTo(Kind.TLS);
    assertThat(literal).isEqualTo(Kind.TLS);
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void a_certificate_of_nobody_is_refused() throws Exception {
    ScriptedServer server =
        open(ScriptedServer.startTls(tls, (asked, out) -> ScriptedServer.write(out, "200 OK", "")));
    GuardedHttp http = open(new GuardedHttp(CONFIG, GUARD, HOP, host -> new InetAddress[] {GOOD}));

    assertThat(kindOf(http, get(server.url(HOST, "/")))).isEqualTo(Kind.TLS);
  }

  // ---- redirects

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirects_are_followed_without_credentials(int status) throws Exception {
    ScriptedServer server =
        server((asked, out) -> {
          if (asked.path().equals("/a")) {
            ScriptedServer.write(out, status + " Moved\r\nLocation: b?c#frag", "old");
          } else {
            ScriptedServer.write(out, "200 OK", "new");
          }
        });
    var headers = Map.of("Authorization", "Bearer x", "X-Key", "y", "Accept", "image/*");

    OutboundAnswer answer =
        http().send(request("GET", server.url(HOST, "/a"), headers, "", 1_000, false, 3), sink);

    assertThat(sink).hasToString("new");
    assertThat(answer.finalUri()).hasToString(server.url(HOST, "/b?c"));
    assertThat(server.asked().get(1).headers())
        .containsEntry("accept", "image/*")
        .doesNotContainKeys("authorization", "x-key");
  }

  @Test
  void a_redirect_is_an_answer_where_none_is_followed() throws Exception {
    ScriptedServer server =
        server((asked, out) -> ScriptedServer.write(out, "307 Moved\r\nLocation: /b", "x"));

    assertThat(http().send(get(server.url(HOST, "/")), sink).status()).isEqualTo(307);
    assertThat(
            http()
                .send(request("POST", server.url(HOST, "/"), Map.of(), "{}", 1_000, false, 3), sink)
                .status())
        .isEqualTo(307);
    assertThat(server.asked()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "http://127.0.0.2:%d/ REDIRECT",
        "//127.0.0.2:%d/ REDIRECT",
        "http://secret.example.test:%d/ BLOCKED",
        "http://user@hook.example.test:%d/ REDIRECT",
        "http://127.2:%d/ REDIRECT",
        "http://[::ffff:127.0.0.2]:%d/ REDIRECT",
        "http://169.254.169.254/latest/meta-data REDIRECT",
        "http://hook.example.test:6379/ REDIRECT",
        "file:///etc/passwd REDIRECT",
        "ftp://hook.example.test/ REDIRECT",
        "http://a|b/ REDIRECT"
      })
  void redirects_inside_are_refused(String target, Kind kind) throws Exception {
    ScriptedServer secret =
        open(
            ScriptedServer.start(
                "127.0.0.2", 0, (asked, out) -> ScriptedServer.write(out, "200 OK", "secret")));
    String location = target.replace("%d", Integer.toString(secret.port()));
    ScriptedServer server =
        server((asked, out) -> ScriptedServer.write(out, "302 Found\r\nLocation: " + location, ""));
    GuardedHttp http = http(host -> new InetAddress[] {host.startsWith("secret") ? BAD : GOOD});

    assertThat(kindOf(http, following(server.url(HOST, "/")))).isEqualTo(kind);
    assertThat(secret.connections()).isZero();
    assertThat(sink.size()).isZero();
  }

  @Test
  void a_name_or_redirect_that_leads_home_reaches_no_open_loopback_door() throws Exception {
    ScriptedServer home = server((asked, out) -> ScriptedServer.write(out, "200 OK", "home"));
    ScriptedServer hostile =
        server((asked, out) ->
            ScriptedServer.write(
                out, "302 Found\r\nLocation: " + home.url("elsewhere.example.test", "/"), ""));
    var guard = new AddressGuard(List.of(), true, new OwnAddresses(), home.port());
    GuardedHttp http =
        open(new GuardedHttp(CONFIG, guard, HOP, host -> new InetAddress[] {GOOD}, tls));

    assertThat(kindOf(http, get(home.url(HOST, "/")))).isEqualTo(Kind.BLOCKED);
    assertThat(kindOf(http, following(hostile.url(HOST, "/")))).isEqualTo(Kind.BLOCKED);
    assertThat(home.connections()).isZero();
    assertThat(hostile.connections()).isEqualTo(1);
  }

  @Test
  void every_hop_says_who_asks() throws Exception {
    ScriptedServer last = server((asked, out) -> ScriptedServer.write(out, "200 OK", "x"));
    ScriptedServer first =
        server((asked, out) ->
            ScriptedServer.write(out, "302 Found\r\nLocation: " + last.url(HOST, "/"), ""));

    http().send(following(first.url(HOST, "/")), sink);

    assertThat(first.asked().getFirst().headers()).containsEntry("darkroom-hop", HOP);
    assertThat(last.asked().getFirst().headers()).containsEntry("darkroom-hop", HOP);
  }

  @Test
  void https_never_leads_to_http() throws Exception {
    ScriptedServer plain = server((asked, out) -> ScriptedServer.write(out, "200 OK", ""));
    ScriptedServer sealed =
        open(
            ScriptedServer.startTls(
                tls,
                (asked, out) ->
                    ScriptedServer.write(
                        out, "302 Found\r\nLocation: " + plain.url(HOST, "/"), "")));

    assertThat(kindOf(http(), following(sealed.url(HOST, "/")))).isEqualTo(Kind.REDIRECT);
    assertThat(plain.connections()).isZero();
  }

  @Test
  void a_loop_ends_after_three_hops() throws Exception {
    ScriptedServer server =
        server((asked, out) -> ScriptedServer.write(out, "302 Found\r\nLocation: /", ""));

    assertThat(kindOf(http(), following(server.url(HOST, "/")))).isEqualTo(Kind.REDIRECT);
    assertThat(server.asked()).hasSize(4);
  }

  @Test
  void the_body_of_a_redirect_is_not_read() throws Exception {
    byte[] chunk = new byte[1 << 16];
    ScriptedServer server =
        server((asked, out) -> {
          if (asked.path().equals("/b")) {
            ScriptedServer.write(out, "200 OK", "small");
            return;
          }
          head(out, "302 Found\r\nLocation: /b\r\nContent-Length: 20000000000");
          while (true) {
            out.write(chunk);
          }
        });

    http().send(following(server.url(HOST, "/a")), sink);

    assertThat(sink).hasToString("small");
  }

  // ---- time

  static List<Script> dribbles() {
    return List.of(
        (asked, out) -> drip(out, "HTTP/1.1 200 OK\r\nX: "),
        (asked, out) -> drip(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"),
        (asked, out) -> drip(out, ""),
        (asked, out) -> {
          while (true) {
            head(out, "100 Continue");
          }
        });
  }

  @ParameterizedTest
  @MethodSource("dribbles")
  void a_dribbling_server_ends_by_the_deadline(Script script) throws Exception {
    ScriptedServer server = server(script);
    long start = System.nanoTime();

    Kind kind = kindOf(http(), within(server.url(HOST, "/"), Duration.ofMillis(400)));

    assertThat(kind).isEqualTo(Kind.TIMEOUT);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1_500));
  }

  @Test
  void a_server_that_never_shakes_hands_ends_by_the_deadline() throws Exception {
    try (var silent = new ServerSocket(0, 5, GOOD)) {
      String url = "https://" + HOST + ":" + silent.getLocalPort() + "/";

      assertThat(kindOf(http(), within(url, Duration.ofMillis(400)))).isEqualTo(Kind.TIMEOUT);
    }
  }

  @Test
  void a_name_server_that_never_answers_ends_by_the_deadline() throws Exception {
    var never = new CountDownLatch(1);
    open(never::countDown);
    GuardedHttp http =
        http(host -> {
          awaitQuietly(never);
          return new InetAddress[] {GOOD};
        });

    assertThat(kindOf(http, within("http://" + HOST + "/", Duration.ofMillis(300))))
        .isEqualTo(Kind.TIMEOUT);
  }

  @Test
  void redirects_share_one_deadline() throws Exception {
    ScriptedServer server =
        server((asked, out) -> {
          if (asked.path().equals("/b")) {
            drip(out, "HTTP/1.1 200 OK\r\nX: ");
          }
          ScriptedServer.write(out, "302 Found\r\nLocation: /b", "");
        });
    var request =
        new OutboundRequest(
            "GET",
            URI.create(server.url(HOST, "/")),
            Map.of(),
            new byte[0],
            Duration.ofMillis(400),
            1_000,
            false,
            3);

    assertThat(kindOf(http(), request)).isEqualTo(Kind.TIMEOUT);
  }

  @Test
  void a_full_host_makes_others_wait_for_that_host_only() throws Exception {
    var busy = new CountDownLatch(2);
    var release = new CountDownLatch(1);
    ScriptedServer server =
        server((asked, out) -> {
          if (asked.path().equals("/slow")) {
            busy.countDown();
            release.await();
          }
          ScriptedServer.write(out, "200 OK", "");
        });
    GuardedHttp http = http();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<OutboundAnswer>> slow = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        slow.add(
            threads.submit(
                () -> http.send(get(server.url(HOST, "/slow")), OutputStream.nullOutputStream())));
      }
      busy.await();

      Kind third = kindOf(http, within(server.url(HOST, "/"), Duration.ofMillis(200)));
      int other = http.send(get(server.url("other.example.test", "/")), sink).status();
      release.countDown();

      assertThat(third).isEqualTo(Kind.TIMEOUT);
      assertThat(other).isEqualTo(200);
      for (Future<OutboundAnswer> each : slow) {
        assertThat(each.get().status()).isEqualTo(200);
      }
    }
    assertThat(http.send(get(server.url(HOST, "/")), sink).status()).isEqualTo(200);
  }

  @Test
  void an_interrupt_or_a_close_ends_the_request() throws Exception {
    var asked = new java.util.concurrent.Semaphore(0);
    var never = new CountDownLatch(1);
    ScriptedServer server =
        server((question, out) -> {
          asked.release();
          never.await();
        });
    GuardedHttp http = http();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var threadOfFirst = new java.util.concurrent.CompletableFuture<Thread>();
      Future<Kind> first =
          threads.submit(() -> {
            threadOfFirst.complete(Thread.currentThread());
            return kindOf(http, get(server.url(HOST, "/")));
          });
      Future<Kind> second = threads.submit(() -> kindOf(http, get(server.url(HOST, "/"))));
      asked.acquire(2);

      threadOfFirst.get().interrupt();
      Kind interrupted = first.get();
      http.close();

      assertThat(interrupted).isEqualTo(Kind.BROKEN);
      assertThat(second.get()).isEqualTo(Kind.BROKEN);
      assertThat(kindOf(http, get("http://127.0.0.1:" + server.port() + "/")))
          .isEqualTo(Kind.BROKEN);
    }
  }

  @Test
  void places_of_a_host_are_forgotten_when_nobody_uses_them() throws Exception {
    var permits = new HostPermits(1);
    Deadline soon = Deadline.in(Duration.ofMillis(50));

    try (var _ = permits.acquire("a", soon)) {
      var thrown = catchThrowableOfType(OutboundException.class, () -> permits.acquire("a", soon));

      assertThat(thrown.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(permits.hosts()).isEqualTo(1);
    }
    assertThat(permits.hosts()).isZero();
  }

  @Test
  void silent_name_servers_of_one_zone_leave_look_ups_to_the_others() throws Exception {
    var silence = new CountDownLatch(1);
    open(silence::countDown);
    ScriptedServer server = server((asked, out) -> ScriptedServer.write(out, "200 OK", ""));
    GuardedHttp http =
        http(host -> {
          if (host.endsWith(".silent.test")) {
            awaitQuietly(silence);
          }
          return new InetAddress[] {GOOD};
        });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Kind>> asked = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        var request = within("http://n" + i + ".silent.test/", Duration.ofMillis(300));
        asked.add(threads.submit(() -> kindOf(http, request)));
      }
      for (Future<Kind> each : asked) {
        assertThat(each.get()).isEqualTo(Kind.TIMEOUT);
      }
    }

    int other = http.send(get(server.url(HOST, "/")), sink).status();
    silence.countDown();
    int again = http.send(get(server.url("late.silent.test", "/")), sink).status();

    assertThat(other).isEqualTo(200);
    assertThat(again).isEqualTo(200);
  }

  @Test
  void addresses_once_connected_to_are_forgotten() throws Exception {
    ScriptedServer server = server((asked, out) -> ScriptedServer.write(out, "200 OK", ""));
    GuardedHttp http = http();
    for (int i = 0; i < 200; i++) {
      http.send(get(server.url("n" + i + ".example.test", "/")), sink);
    }

    http.forgetRoutes();

    assertThat(http.routes()).isZero();
  }

  // ---- size and form of the answer

  @Test
  void an_answer_of_the_largest_size_passes_and_one_more_byte_does_not() throws Exception {
    ScriptedServer server =
        server((asked, out) -> ScriptedServer.write(out, "200 OK", asked.path().substring(1)));

    OutboundAnswer exact =
        http().send(request("GET", server.url(HOST, "/12345"), Map.of(), "", 5, false, 0), sink);
    Kind over =
        kindOf(http(), request("GET", server.url(HOST, "/123456"), Map.of(), "", 5, false, 0));

    assertThat(exact.bytes()).isEqualTo(5);
    assertThat(over).isEqualTo(Kind.TOO_LARGE);
    assertThat(sink).hasToString("12345");
  }

  @Test
  void endless_chunks_end_at_the_limit() throws Exception {
    ScriptedServer server = server((asked, out) -> chunksForever(out));

    Kind kind =
        kindOf(http(), request("GET", server.url(HOST, "/"), Map.of(), "", 100_000, false, 0));

    assertThat(kind).isEqualTo(Kind.TOO_LARGE);
    assertThat(sink.size()).isLessThanOrEqualTo(100_000);
  }

  @Test
  void a_truncated_reading_stops_quietly() throws Exception {
    ScriptedServer server = server((asked, out) -> chunksForever(out));

    OutboundAnswer answer =
        http().send(request("POST", server.url(HOST, "/"), Map.of(), "{}", 70_000, true, 0), sink);

    assertThat(answer.bytes()).isEqualTo(70_000);
    assertThat(sink.size()).isEqualTo(70_000);
  }

  @Test
  void answers_that_are_cut_off_give_their_connection_back() throws Exception {
    ScriptedServer server = server((asked, out) -> chunksForever(out));
    GuardedHttp http = http();
    int twiceThePool = 2 * CONFIG.maxConnections();

    for (int i = 0; i < twiceThePool; i++) {
      http.send(request("GET", server.url(HOST, "/"), Map.of(), "", 10, true, 0), sink);
    }

    assertThat(sink.size()).isEqualTo(10 * twiceThePool);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "br", "GZIP", "identity, gzip", "x-unknown"})
  void compressed_answers_are_refused(String encoding) throws Exception {
    ScriptedServer server =
        server((asked, out) ->
            ScriptedServer.write(out, "200 OK\r\nContent-Encoding: " + encoding, "x"));

    assertThat(kindOf(http(), get(server.url(HOST, "/")))).isEqualTo(Kind.ENCODED);
    assertThat(sink.size()).isZero();
  }

  @Test
  void a_second_header_does_not_hide_the_compression() throws Exception {
    ScriptedServer server =
        server((asked, out) ->
            ScriptedServer.write(
                out, "200 OK\r\nContent-Encoding: identity\r\nContent-Encoding: gzip", "x"));

    assertThat(kindOf(http(), get(server.url(HOST, "/")))).isEqualTo(Kind.ENCODED);
  }

  @Test
  void where_only_the_status_counts_a_compressed_body_is_skipped() throws Exception {
    ScriptedServer server =
        server((asked, out) -> ScriptedServer.write(out, "200 OK\r\nContent-Encoding: gzip", "x"));

    OutboundAnswer answer = http().send(post(server.url(HOST, "/"), Map.of()), sink);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(sink.size()).isZero();
  }

  static List<Script> bodiesWithoutEnd() {
    return List.of(
        (asked, out) -> {
          head(out, "410 Gone\r\nContent-Length: 10");
          out.write('x');
        },
        (asked, out) -> {
          head(out, "410 Gone\r\nTransfer-Encoding: chunked");
          out.write("1\r\nx\r\nzz\r\n".getBytes(StandardCharsets.US_ASCII));
        },
        (asked, out) -> drip(out, "HTTP/1.1 410 Gone\r\nContent-Length: 1000000\r\n\r\n"));
  }

  @ParameterizedTest
  @MethodSource("bodiesWithoutEnd")
  void where_only_the_status_counts_a_body_without_end_does_not(Script script) throws Exception {
    var request =
        new OutboundRequest(
            "POST",
            URI.create(server(script).url(HOST, "/")),
            Map.of(),
            new byte[] {'x'},
            Duration.ofMillis(400),
            1_000,
            true,
            0);

    OutboundAnswer answer = http().send(request, sink);

    assertThat(answer.status()).isEqualTo(410);
    assertThat(sink.toString(StandardCharsets.US_ASCII)).startsWith("x");
    assertThat(answer.bytes()).isEqualTo(sink.size());
  }

  static List<Script> rubbish() {
    return List.of(
        (asked, out) -> out.write("nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
        (asked, out) -> head(out, "200 OK\r\n" + "X: y\r\n".repeat(200) + "Z: z"),
        (asked, out) -> head(out, "200 OK\r\nX: " + "y".repeat(20_000)),
        (asked, out) -> head(out, "200 OK\r\nTransfer-Encoding: gzip, chunked"),
        (asked, out) -> {
          head(out, "200 OK\r\nContent-Length: 10");
          out.write('x');
        },
        (asked, out) -> {
          head(out, "200 OK\r\nTransfer-Encoding: chunked");
          out.write("zz\r\n".getBytes(StandardCharsets.US_ASCII));
        });
  }

  @ParameterizedTest
  @MethodSource("rubbish")
  void what_is_no_proper_answer_is_broken(Script script) throws Exception {
    assertThat(kindOf(http(), get(server(script).url(HOST, "/")))).isEqualTo(Kind.BROKEN);
  }

  @ParameterizedTest
  @CsvSource({"X-A, 'a\r\nB: c'", "'X A', a", "Host, a", "content-LENGTH, 3", "X, 'a\u0000'"})
  void headers_that_would_change_the_request_are_refused(String name, String value) {
    var thrown =
        catchThrowableOfType(
            IllegalArgumentException.class,
            () -> request("GET", "http://a/", Map.of(name, value), "", 1, false, 0));

    assertThat(thrown).isNotNull();
  }

  // ---- the rig

  private ScriptedServer server(Script script) throws IOException {
    return open(ScriptedServer.start(script));
  }

  private GuardedHttp http() {
    return http(host -> new InetAddress[] {GOOD});
  }

  private GuardedHttp http(NameResolver names) {
    return open(new GuardedHttp(CONFIG, GUARD, HOP, names, tls));
  }

  private <T extends AutoCloseable> T open(T resource) {
    open.add(resource);
    return resource;
  }

  private Kind kindOf(GuardedHttp http, OutboundRequest request) {
    var thrown = catchThrowableOfType(OutboundException.class, () -> http.send(request, sink));
    assertThat(thrown).as("an outbound exception").isNotNull();
    return thrown.kind();
  }

  private static NameResolver flipping(InetAddress first, InetAddress second) {
    Queue<InetAddress> next = new ArrayDeque<>(List.of(first, second));
    return host -> {
      synchronized (next) {
        InetAddress now = next.remove();
        next.add(now);
        return new InetAddress[] {now};
      }
    };
  }

  private static OutboundRequest get(String url) {
    return request("GET", url, Map.of(), "", 1_000, false, 0);
  }

  private static OutboundRequest following(String url) {
    return request("GET", url, Map.of(), "", 1_000, false, 3);
  }

  private static OutboundRequest post(String url, Map<String, String> headers) {
    var all = new java.util.HashMap<>(headers);
    all.put("Content-Type", "application/json");
    return request("POST", url, all, "{}", 1_000, true, 0);
  }

  private static OutboundRequest within(String url, Duration total) {
    return new OutboundRequest(
        "GET", URI.create(url), Map.of(), new byte[0], total, 10_000_000, false, 0);
  }

  private static OutboundRequest request(
      String method,
      String url,
      Map<String, String> headers,
      String body,
      long maxBytes,
      boolean truncate,
      int redirects) {
    return new OutboundRequest(
        method,
        URI.create(url),
        headers,
        body.getBytes(StandardCharsets.UTF_8),
        Duration.ofSeconds(5),
        maxBytes,
        truncate,
        redirects);
  }

  private static void head(OutputStream out, String statusAndHeaders) throws IOException {
    out.write(("HTTP/1.1 " + statusAndHeaders + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void chunksForever(OutputStream out) throws IOException {
    head(out, "200 OK\r\nTransfer-Encoding: chunked");
    while (true) {
      out.write(("400\r\n" + "x".repeat(1024) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** One byte every 20 ms until the client leaves. */
  private static void drip(OutputStream out, String start)
      throws IOException, InterruptedException {
    out.write(start.getBytes(StandardCharsets.US_ASCII));
    var never = new CountDownLatch(1);
    while (!never.await(20, java.util.concurrent.TimeUnit.MILLISECONDS)) {
      out.write('x');
      out.flush();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

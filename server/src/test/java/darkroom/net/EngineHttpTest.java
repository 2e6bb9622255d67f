package darkroom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.fake.wire.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EngineHttpTest {
  private static final String OK = "200 OK\r\nContent-Type: application/json";
  private static final Duration LONG = Duration.ofSeconds(30);

  private final EngineHttp http = new EngineHttp(Duration.ofSeconds(5));

  @Test
  void a_whole_answer_of_any_status_is_complete() throws IOException {
    try (var server =
        ScriptedServer.start((asked, out) -> ScriptedServer.write(out, "418 No\r\nX-A: b", "no"))) {
      EngineAnswer answer = http.post(call(server, LONG, AnswerWatch.WHOLE));

      assertThat(answer).isInstanceOf(EngineAnswer.Complete.class);
      var complete = (EngineAnswer.Complete) answer;
      assertThat(complete.status()).isEqualTo(418);
      assertThat(complete.headers()).containsEntry("x-a", "b");
      assertThat(complete.body()).asString().isEqualTo("no");
      assertThat(server.asked().getFirst().bodyText()).isEqualTo("paid");
    }
  }

  /** Other clients send such a POST two or three times, on their own and without a word. */
  @ParameterizedTest
  @ValueSource(strings = {"cold close", "cold reset", "warm close", "warm reset"})
  void a_post_that_was_read_and_not_answered_is_never_sent_again(String how) throws IOException {
    boolean reset = how.endsWith("reset");
    try (var peer = new SilentPeer(reset)) {
      if (how.startsWith("warm")) {
        EngineAnswer warm = http.post(call(peer.url(), Map.of("X-Warm", "1")));
        assertThat(warm).isInstanceOf(EngineAnswer.Complete.class);
      }

      EngineAnswer answer = http.post(call(peer.url(), Map.of()));

      assertThat(answer).isInstanceOf(EngineAnswer.NoAnswer.class);
      assertThat(peer.posts()).isEqualTo(1);
    }
  }

  @Test
  void a_refused_connection_and_an_unknown_name_are_not_sent() throws IOException {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }

    assertThat(http.post(call("http://127.0.0.1:" + free + "/")))
        .isInstanceOf(EngineAnswer.NotSent.class);
    assertThat(http.post(call("http://no-such-host.invalid/")))
        .isInstanceOf(EngineAnswer.NotSent.class);
  }

  @Test
  void a_connection_that_is_not_taken_in_time_is_not_sent() throws IOException {
    try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var first = new java.net.Socket(full.getInetAddress(), full.getLocalPort());
        var second = new java.net.Socket(full.getInetAddress(), full.getLocalPort())) {
      assertThat(first.isConnected() && second.isConnected()).isTrue();
      var impatient = new EngineHttp(Duration.ofMillis(200));

      EngineAnswer answer = impatient.post(call("http://127.0.0.1:" + full.getLocalPort() + "/"));

      assertThat(answer).isInstanceOf(EngineAnswer.NotSent.class);
    }
  }

  @Test
  void a_certificate_that_we_do_not_trust_is_not_sent(@TempDir Path folder) throws Exception {
    var tls = TestCertificate.contextFor("localhost", folder);
    try (var server =
        ScriptedServer.startTls(tls, (asked, out) -> ScriptedServer.write(out, OK, "{}"))) {
      EngineAnswer stranger = http.post(call(server.url("localhost", "/")));
      EngineAnswer otherName = new EngineHttp(LONG, tls).post(call(server.url("127.0.0.1", "/")));
      assertThat(server.asked()).isEmpty();
      EngineAnswer trusted = new EngineHttp(LONG, tls).post(call(server.url("localhost", "/")));

      assertThat(stranger).isInstanceOf(EngineAnswer.NotSent.class);
      assertThat(otherName).isInstanceOf(EngineAnswer.NotSent.class);
      assertThat(trusted).isInstanceOf(EngineAnswer.Complete.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"})
  void one_watch_ends_silence_before_and_after_the_head(String begun) throws IOException {
    try (var server =
        ScriptedServer.start((asked, out) -> {
          out.write(begun.getBytes(StandardCharsets.ISO_8859_1));
          out.flush();
          new CountDownLatch(1).await();
        })) {
      EngineAnswer answer = http.post(call(server, Duration.ofMillis(500), AnswerWatch.WHOLE));

      assertThat(answer)
          .isInstanceOf(begun.isEmpty() ? EngineAnswer.NoAnswer.class : EngineAnswer.Cut.class);
    }
  }

  @Test
  void an_answer_that_breaks_off_gives_what_had_come() throws IOException {
    try (var server =
        ScriptedServer.start((asked, out) ->
            out.write(
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"
                    .getBytes(StandardCharsets.ISO_8859_1)))) {
      EngineAnswer answer = http.post(call(server, LONG, AnswerWatch.WHOLE));

      assertThat(answer).isInstanceOf(EngineAnswer.Cut.class);
      assertThat(((EngineAnswer.Cut) answer).body()).asString().isEqualTo("half");
    }
  }

  @Test
  void an_endless_answer_is_cut_at_its_limit() throws IOException {
    try (var server =
        ScriptedServer.start((asked, out) -> {
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
          while (true) {
            out.write(new byte[1_000]);
          }
        })) {
      EngineAnswer answer = http.post(call(server, LONG, AnswerWatch.WHOLE));

      assertThat(answer).isInstanceOf(EngineAnswer.Cut.class);
      assertThat(((EngineAnswer.Cut) answer).body()).hasSizeLessThanOrEqualTo(10_000);
    }
  }

  @Test
  void an_answer_is_over_when_the_watch_has_enough() throws IOException {
    try (var server =
        ScriptedServer.start((asked, out) -> {
          out.write("HTTP/1.1 200 OK\r\n\r\nenough".getBytes(StandardCharsets.ISO_8859_1));
          out.flush();
          new CountDownLatch(1).await();
        })) {
      EngineAnswer answer = http.post(call(server, LONG, chunk -> true));

      assertThat(answer).isInstanceOf(EngineAnswer.Complete.class);
    }
  }

  @Test
  void a_redirect_is_an_answer() throws IOException {
    try (var server =
        ScriptedServer.start(
            (asked, out) -> ScriptedServer.write(out, "307 There\r\nLocation: /elsewhere", ""))) {
      EngineAnswer answer = http.post(call(server, LONG, AnswerWatch.WHOLE));

      assertThat(((EngineAnswer.Complete) answer).status()).isEqualTo(307);
      assertThat(server.asked()).hasSize(1);
    }
  }

  @Test
  void an_interrupt_ends_the_wait_and_stays() throws Exception {
    var arrived = new CountDownLatch(1);
    var result = new AtomicReference<EngineAnswer>();
    var flag = new AtomicReference<Boolean>();
    try (var server =
        ScriptedServer.start((asked, out) -> {
          arrived.countDown();
          new CountDownLatch(1).await();
        })) {
      Thread caller =
          Thread.ofVirtual()
              .start(() -> {
                result.set(http.post(call(server, LONG, AnswerWatch.WHOLE)));
                flag.set(Thread.interrupted());
              });
      arrived.await();
      caller.interrupt();
      caller.join();
    }

    assertThat(result.get()).isInstanceOf(EngineAnswer.NoAnswer.class);
    assertThat(flag.get()).isTrue();
  }

  @Test
  void a_secret_is_in_no_message() {
    URI uri = URI.create("http://127.0.0.1/");
    EngineCall call =
        new EngineCall("POST", uri, Map.of("Authorization", "Bearer sesame"), body(), LONG, 1);

    assertThat(call.toString()).doesNotContain("sesame");
    assertThatThrownBy(
            () -> new EngineCall("POST", uri, Map.of("A", "sesame\r\nB: c"), body(), LONG, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("sesame");
    assertThatThrownBy(() -> call("http://user:sesame@127.0.0.1/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("sesame");
  }

  @ParameterizedTest
  @ValueSource(strings = {"401 Unauthorized", "200 OK"})
  void a_key_that_a_server_repeats_goes_no_further(String status) throws IOException {
    String says = "{\"error\":\"Bad key: %s, caf\u00e9\"}";
    String key = "key-of-the-operator";
    try (var server =
        ScriptedServer.start(
            (asked, out) -> ScriptedServer.write(out, status, says.formatted(key)))) {
      EngineAnswer answer =
          http.post(call(server.url("127.0.0.1", "/"), Map.of("Authorization", "Bearer " + key)));

      assertThat(((EngineAnswer.Complete) answer).body())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo(says.formatted("***"));
    }
  }

  @Test
  void it_does_not_start_where_the_jdk_would_send_again() {
    System.setProperty("jdk.httpclient.enableAllMethodRetry", "");
    try {
      assertThatThrownBy(() -> new EngineHttp(LONG)).isInstanceOf(IllegalStateException.class);
    } finally {
      System.clearProperty("jdk.httpclient.enableAllMethodRetry");
    }
  }

  private static EngineCall call(String url) {
    return call(url, Map.of());
  }

  private static EngineCall call(String url, Map<String, String> headers) {
    return new EngineCall("POST", URI.create(url), headers, body(), LONG, 10_000);
  }

  private static EngineCall call(ScriptedServer server, Duration timeout, AnswerWatch watch) {
    URI uri = URI.create(server.url("127.0.0.1", "/"));
    return new EngineCall("POST", uri, Map.of(), body(), timeout, 10_000).watchedBy(watch);
  }

  private static EngineBody body() {
    byte[] bytes = "paid".getBytes(StandardCharsets.UTF_8);
    return new EngineBody() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }
}

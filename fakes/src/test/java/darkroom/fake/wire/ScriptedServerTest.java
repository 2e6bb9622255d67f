package darkroom.fake.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ScriptedServerTest {
  @Test
  void a_request_is_kept_as_it_came() throws IOException {
    try (var server = ScriptedServer.start(ScriptedServerTest::fine)) {
      String answer =
          talk(
              server,
              "PUT /a?b=c HTTP/1.1\r\nX-One: A\r\nx-one: b\r\nContent-Length: 3\r\n\r\n\0\1\2");

      Asked asked = server.asked().getFirst();
      assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").contains("Connection: close\r\n");
      assertThat(asked.method()).isEqualTo("PUT");
      assertThat(asked.path()).isEqualTo("/a?b=c");
      assertThat(asked.header("x-one")).isEqualTo("A, b");
      assertThat(asked.rawHeaders()).startsWith("X-One: A\r\nx-one: b\r\n");
      assertThat(asked.body()).containsExactly(0, 1, 2);
    }
  }

  @Test
  void chunks_make_one_body() throws IOException {
    String request =
        String.join(
            "\r\n",
            "POST / HTTP/1.1",
            "Transfer-Encoding: chunked",
            "",
            "2;x=y",
            "ab",
            "A",
            "0123456789",
            "0",
            "Trailer: x",
            "",
            "");
    try (var server = ScriptedServer.start(ScriptedServerTest::fine)) {
      talk(server, request);

      assertThat(server.asked().getFirst().bodyText()).isEqualTo("ab0123456789");
    }
  }

  @Test
  void a_client_that_waits_for_an_invitation_gets_it() throws Exception {
    try (var server = ScriptedServer.start(ScriptedServerTest::fine);
        var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(server.url("127.0.0.1", "/")))
              .expectContinue(true)
              .POST(BodyPublishers.ofByteArray(new byte[5_000_000]))
              .build();

      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
      assertThat(server.asked().getFirst().body()).hasSize(5_000_000);
    }
  }

  @Test
  void a_script_may_leave_before_the_body_is_read() throws IOException {
    try (var server = ScriptedServer.start(new Leaver())) {
      assertThat(talk(server, "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n")).isEmpty();
      assertThat(server.asked()).isEmpty();
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_reset_is_none_of_a_close() throws IOException {
    try (var server =
        ScriptedServer.start((asked, out) -> {
          throw new ScriptedServer.Reset();
        })) {
      assertThatThrownBy(() -> talk(server, "GET / HTTP/1.1\r\n\r\n"))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  private static final class Leaver implements ScriptedServer.Script {
    @Override
    public void arrived(Asked head) throws IOException {
      throw new ScriptedServer.Drop();
    }

    @Override
    public void answer(Asked asked, OutputStream out) {
      throw new AssertionError("nobody reads on");
    }
  }

  private static void fine(Asked asked, OutputStream out) throws IOException {
    ScriptedServer.write(out, "200 OK", "fine");
  }

  private static String talk(ScriptedServer server, String request) throws IOException {
    try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}

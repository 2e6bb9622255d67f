package darkroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Headers that pretend: another host (threat T27), another caller (threat T51). */
@Timeout(60)
class ForgeryTest {
  private static final List<String> HOSTS =
      List.of(
          "Host: evil.example",
          "Host: evil.example:8080",
          "Host: evil.example:99999",
          "Host: 169.254.169.254",
          "Host: [::1]",
          "Host: localhost",
          "Host: evil.example@127.0.0.1",
          "Host: EVIL.example.",
          "Host: x\r\nX-Forwarded-Host: evil.example",
          "Host: x\r\nX-Forwarded-Host: evil.example, other.example",
          "Host: x\r\nX-Forwarded-Proto: https",
          "Host: x\r\nX-Forwarded-Port: 81",
          "Host: x\r\nX-Forwarded-Server: evil.example",
          "Host: x\r\nX-Forwarded-Prefix: /evil",
          "Host: x\r\nX-Host: evil.example",
          "Host: x\r\nX-Original-Host: evil.example",
          "Host: x\r\nX-Original-URL: http://evil.example/",
          "Host: x\r\nX-Rewrite-URL: http://evil.example/",
          "Host: x\r\nForwarded: host=evil.example;proto=https",
          "Host: x\r\nForwarded: for=127.0.0.1;host=\"evil.example:443\";proto=https",
          "Host: x\r\nOrigin: https://evil.example\r\nReferer: https://evil.example/",
          "Host: x\r\nVia: 1.1 evil.example");

  private static final List<String> CALLERS =
      List.of(
          "X-Forwarded-For: 192.0.2.1",
          "X-Forwarded-For: 192.0.2.2, 192.0.2.3",
          "X-Forwarded-For: 127.0.0.1, 192.0.2.4",
          "X-Forwarded-For: 10.0.0.1",
          "X-Forwarded-For: ::1",
          "X-Forwarded-For: [2001:db8::1]:80",
          "X-Forwarded-For: unknown",
          "X-Forwarded-For:",
          "x-forwarded-for: 192.0.2.5",
          "X-Forwarded-For: 192.0.2.6\r\nX-Forwarded-For: 192.0.2.7",
          "Forwarded: for=192.0.2.8",
          "Forwarded: for=\"[2001:db8::2]:4711\"",
          "Forwarded: for=_hidden, for=192.0.2.9",
          "Forwarded: for=127.0.0.1;by=127.0.0.1",
          "Forwarded: for=192.0.2.10\r\nX-Forwarded-For: 192.0.2.11",
          "X-Real-IP: 192.0.2.12",
          "X-Client-IP: 192.0.2.13",
          "True-Client-IP: 192.0.2.14",
          "CF-Connecting-IP: 192.0.2.15",
          "X-Cluster-Client-IP: 192.0.2.16",
          "X-Originating-IP: 192.0.2.17",
          "X-ProxyUser-Ip: 192.0.2.18",
          "Via: 1.1 192.0.2.19");

  @Test
  void picture_urls_come_from_the_settings_whatever_host_was_asked() {
    try (var server = DarkroomFixture.start(Map.of())) {
      String id =
          server.submit(
              """
              {"model": "seedream-4.5", "input": {"prompt": "A boat", "size": "1920x1920"}}\
              """);
      String honest = server.awaitEnd(id).text();

      for (String forged : HOSTS) {
        String reply = ask(server, "/api/generate/status/" + id, forged, DarkroomFixture.KEY);

        assertThat(reply).as(forged).doesNotContain("evil").doesNotContain("https://");
        if (reply.startsWith("HTTP/1.1 200")) {
          assertThat(reply).as(forged).endsWith(honest);
        } else {
          assertThat(reply).as(forged).startsWith("HTTP/1.1 400");
        }
      }
    }
  }

  @Test
  void a_caller_who_is_no_proxy_gets_no_further_by_another_address() {
    try (var server =
        DarkroomFixture.start(
            Map.of("public-url", "https://img.example.org", "http.failed-keys-per-minute", "1"))) {
      assertThat(ask(server, "/api/user/balance", "Host: x", "wrong")).startsWith("HTTP/1.1 401");

      assertThat(statuses(server, CALLERS)).containsOnly("429").hasSize(CALLERS.size());
    }
  }

  @Test
  void a_caller_behind_a_proxy_cannot_put_another_address_before_the_own() {
    try (var server =
        DarkroomFixture.start(
            Map.of("http.trusted-proxies", "127.0.0.1", "http.failed-keys-per-minute", "1"))) {
      String own = "X-Forwarded-For: 198.51.100.7";
      assertThat(ask(server, "/api/user/balance", "Host: x\r\n" + own, "wrong"))
          .startsWith("HTTP/1.1 401");
      var chains = new ArrayList<String>();
      for (String spoof : List.of("192.0.2.1", "127.0.0.1", "::1", "unknown", "", "a,b,c", "%00")) {
        chains.add("X-Forwarded-For: " + spoof + ", 198.51.100.7");
        chains.add("X-Forwarded-For: " + spoof + "\r\n" + own);
        chains.add("X-Real-IP: " + spoof + "\r\n" + own);
      }

      assertThat(statuses(server, chains)).containsOnly("429").hasSize(21);
    }
  }

  @Test
  void the_header_that_the_proxy_does_not_write_is_not_read() {
    Map<String, String> lists =
        Map.of("x-forwarded-for", "X-Forwarded-For: ", "forwarded", "Forwarded: for=");
    for (String written : lists.keySet()) {
      try (var server =
          DarkroomFixture.start(
              Map.of("http.trusted-proxies", "127.0.0.1", "http.forwarded-header", written))) {
        String key = server.newKey("owner@localhost", ", \"ip_allow\": [\"192.0.2.66\"]");
        String own = lists.get(written) + "198.51.100.7";
        String allowed = lists.get(written) + "192.0.2.66";

        for (String spoof : lists.values()) {
          String both = "Host: x\r\n" + spoof + "192.0.2.66\r\n" + own;
          assertThat(ask(server, "/api/user/balance", both, key))
              .as(both)
              .startsWith("HTTP/1.1 403")
              .contains("IP 198.51.100.7 not");
        }
        assertThat(ask(server, "/api/user/balance", "Host: x\r\n" + allowed, key))
            .startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void a_proxy_and_a_caller_by_ipv6_are_known_by_their_address() throws IOException {
    assumeThat(hasIpv6Loopback()).as("IPv6 on loopback").isTrue();
    try (var server = DarkroomFixture.start(Map.of("http.host", "::1"))) {
      String here = server.newKey("owner@localhost", ", \"ip_allow\": [\"::1\"]");
      String elsewhere = server.newKey("owner@localhost", ", \"ip_allow\": [\"2001:db8::/32\"]");

      assertThat(server.get("/api/user/balance", here).status()).isEqualTo(200);
      assertThat(server.get("/api/user/balance", elsewhere).text())
          .contains("IP 0:0:0:0:0:0:0:1 not in whitelist");
    }
    try (var server =
        DarkroomFixture.start(
            Map.of(
                "http.host",
                "::1",
                "http.trusted-proxies",
                "::1",
                "http.failed-keys-per-minute",
                "1"))) {
      String key = server.newKey("owner@localhost", ", \"ip_allow\": [\"2001:db8::/32\"]");
      String caller = "Host: x\r\nX-Forwarded-For: 2001:db8::";

      assertThat(ask(server, "/api/user/balance", caller + "7", key)).startsWith("HTTP/1.1 200");
      assertThat(ask(server, "/api/user/balance", caller + "1", "wrong"))
          .startsWith("HTTP/1.1 401");
      // another address of the same /64 is the same caller
      assertThat(ask(server, "/api/user/balance", caller + "2", "wrong"))
          .startsWith("HTTP/1.1 429");
    }
  }

  private static boolean hasIpv6Loopback() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
      return socket.isBound();
    } catch (SocketException none) {
      return false;
    }
  }

  private static List<String> statuses(DarkroomFixture server, List<String> headers) {
    return headers.stream()
        .map(header -> ask(server, "/api/user/balance", "Host: x\r\n" + header, "wrong"))
        .map(reply -> reply.substring(9, 12))
        .toList();
  }

  private static String ask(DarkroomFixture server, String path, String headers, String key) {
    return server.raw(
        "GET "
            + path
            + " HTTP/1.1\r\n"
            + headers
            + "\r\nAuthorization: Bearer "
            + key
            + "\r\nConnection: close\r\n\r\n");
  }
}

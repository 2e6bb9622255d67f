package darkroom.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import darkroom.fake.wire.ScriptedServer;
import darkroom.net.AddressGuard;
import darkroom.net.AddressRange;
import darkroom.net.GuardedHttp;
import darkroom.net.NetConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class ImageFetcherTest {
  private static final ImageLimits LIMITS = new ImageLimits(100_000, 100_000, 1_000_000, 2_000);

  @TempDir private Path folder;
  private FetchConfig config = new FetchConfig(Duration.ofSeconds(30), 3);

  @Test
  void a_picture_is_fetched_whatever_its_declared_type() throws IOException {
    byte[] png = Fixtures.png(30, 20);

    FetchResult result =
        fetch((asked, out) -> ScriptedServer.write(out, "200 OK\r\nContent-Type: text/html", png));

    assertThat(result)
        .isEqualTo(new FetchResult.Fetched(target(), new ImageHeader(ImageKind.PNG, 30, 20, 1)));
    assertThat(target()).hasBinaryContent(png);
  }

  @Test
  void a_redirect_is_followed() throws IOException {
    byte[] jpeg = Fixtures.jpeg(30, 20);

    FetchResult result =
        fetch((asked, out) -> {
          if (asked.path().equals("/picture")) {
            ScriptedServer.write(out, "302 Found\r\nLocation: /there", "");
          } else {
            ScriptedServer.write(out, "200 OK", jpeg);
          }
        });

    assertThat(result).isInstanceOf(FetchResult.Fetched.class);
  }

  @Test
  void one_redirect_too_many_is_not_followed() throws IOException {
    byte[] jpeg = Fixtures.jpeg(30, 20);
    ScriptedServer.Script twice =
        (asked, out) -> {
          if (asked.path().length() < "/picture__".length()) {
            ScriptedServer.write(out, "302 Found\r\nLocation: " + asked.path() + "_", "");
          } else {
            ScriptedServer.write(out, "200 OK", jpeg);
          }
        };

    config = new FetchConfig(Duration.ofSeconds(30), 2);
    assertThat(fetch(twice)).isInstanceOf(FetchResult.Fetched.class);
    config = new FetchConfig(Duration.ofSeconds(30), 1);
    assertThat(fetch(twice)).isInstanceOf(FetchResult.Unreadable.class);
  }

  @Test
  void a_picture_that_takes_longer_than_its_time_is_given_up() throws IOException {
    config = new FetchConfig(Duration.ofMillis(200), 3);

    FetchResult result =
        fetch((asked, out) -> {
          out.write("HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n".getBytes(US_ASCII));
          while (true) {
            out.write('x');
            out.flush();
            LockSupport.parkNanos(10_000_000); // the pace of it, not a wait for anything
          }
        });

    assertThat(result).isInstanceOf(FetchResult.Unreadable.class);
    assertThat(result.toString()).containsIgnoringCase("time");
    assertThat(target()).doesNotExist();
  }

  @Test
  void html_svg_and_errors_leave_no_file() throws IOException {
    byte[] png = Fixtures.png(30, 20);
    List<ScriptedServer.Script> scripts =
        List.of(
            (asked, out) ->
                ScriptedServer.write(out, "200 OK\r\nContent-Type: image/png", "<html></html>"),
            (asked, out) ->
                ScriptedServer.write(out, "200 OK\r\nContent-Type: image/svg+xml", "<svg/>"),
            (asked, out) -> ScriptedServer.write(out, "404 Not Found", png),
            (asked, out) -> ScriptedServer.write(out, "200 OK", ""),
            (asked, out) -> ScriptedServer.write(out, "200 OK", new byte[100_001]),
            (asked, out) -> ScriptedServer.write(out, "200 OK\r\nContent-Encoding: gzip", png),
            (asked, out) -> ScriptedServer.write(out, "200 OK", Fixtures.pngBomb(20_000, 20_000)),
            (asked, out) ->
                out.write(
                    "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nGIF89a".getBytes(US_ASCII)));

    for (ScriptedServer.Script script : scripts) {
      assertThat(fetch(script)).isInstanceOf(FetchResult.Unreadable.class);
      assertThat(target()).doesNotExist();
    }
  }

  @Test
  void a_private_target_is_not_asked() throws IOException {
    try (ScriptedServer server = ScriptedServer.start((asked, out) -> {});
        GuardedHttp http = http(List.of())) {
      FetchResult result =
          new ImageFetcher(http, LIMITS, config)
              .fetch(URI.create(server.url("127.0.0.1", "/picture")), target());

      assertThat(result).isInstanceOf(FetchResult.Unreadable.class);
      assertThat(server.connections()).isZero();
      assertThat(target()).doesNotExist();
    }
  }

  private FetchResult fetch(ScriptedServer.Script script) throws IOException {
    try (ScriptedServer server = ScriptedServer.start(script);
        GuardedHttp http = http(List.of(AddressRange.parse("127.0.0.1/32")))) {
      return new ImageFetcher(http, LIMITS, config)
          .fetch(URI.create(server.url("127.0.0.1", "/picture")), target());
    }
  }

  private static GuardedHttp http(List<AddressRange> allowed) {
    var config = new NetConfig(allowed, Duration.ofSeconds(2), 8, 4);
    return new GuardedHttp(config, new AddressGuard(allowed, false, Set::of), "hop");
  }

  private Path target() {
    return folder.resolve("picture");
  }
}

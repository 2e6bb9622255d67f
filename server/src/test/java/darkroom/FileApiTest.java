package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class FileApiTest {
  private static DarkroomFixture server;
  private static JsonNode file;
  private static String path;
  private static Reply whole;

  @BeforeAll
  static void start() {
    server = DarkroomFixture.start(Map.of());
    String id =
        server.submit(
            """
            {"model": "seedream-4.5", "input": {"prompt": "A heron", "size": "1920x2048"}}
            """);
    file = server.awaitEnd(id).data().path("files").get(0);
    path = URI.create(file.path("file_url").asString()).getRawPath();
    whole = server.get(path, "");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_picture_is_what_its_task_said_it_is() throws Exception {
    assertThat(whole.status()).isEqualTo(200);
    assertThat(file.path("file_type").asString()).isEqualTo("image");
    assertThat(file.path("format").asString()).isEqualTo("jpeg");
    assertThat(file.path("file_name").asString()).isEqualTo("1.jpg");
    assertThat(whole.header("Content-Type"))
        .isEqualTo("image/jpeg")
        .isEqualTo(file.path("content_type").asString());
    assertThat(whole.body()).hasSize(file.path("file_size").asInt()).startsWith(0xff, 0xd8, 0xff);
    assertThat(whole.header("Content-Length")).isEqualTo(Integer.toString(whole.body().length));
    assertThat(whole.header("ETag")).isEqualTo('"' + sha256(whole.body()) + '"');
    assertThat(Pictures.size(file.path("file_url").asString())).isEqualTo("1920x2048");
  }

  @Test
  void a_picture_is_open_to_every_page_and_runs_nothing() {
    assertThat(whole.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(whole.header("Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
    assertThat(whole.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(whole.header("Content-Security-Policy")).contains("sandbox");
    assertThat(whole.header("Accept-Ranges")).isEqualTo("bytes");
    assertThat(whole.header("Cache-Control")).matches("public, immutable, max-age=[1-9]\\d*");
    assertThat(whole.header("Content-Disposition")).isEmpty();
    assertThat(whole.header("Set-Cookie")).isEmpty();
    assertThat(whole.header("Location")).isEmpty();
  }

  @Test
  void head_answers_the_same_headers_without_the_picture() {
    Reply head = server.send("HEAD", path, Map.of(), "");

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (String name : new String[] {"Content-Type", "Content-Length", "ETag", "Accept-Ranges"}) {
      assertThat(head.header(name)).isEqualTo(whole.header(name));
    }
  }

  @ParameterizedTest
  @CsvSource({"bytes=0-99, 0, 99", "bytes=100-100, 100, 100", "bytes=0-999999999, 0, -1"})
  void a_range_is_that_part_of_the_picture(String range, int first, int last) {
    int end = last < 0 ? whole.body().length - 1 : last;

    Reply part = server.send("GET", path, Map.of("Range", range), "");

    assertThat(part.status()).isEqualTo(206);
    assertThat(part.header("Content-Range"))
        .isEqualTo("bytes " + first + "-" + end + "/" + whole.body().length);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole.body(), first, end + 1));
    assertThat(part.header("Content-Length")).isEqualTo(Integer.toString(end + 1 - first));
  }

  @Test
  void head_knows_no_ranges() {
    Reply head = server.send("HEAD", path, Map.of("Range", "bytes=0-9"), "");

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Length")).isEqualTo(whole.header("Content-Length"));
  }

  @Test
  void an_open_range_and_a_suffix_reach_to_the_end() {
    int size = whole.body().length;
    byte[] tail = Arrays.copyOfRange(whole.body(), size - 50, size);

    Reply open = server.send("GET", path, Map.of("Range", "bytes=" + (size - 50) + "-"), "");
    Reply suffix = server.send("GET", path, Map.of("Range", "bytes=-50"), "");

    assertThat(open.body()).isEqualTo(tail);
    assertThat(suffix.body()).isEqualTo(tail);
    assertThat(suffix.status()).isEqualTo(206);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-1,5-6", "lines=1-2", "bytes=9-3", "nonsense"})
  void a_range_we_do_not_know_is_the_whole_picture(String range) {
    Reply reply = server.send("GET", path, Map.of("Range", range), "");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo(whole.body());
  }

  @Test
  void a_range_outside_is_refused_with_the_size() {
    Reply reply = server.send("GET", path, Map.of("Range", "bytes=999999999-"), "");

    assertThat(reply.status()).isEqualTo(416);
    assertThat(reply.header("Content-Range")).isEqualTo("bytes */" + whole.body().length);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    assertThat(reply.text())
        .isEqualTo(
            "{\"code\":416,\"message\":\"Range: outside the file\",\"error\":"
                + "{\"message\":\"Range: outside the file\",\"type\":\"invalid_request_error\"}}");
  }

  @Test
  void a_range_counts_only_while_the_picture_is_still_the_one_meant() {
    Reply same =
        server.send(
            "GET", path, Map.of("Range", "bytes=0-9", "If-Range", whole.header("ETag")), "");
    Reply other =
        server.send("GET", path, Map.of("Range", "bytes=0-9", "If-Range", "\"other\""), "");

    assertThat(same.status()).isEqualTo(206);
    assertThat(other.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "W/%s", "\"other\", %s", "*"})
  void a_known_picture_is_not_sent_again(String known) {
    String tag = known.formatted(whole.header("ETag"));

    Reply reply = server.send("GET", path, Map.of("If-None-Match", tag), "");

    assertThat(reply.status()).isEqualTo(304);
    assertThat(reply.body()).isEmpty();
    assertThat(reply.header("ETag")).isEqualTo(whole.header("ETag"));
    assertThat(reply.header("Content-Length")).isIn("", Integer.toString(whole.body().length));
  }

  @Test
  void another_picture_is_sent() {
    Reply reply = server.send("GET", path, Map.of("If-None-Match", "\"other\""), "");

    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void a_wrong_token_and_a_wrong_name_are_not_found_alike() {
    String token = path.split("/", -1)[2];

    Reply wrongName = server.get("/f/" + token + "/2.jpg", "");
    Reply wrongToken = server.get("/f/" + "0".repeat(token.length()) + "/1.jpg", "");
    Reply climbing = server.get("/f/" + token + "/..%2F1.jpg", "");

    for (Reply reply : new Reply[] {wrongName, wrongToken, climbing}) {
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.header("Content-Type")).isEqualTo("application/json");
      assertThat(reply.text())
          .isEqualTo(
              "{\"code\":404,\"message\":\"No such file\",\"error\":"
                  + "{\"message\":\"No such file\",\"type\":\"resource_not_found_error\"}}");
    }
  }

  @Test
  void the_token_cannot_be_guessed() {
    assertThat(path).matches("/f/[0-9A-Za-z]{22,}/1\\.jpg");
  }

  @Test
  void the_address_does_not_come_from_the_host_header() {
    String id =
        server.submit(
            "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"A reed\", \"size\": \"1920x1920\"}}");
    server.awaitEnd(id);

    String reply =
        server.raw(
            "GET /api/generate/status/"
                + id
                + " HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\nAuthorization: Bearer "
                + DarkroomFixture.KEY
                + "\r\n\r\n");

    assertThat(reply)
        .startsWith("HTTP/1.1 200")
        .contains("\"file_url\":\"" + server.url("/f/"))
        .doesNotContain("evil.example");
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}

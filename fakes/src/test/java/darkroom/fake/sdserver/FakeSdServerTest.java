package darkroom.fake.sdserver;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.fake.kit.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class FakeSdServerTest {
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final InstantSource source = now::get;
  private final HttpClient client = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private FakeSdServer server;

  @BeforeEach
  void start() throws IOException {
    Clock clock = source.withZone(ZoneOffset.UTC);
    server = FakeSdServer.start(clock);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    client.close();
  }

  @Test
  void a_job_waits_is_drawn_and_is_done() throws IOException, InterruptedException {
    JsonNode job = json(submit(body("a fox")), 202);
    String place = job.path("poll_url").stringValue();

    JsonNode first = json(get(place), 200);
    JsonNode second = json(get(place), 200);
    JsonNode third = json(get(place), 200);

    assertThat(first.path("status").stringValue()).isEqualTo("queued");
    assertThat(first.path("queue_position").intValue()).isEqualTo(1);
    assertThat(second.path("status").stringValue()).isEqualTo("generating");
    assertThat(third.path("status").stringValue()).isEqualTo("completed");
    byte[] png =
        Base64.getDecoder()
            .decode(third.path("result").path("images").path(0).path("b64_json").stringValue());
    assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(1024);
    assertThat(server.billed()).isEqualTo(1);
    assertThat(server.faults()).isEmpty();
  }

  @Test
  void only_what_waits_can_be_taken_back() throws IOException, InterruptedException {
    String waiting = json(submit(body("a fox")), 202).path("poll_url").stringValue();
    String drawn = json(submit(body("a hare")), 202).path("poll_url").stringValue();
    get(drawn);
    get(drawn);

    assertThat(json(post(waiting + "/cancel", ""), 200).path("status").stringValue())
        .isEqualTo("cancelled");
    assertThat(json(post(drawn + "/cancel", ""), 409).has("error")).isTrue();
    get(drawn);
    assertThat(json(post(drawn + "/cancel", ""), 200).path("status").stringValue())
        .isEqualTo("completed");
    assertThat(json(post("/sdcpp/v1/jobs/job_x/cancel", ""), 404).has("error")).isTrue();
    assertThat(server.cancels().values()).containsExactly(1);
  }

  @Test
  void a_job_is_forgotten_ten_minutes_after_its_end() throws IOException, InterruptedException {
    String place = json(submit(body("a fox")), 202).path("poll_url").stringValue();
    for (int i = 0; i < 3; i++) {
      json(get(place), 200);
    }

    now.set(START.plusSeconds(600));
    json(get(place), 200);
    now.set(START.plusSeconds(601));

    json(get(place), 410);
    json(get("/sdcpp/v1/jobs/job_never"), 404);
  }

  @Test
  void the_queue_has_sixty_four_places() throws IOException, InterruptedException {
    for (int i = 0; i < 64; i++) {
      json(submit(body("fox " + i)), 202);
    }

    json(submit(body("one more")), 429);
  }

  @Test
  void what_nobody_asks_about_is_drawn_all_the_same() throws IOException, InterruptedException {
    String first = json(submit(body("fox 0")), 202).path("poll_url").stringValue();
    for (int i = 1; i < 64; i++) {
      json(submit(body("fox " + i)), 202);
    }
    now.set(START.plusSeconds(61));

    json(submit(body("one more")), 202);

    assertThat(json(get(first), 200).path("status").stringValue()).isEqualTo("completed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prompt|\" \"",
        "prompt|\"a <sd_cpp_extra_args>{}</sd_cpp_extra_args>\"",
        "width|\"1024\"",
        "width|32",
        "height|5000",
        "height|1000",
        "batch_count|9",
        "output_format|\"webp\"",
        "size|\"1024x1024\"",
        "ref_images|[\"https://example.com/a.png\"]",
        "ref_images|[\"AAAA\"]",
      })
  void a_body_is_refused(String field, String value) throws IOException, InterruptedException {
    ObjectNode body = body("a fox");
    body.set(field, Json.MAPPER.readTree(value));

    assertThat(json(submit(body), 400).path("error").isString()).isTrue();
    assertThat(server.faults()).hasSize(1);
    assertThat(server.billed()).isZero();
  }

  private static ObjectNode body(String prompt) {
    return Json.MAPPER
        .createObjectNode()
        .put("prompt", prompt)
        .put("width", 1024)
        .put("height", 768)
        .put("batch_count", 1);
  }

  private HttpResponse<String> submit(JsonNode body) throws IOException, InterruptedException {
    return post("/sdcpp/v1/img_gen", body.toString());
  }

  private HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(server.baseUrl() + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(server.baseUrl() + path)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(
        request.version(HttpClient.Version.HTTP_1_1).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return Json.MAPPER.readTree(answer.body());
  }
}

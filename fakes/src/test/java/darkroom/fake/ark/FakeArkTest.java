package darkroom.fake.ark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.fake.kit.BlockLabel;
import darkroom.fake.kit.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class FakeArkTest {
  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private FakeArk ark;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private ArkClient client;

  @BeforeEach
  void start() throws IOException {
    ark = FakeArk.start();
    client = new ArkClient(ark);
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    ark.close();
  }

  @Test
  void a_picture_by_address_shows_its_id_and_is_billed_once() throws Exception {
    HttpResponse<String> reply = client.send(ArkClient.body("a fox"));
    JsonNode body = Json.MAPPER.readTree(reply.body());
    byte[] picture = client.get(body.path("data").path(0).path("url").asString()).body();

    assertThat(reply.headers().firstValue("X-Client-Request-Id")).contains(ArkClient.ID);
    assertThat(body.path("data").path(0).path("size").asString()).isEqualTo("2048x2048");
    assertThat(body.path("usage").path("output_tokens").asInt()).isEqualTo(16384);
    assertThat(BlockLabel.read(ImageIO.read(new ByteArrayInputStream(picture))))
        .isEqualTo(ArkClient.ID);
    assertThat(ark.received()).isEqualTo(Map.of(ArkClient.ID, 1));
    assertThat(ark.paid()).isEqualTo(Map.of(ArkClient.ID, 1));
    assertThat(ark.answered()).isEqualTo(Map.of(ArkClient.ID, 1));
    assertThat(ark.fetched()).hasSize(1);
    assertThat(ark.faults()).isEmpty();
  }

  @Test
  void a_stream_tells_of_each_picture_and_then_of_the_bill() throws Exception {
    ObjectNode group =
        ArkClient.body("[[moderated 1]]")
            .put("stream", true)
            .put("sequential_image_generation", "auto");
    group.putObject("sequential_image_generation_options").put("max_images", 3);

    String text = client.send(group).body();

    assertThat(text.lines().filter(line -> line.startsWith("event: ")))
        .containsExactly(
            "event: image_generation.partial_succeeded",
            "event: image_generation.partial_failed",
            "event: image_generation.partial_succeeded",
            "event: image_generation.completed");
    assertThat(text).contains("\"generated_images\":2").endsWith("data: [DONE]\n\n");
    assertThat(ark.billed()).isEqualTo(2);
  }

  @Test
  void errors_stand_inside_a_200_too() throws Exception {
    JsonNode one = Json.MAPPER.readTree(client.send(ArkClient.body("[[moderated]]")).body());
    JsonNode all =
        Json.MAPPER.readTree(client.send(ArkClient.body("[[error-inside Boom]]")).body());

    assertThat(one.path("data").path(0).path("error").path("code").asString())
        .isEqualTo("OutputImageSensitiveContentDetected");
    assertThat(one.path("error").path("code").asString())
        .isEqualTo("OutputImageSensitiveContentDetected");
    assertThat(all.path("error").path("code").asString()).isEqualTo("Boom");
    assertThat(ark.billed()).isZero();
  }

  @Test
  void a_picture_may_travel_inside() throws Exception {
    String body =
        client.spoilt(json -> json.put("response_format", "b64_json").put("size", "4K")).body();

    JsonNode item = Json.MAPPER.readTree(body).path("data").path(0);
    byte[] bytes = Base64.getDecoder().decode(item.path("b64_json").asString());
    assertThat(ImageIO.read(new ByteArrayInputStream(bytes)).getWidth()).isEqualTo(4992);
  }

  @ParameterizedTest
  @CsvSource({
    "'[[fail InputTextRiskDetection]]', 400, InputTextRiskDetection",
    "'[[fail OperationDenied.ServiceOverdue]]', 403, OperationDenied.ServiceOverdue",
    "'[[fail ModelNotOpen]]', 404, ModelNotOpen",
    "'[[fail RateLimitExceeded.EndpointRPMExceeded]]', 429, RateLimitExceeded.EndpointRPMExceeded",
    "'[[fail InternalServiceError]]', 500, InternalServiceError",
    "'[[fail 503 ServerOverloaded]]', 503, ServerOverloaded",
    "'[[http 401]]', 401, AuthenticationError",
    "'[[http 502]]', 502, InternalServiceError",
  })
  void errors_are_the_vendors(String prompt, int status, String code) throws Exception {
    HttpResponse<String> reply = client.send(ArkClient.body(prompt));

    assertThat(reply.statusCode()).isEqualTo(status);
    assertThat(Json.MAPPER.readTree(reply.body()).path("error").path("code").asString())
        .isEqualTo(code);
    assertThat(ark.billed()).isZero();
    assertThat(ark.faults()).isEmpty();
  }

  @Test
  void the_frame_of_a_request_is_checked() throws Exception {
    String body = ArkClient.body("a fox").toString();

    int wrongKey =
        client.send(client.request(body).setHeader("Authorization", "Bearer x")).statusCode();
    assertThat(ark.faults()).isEmpty();
    int wrongScheme =
        client.send(client.request(body).setHeader("Authorization", "Key x")).statusCode();
    int wrongType =
        client.send(client.request(body).setHeader("Content-Type", "text/plain")).statusCode();
    int twice = client.send(client.request("{\"n\":1,\"n\":2}")).statusCode();
    int get = client.send(client.request(body).GET()).statusCode();

    assertThat(new int[] {wrongKey, wrongScheme, wrongType, twice, get})
        .containsExactly(401, 401, 400, 400, 404);
    assertThat(ark.faults()).hasSizeGreaterThanOrEqualTo(4);
    assertThat(ark.billed()).isZero();
  }

  @Test
  void a_broken_rule_is_the_vendors_error_and_a_fault() throws Exception {
    HttpResponse<String> reply = client.spoilt(body -> body.put("size", "1K"));

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).contains("\"InvalidParameter\"").contains("Request id: ");
    assertThat(ark.faults()).containsExactly("InvalidParameter: size");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[[drop-after-read]]", "[[rst-after-read]]", "[[cut 30]]", "[[cut 0]]"})
  void a_lost_answer_is_billed_and_not_answered(String prompt) {
    assertThatThrownBy(() -> client.send(ArkClient.body(prompt))).isInstanceOf(IOException.class);

    assertThat(ark.billed()).isEqualTo(1);
    assertThat(ark.answered()).isEmpty();
  }

  @Test
  void a_trickle_arrives_whole() throws Exception {
    assertThat(client.send(ArkClient.body("[[trickle 1]]")).body()).endsWith("}");
    assertThat(ark.answered()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "seconds,1",
    "negative,-5",
    "absurd,99999999999999999999",
    "none,",
    "soon_now,soon now"
  })
  void busy_is_said_so_often(String kind, String header) throws Exception {
    ObjectNode body = ArkClient.body("[[429 1 " + kind + "]]");

    HttpResponse<String> busy = client.send(body);
    HttpResponse<String> fine = client.send(body);

    assertThat(busy.statusCode()).isEqualTo(429);
    assertThat(busy.headers().firstValue("Retry-After").orElse(null)).isEqualTo(header);
    assertThat(fine.statusCode()).isEqualTo(200);
    assertThat(ark.billed()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'[[url 404]]', 404",
    "'[[url expired]]', 403",
    "'[[url redirect-private]]', 302",
    "'[[image html]]', 200",
    "'[[size 64x48]]', 200",
  })
  void a_result_can_be_bad(String prompt, int status) throws Exception {
    JsonNode body = Json.MAPPER.readTree(client.send(ArkClient.body(prompt)).body());

    String url = body.path("data").path(0).path("url").asString();
    assertThat(client.get(url).statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"'[[url busy]]', 503 503 503 503 200", "'[[image html-once]]', 200 200"})
  void a_result_can_come_well_at_last(String prompt, String statuses) throws Exception {
    JsonNode body = Json.MAPPER.readTree(client.send(ArkClient.body(prompt)).body());
    String url = body.path("data").path(0).path("url").asString();
    var told = new ArrayList<String>();

    HttpResponse<byte[]> last = client.get(url);
    told.add(Integer.toString(last.statusCode()));
    assertThat(ImageIO.read(new ByteArrayInputStream(last.body()))).isNull();
    while (told.size() < statuses.split(" ", -1).length) {
      last = client.get(url);
      told.add(Integer.toString(last.statusCode()));
    }

    assertThat(String.join(" ", told)).isEqualTo(statuses);
    assertThat(ImageIO.read(new ByteArrayInputStream(last.body()))).isNotNull();
  }

  @Test
  void another_process_looks_and_steers() throws Exception {
    client.steer("/_fake/script", "{\"directive\":\"drop-before-read\",\"times\":1}");

    assertThatThrownBy(() -> client.send(ArkClient.body("a fox"))).isInstanceOf(IOException.class);
    assertThat(ark.received()).isEmpty();
    client.spoilt(body -> body.put("seed", 1));
    client.send(ArkClient.body("a fox"));
    JsonNode stats = Json.MAPPER.readTree(client.steer("/_fake/stats", "").body());
    int unknown = client.steer("/_fake/script", "{\"directive\":\"dance\"}").statusCode();

    assertThat(stats.path("name").asString()).isEqualTo("ark");
    assertThat(stats.path("total").path("received").asInt()).isEqualTo(2);
    assertThat(stats.path("by_id").path(ArkClient.ID).path("paid").asInt()).isEqualTo(1);
    assertThat(stats.path("faults").size()).isEqualTo(1);
    assertThat(unknown).isEqualTo(400);

    client.steer("/_fake/reset", "{}");
    assertThat(ark.received()).isEmpty();
    assertThat(ark.faults()).isEmpty();
  }
}

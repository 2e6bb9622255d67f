package darkroom.fake.fal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.fake.kit.BlockLabel;
import darkroom.fake.kit.Json;
import darkroom.fake.kit.PictureKind;
import darkroom.fake.kit.Pictures;
import darkroom.fake.kit.Pixels;
import darkroom.fake.wire.Asked;
import darkroom.fake.wire.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
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
class FakeFalTest {
  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private FakeFal fal;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private FalCaller caller;

  @BeforeEach
  void start() throws IOException {
    fal = FakeFal.start();
    caller = new FalCaller(fal);
  }

  @AfterEach
  void stop() throws IOException {
    caller.close();
    fal.close();
  }

  @Test
  void a_picture_shows_its_seed_and_is_billed_once() throws Exception {
    String id = caller.take("a fox");
    JsonNode state = FalCaller.json(caller.ask("GET", id, "/status?logs=1"));
    JsonNode result = FalCaller.json(caller.ask("GET", id, ""));
    byte[] picture = caller.get(result.path("images").path(0).path("url").asString());

    assertThat(state.path("status").asString()).isEqualTo("COMPLETED");
    assertThat(state.path("logs").size()).isEqualTo(1);
    var image = ImageIO.read(new ByteArrayInputStream(picture));
    assertThat(image.getWidth()).isEqualTo(1920);
    assertThat(BlockLabel.read(image)).isEqualTo(FalCaller.SEED);
    assertThat(fal.paid()).isEqualTo(Map.of(FalCaller.SEED, 1));
    assertThat(fal.received()).isEqualTo(Map.of(FalCaller.SEED, 1));
    assertThat(fal.polls()).isEqualTo(Map.of(FalCaller.SEED, 2));
    assertThat(fal.faults()).isEmpty();
  }

  @Test
  void a_job_waits_runs_and_can_be_cancelled_until_it_is_over() throws Exception {
    String id = caller.take("[[stuck]]");

    assertThat(state(id)).isEqualTo("IN_QUEUE");
    assertThat(state(id)).isEqualTo("IN_PROGRESS");
    assertThat(caller.ask("GET", id, "").statusCode()).isEqualTo(400);
    assertThat(caller.ask("PUT", id, "/cancel").statusCode()).isEqualTo(202);
    assertThat(state(id)).isEqualTo("COMPLETED");
    assertThat(caller.ask("PUT", id, "/cancel").body()).contains("ALREADY_COMPLETED");
    assertThat(FalCaller.json(caller.ask("GET", id, "")).path("error_type").asString())
        .isEqualTo("client_cancelled");
    assertThat(fal.faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'[[moderated]]', 422, content_policy_violation",
    "'[[error-inside generation_timeout]]', 504, generation_timeout",
    "'[[error-inside downstream_service_error]]', 400, downstream_service_error",
    "'[[error-inside image_too_large@image_urls]]', 422, image_too_large",
  })
  void a_model_ends_in_its_own_error(String prompt, int status, String type) throws Exception {
    HttpResponse<String> reply = caller.ask("GET", caller.take(prompt), "");

    assertThat(reply.statusCode()).isEqualTo(status);
    assertThat(FalCaller.json(reply).path("detail").path(0).path("type").asString())
        .isEqualTo(type);
    assertThat(fal.billed()).isZero();
  }

  @Test
  void the_platform_ends_a_job_with_a_sentence_and_a_type() throws Exception {
    HttpResponse<String> reply =
        caller.ask("GET", caller.take("[[error-inside runner_disconnected]]"), "");

    assertThat(reply.statusCode()).isEqualTo(503);
    assertThat(reply.headers().firstValue("X-Fal-Error-Type")).contains("runner_disconnected");
    assertThat(FalCaller.json(reply).path("detail").isString()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[[lost-job]]", "[[restart]]"})
  void a_forgotten_job_is_not_found(String prompt) throws Exception {
    assertThat(caller.ask("GET", caller.take(prompt), "/status").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "prompt, '\" \"'",
    "image_size, '\"1K\"'",
    "image_size, '{\"width\":1500,\"height\":1500}'",
    "image_size, '{\"width\":5000,\"height\":5000}'",
    "image_size, '{\"width\":16000,\"height\":900}'",
    "num_images, 7",
    "num_images, '\"1\"'",
    "max_images, 0",
    "seed, -1",
    "seed, 2147483648",
    "enable_safety_checker, '\"yes\"'",
    "image_urls, '[\"https://elsewhere.example/a.png\"]'",
    "n, 1",
  })
  void a_wrong_field_is_refused_and_a_fault(String field, String value) throws Exception {
    HttpResponse<String> reply =
        caller.spoilt(body -> body.set(field, Json.MAPPER.readTree(value)));

    assertThat(reply.statusCode()).isEqualTo(422);
    assertThat(FalCaller.json(reply).path("detail").path(0).path("loc").path(1).asString())
        .isEqualTo(field);
    assertThat(fal.faults()).hasSize(1);
    assertThat(fal.billed()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "X-Fal-No-Retry, 0",
    "X-Fal-Object-Lifecycle-Preference, '{}'",
    "X-Fal-Store-IO, 0",
    "X-Fal-Unknown, 1",
    "Content-Type, text/plain",
  })
  void a_wrong_header_is_refused_and_a_fault(String name, String value) throws Exception {
    HttpRequest.Builder request =
        caller.submit(FalCaller.ENDPOINT, FalCaller.body("a fox")).setHeader(name, value);

    assertThat(caller.send(request).statusCode()).isEqualTo(400);
    assertThat(fal.faults()).hasSize(1);
    assertThat(fal.billed()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"Key wrong, 0", "Bearer fal-id:0123456789, 1"})
  void a_wrong_key_is_refused_and_another_scheme_a_fault(String value, int faults)
      throws Exception {
    HttpRequest.Builder request =
        caller
            .submit(FalCaller.ENDPOINT, FalCaller.body("a fox"))
            .setHeader("Authorization", value);

    assertThat(caller.send(request).statusCode()).isEqualTo(401);
    assertThat(fal.faults()).hasSize(faults);
  }

  @Test
  void references_are_data_uris_of_real_pictures() throws Exception {
    byte[] png = new Pictures().picture(PictureKind.PNG, new Pixels(64, 48), "x");
    String good = "data:image/png;base64," + Base64.getEncoder().encodeToString(png);

    assertThat(edit(good).statusCode()).isEqualTo(200);
    assertThat(fal.faults()).isEmpty();
    for (String bad :
        new String[] {
          "https://elsewhere.example/a.png", good.replace("png", "jpeg"), good.replace("iV", "xx")
        }) {
      assertThat(edit(bad).statusCode()).as(bad).isEqualTo(422);
    }
    assertThat(caller.send(caller.submit(FalCaller.EDIT, FalCaller.body("x"))).statusCode())
        .isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/fal-ai/bytedance/seedream/v4.5/text-to-image/requests/6f1f8a4e-0000-3000-8000-000000000000",
        "/fal-ai/bytedance/seedream/v5/text-to-image",
      })
  void other_paths_are_a_fault(String path) throws Exception {
    assertThat(caller.send(caller.request(path)).statusCode()).isEqualTo(404);
    assertThat(fal.faults()).hasSize(1);
  }

  @Test
  void the_history_lists_what_was_taken_in_pages() throws Exception {
    for (int i = 0; i < FalHistory.MOST_ON_A_PAGE + 2; i++) {
      caller.take("fox " + i);
    }

    JsonNode first = history("&expand=payloads&limit=50");
    JsonNode second = history("&expand=payloads&cursor=" + first.path("next_cursor").asString());

    assertThat(first.path("items").size()).isEqualTo(FalHistory.MOST_ON_A_PAGE);
    assertThat(first.path("has_more").booleanValue()).isTrue();
    assertThat(first.path("items").path(0).path("json_input").path("prompt").asString())
        .isEqualTo("fox 11");
    assertThat(second.path("items").size()).isEqualTo(2);
    assertThat(second.path("has_more").booleanValue()).isFalse();
    assertThat(history("&start=2199-01-01T00:00:00Z").path("items").size()).isZero();
    assertThat(fal.faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"absent, 0", "delayed 60000, 0", "delayed 0, 1", "double, 2"})
  void the_history_has_its_misfortunes(String kind, int items) throws Exception {
    caller.take("[[history " + kind + "]]");

    assertThat(history("").path("items").size()).isEqualTo(items);
  }

  @Test
  void a_lost_answer_is_billed_and_in_the_history() throws Exception {
    assertThatThrownBy(() -> caller.take("[[drop-after-read]]")).isInstanceOf(IOException.class);

    assertThat(fal.billed()).isEqualTo(1);
    assertThat(history("").path("items").size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"'', 1", "'[[hook twice]]', 2", "'[[hook early]]', 1", "'[[hook otherid]]', 1"})
  void a_finished_job_calls_back(String prompt, int times) throws Exception {
    BlockingQueue<Asked> calls = new LinkedBlockingQueue<>();
    try (var sink =
        ScriptedServer.start((asked, out) -> {
          calls.add(asked);
          ScriptedServer.write(out, "200 OK", "");
        })) {
      String path =
          FalCaller.ENDPOINT
              + "?fal_webhook="
              + URLEncoder.encode(sink.url("127.0.0.1", "/x?y=1"), StandardCharsets.UTF_8);

      JsonNode taken =
          FalCaller.json(caller.send(caller.submit(path, FalCaller.body("a fox " + prompt))));

      for (int i = 0; i < times; i++) {
        Asked call = calls.take();
        boolean own =
            Json.MAPPER
                .readTree(call.body())
                .path("request_id")
                .asString()
                .equals(taken.path("request_id").asString());
        assertThat(own).isEqualTo(!prompt.contains("otherid"));
        assertThat(call.path()).isEqualTo("/x?y=1");
        assertThat(call.headers())
            .containsKeys(
                "x-fal-webhook-request-id",
                "x-fal-webhook-user-id",
                "x-fal-webhook-timestamp",
                "x-fal-webhook-signature");
      }
    }
  }

  private String state(String id) throws Exception {
    return FalCaller.json(caller.ask("GET", id, "/status")).path("status").asString();
  }

  private JsonNode history(String more) throws Exception {
    return FalCaller.json(
        caller.send(
            caller.request(
                "/v1/models/requests/by-endpoint?endpoint_id="
                    + FalCaller.ENDPOINT.substring(1)
                    + more)));
  }

  private HttpResponse<String> edit(String url) throws Exception {
    ObjectNode body = FalCaller.body("a fox");
    body.putArray("image_urls").add(url);
    return caller.send(caller.submit(FalCaller.EDIT, body));
  }
}

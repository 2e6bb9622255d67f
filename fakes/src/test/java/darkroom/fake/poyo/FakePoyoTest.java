package darkroom.fake.poyo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.fake.kit.BlockLabel;
import darkroom.fake.kit.Json;
import darkroom.fake.kit.Pictures;
import darkroom.fake.kit.Pixels;
import darkroom.fake.wire.Asked;
import darkroom.fake.wire.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
class FakePoyoTest {
  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private FakePoyo poyo;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private PoyoClient client;

  @BeforeEach
  void start() throws IOException {
    poyo = FakePoyo.start();
    client = new PoyoClient(poyo);
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    poyo.close();
  }

  @Test
  void a_task_runs_and_then_has_its_pictures() throws Exception {
    ObjectNode body = PoyoClient.body("a fox");
    ((ObjectNode) body.path("input")).put("n", 2).put("size", "3:2");

    JsonNode submitted = client.send(body).path("data");
    JsonNode first = client.look(submitted.path("task_id").asString()).path("data");
    JsonNode second = client.look(submitted.path("task_id").asString()).path("data");

    assertThat(submitted.path("status").asString()).isEqualTo("not_started");
    assertThat(first.path("status").asString()).isEqualTo("running");
    assertThat(first.path("progress").asDouble()).isEqualTo(37.5);
    assertThat(second.path("status").asString()).isEqualTo("finished");
    assertThat(second.path("files").size()).isEqualTo(2);
    byte[] picture = client.get(second.path("files").path(0).path("file_url").asString()).body();
    var image = ImageIO.read(new ByteArrayInputStream(picture));
    assertThat(image.getWidth()).isEqualTo(2496);
    assertThat(BlockLabel.read(image)).isEqualTo(PoyoClient.ID);
    assertThat(poyo.paid()).isEqualTo(Map.of(PoyoClient.ID, 2));
    assertThat(poyo.faults()).isEmpty();
  }

  @Test
  void one_key_is_one_task_and_is_billed_once() throws Exception {
    JsonNode first = client.send(PoyoClient.body("a fox"));
    JsonNode second = client.send(PoyoClient.body("a fox"));

    assertThat(second).isEqualTo(first);
    assertThat(poyo.received()).isEqualTo(Map.of(PoyoClient.ID, 2));
    assertThat(poyo.paid()).isEqualTo(Map.of(PoyoClient.ID, 1));

    assertThat(client.send(PoyoClient.body("a dog")).path("code").asInt()).isEqualTo(409);
    assertThat(poyo.faults()).hasSize(1);
    assertThat(poyo.billed()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[[drop-after-read]]", "[[rst-after-read]]", "[[cut 20]]"})
  void a_lost_answer_comes_at_the_second_time(String prompt) throws Exception {
    assertThatThrownBy(() -> client.send(PoyoClient.body(prompt))).isInstanceOf(IOException.class);
    JsonNode again = client.send(PoyoClient.body(prompt));

    assertThat(again.path("data").path("task_id").asString()).isNotEmpty();
    assertThat(poyo.billed()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'[[http 401]]', 401, 401, authentication_error",
    "'[[http 502]]', 502, 502, upstream_error",
    "'[[fail content_moderation_error]]', 400, 400, content_moderation_error",
    "'[[error-inside insufficient_credits_error]]', 200, 402, insufficient_credits_error",
  })
  void errors_stand_inside_a_200_or_have_their_status(
      String prompt, int status, int code, String type) throws Exception {
    var reply = client.send(client.request(PoyoClient.body(prompt).toString()));

    assertThat(reply.statusCode()).isEqualTo(status);
    assertThat(PoyoClient.json(reply).path("code").asInt()).isEqualTo(code);
    assertThat(PoyoClient.json(reply).path("error").path("type").asString()).isEqualTo(type);
    assertThat(poyo.billed()).isZero();
    assertThat(poyo.faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'[[moderated]]', failed",
    "'[[lost-job]]', ''",
    "'[[restart]]', ''",
    "'[[stuck]]', running",
    "'[[at poyo stuck]]', running",
    "'[[at fal stuck]]', finished",
    "'[[late 600000]]', running",
    "'[[progress-back]]', running",
  })
  void a_task_may_come_to_a_bad_end_or_to_none(String prompt, String status) throws Exception {
    String task = client.send(PoyoClient.body(prompt)).path("data").path("task_id").asString();

    client.look(task);
    JsonNode second = client.look(task);

    if (prompt.equals("[[progress-back]]")) {
      assertThat(second.path("data").path("status").asString()).isEqualTo("finished");
    } else {
      assertThat(second.path("data").path("status").asString("")).isEqualTo(status);
      assertThat(second.path("code").asInt()).isEqualTo(status.isEmpty() ? 404 : 200);
    }
  }

  @Test
  void the_frame_of_a_request_is_checked() throws Exception {
    String body = PoyoClient.body("a fox").toString();
    var codes = new ArrayList<Integer>();

    codes.add(code(client.request(body).setHeader("Authorization", "Bearer x")));
    assertThat(poyo.faults()).isEmpty();
    codes.add(code(client.request(body).setHeader("Authorization", "Key x")));
    codes.add(code(client.request(body).setHeader("Content-Type", "text/plain")));
    codes.add(code(client.request(body).setHeader("Idempotency-Key", "a b")));
    codes.add(code(client.request("{\"n\":1,\"n\":2}")));
    codes.add(code(client.request(body).GET()));

    assertThat(codes).containsExactly(401, 401, 400, 400, 400, 404);
    assertThat(poyo.faults()).hasSizeGreaterThanOrEqualTo(5);
    assertThat(poyo.billed()).isZero();
  }

  private int code(HttpRequest.Builder request) throws Exception {
    return PoyoClient.json(client.send(request)).path("code").asInt();
  }

  @Test
  void an_upload_can_be_referred_to_and_the_sixth_of_a_minute_is_refused() throws Exception {
    byte[] picture = new Pictures().png(new Pixels(64, 48), "x");
    var statuses = new ArrayList<Integer>();
    String url = "";
    for (int i = 0; i < 6; i++) {
      var reply = client.upload("file", "image/png", picture);
      statuses.add(reply.statusCode());
      if (i == 0) {
        url = PoyoClient.json(reply).path("data").path("file_url").asString();
      }
    }
    ObjectNode body = PoyoClient.body("a fox");
    ((ObjectNode) body.path("input")).putArray("image_urls").add(url);

    assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 429);
    assertThat(client.send(body).path("code").asInt()).isEqualTo(200);
    assertThat(poyo.uploads()).isEqualTo(5);
    assertThat(poyo.faults()).isEmpty();
  }

  @Test
  void an_upload_that_is_none_is_refused_in_its_own_way() throws Exception {
    byte[] picture = new Pictures().png(new Pixels(64, 48), "x");

    var name = client.upload("image", "image/png", picture);
    var type = client.upload("file", "image/jpeg", picture);
    var bytes = client.upload("file", "image/png", "text".getBytes(StandardCharsets.UTF_8));

    assertThat(List.of(name.statusCode(), type.statusCode(), bytes.statusCode()))
        .containsExactly(422, 400, 400);
    assertThat(PoyoClient.json(name).path("detail").asString()).isNotEmpty();
    assertThat(poyo.faults()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "'a fox', 1, true, true",
    "'[[drop-after-read]]', 1, true, true",
    "'[[hook early]]', 1, true, true",
    "'[[hook twice]]', 2, true, true",
    "'[[hook badsig]]', 1, false, true",
    "'[[hook stale]]', 1, true, false",
    "'[[hook otherid]]', 1, true, true",
  })
  void the_end_of_a_task_is_called_back(String prompt, int times, boolean signed, boolean fresh)
      throws Exception {
    BlockingQueue<Asked> heard = new LinkedBlockingQueue<>();
    try (var listener =
        ScriptedServer.start((asked, out) -> {
          heard.add(asked);
          ScriptedServer.write(out, "200 OK", "");
        })) {
      ObjectNode body = PoyoClient.body(prompt);
      body.put("callback_url", listener.url("127.0.0.1", "/hook"));
      if (prompt.contains("drop")) {
        assertThatThrownBy(() -> client.send(body)).isInstanceOf(IOException.class);
      } else {
        client.send(body);
      }

      for (int i = 0; i < times; i++) {
        Asked hook = Objects.requireNonNull(heard.poll(30, TimeUnit.SECONDS));
        JsonNode data = Json.MAPPER.readTree(hook.body()).path("data");
        String task = data.path("task_id").asString();
        String time = String.valueOf(hook.header("x-webhook-timestamp"));
        boolean other = prompt.equals("[[hook otherid]]");
        assertThat(data.path("status").asString()).isEqualTo("finished");
        assertThat(task.startsWith("OTHER")).isEqualTo(other);
        assertThat(PoyoHook.signature(FakePoyo.WEBHOOK_KEY, task, time))
            .matches(right -> right.equals(hook.header("x-webhook-signature")) == signed);
        Instant at = Instant.ofEpochSecond(Long.parseLong(time));
        Duration age = Duration.between(at, Instant.now());
        assertThat(age.compareTo(Duration.ofMinutes(5)) < 0).isEqualTo(fresh);
      }
    }
  }

  @Test
  void a_task_that_is_stuck_or_late_is_not_called_back_about_meanwhile() throws Exception {
    BlockingQueue<Asked> heard = new LinkedBlockingQueue<>();
    try (var listener =
        ScriptedServer.start((asked, out) -> {
          heard.add(asked);
          ScriptedServer.write(out, "200 OK", "");
        })) {
      String hook = listener.url("127.0.0.1", "/hook");

      String stuck = submitted("[[stuck]]", "key-1", hook);
      String late = submitted("[[late 600000]]", "key-2", hook);
      String usual = submitted("a fox", "key-3", hook);
      Asked first = Objects.requireNonNull(heard.poll(30, TimeUnit.SECONDS));

      // submitted last and called back first: the others' time would have come before
      JsonNode data = Json.MAPPER.readTree(first.body()).path("data");
      assertThat(data.path("task_id").asString()).isEqualTo(usual);
      assertThat(heard).isEmpty();
      for (String task : List.of(stuck, late)) {
        client.look(task);
        assertThat(client.look(task).path("data").path("status").asString()).isEqualTo("running");
      }
    }
  }

  private String submitted(String prompt, String key, String hook) throws Exception {
    ObjectNode body = PoyoClient.body(prompt).put("callback_url", hook);
    var reply = client.send(client.request(body.toString()).setHeader("Idempotency-Key", key));
    return PoyoClient.json(reply).path("data").path("task_id").asString();
  }

  @Test
  void a_signature_is_that_of_a_published_vector() {
    assertThat(PoyoHook.signature("test_webhook_secret", "TASK1234ABCD5678", "1783680000"))
        .isEqualTo("LEfpkX+vfBF0620TOPlY/AXww4BE9B3tc9END58YoMk=");
  }
}

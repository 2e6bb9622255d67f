package darkroom.fake.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.fake.kit.BlockLabel;
import darkroom.fake.kit.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fake keeps to what ComfyUI's own server does ({@code server.py}), route by route. */
@Timeout(60)
class FakeComfyTest {
  private static final String ID = ComfyClient.ID;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private FakeComfy comfy;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private ComfyClient client;

  @BeforeEach
  void start() throws IOException {
    start(ComfyEra.JOBS);
  }

  private void start(ComfyEra era) throws IOException {
    comfy = FakeComfy.start(era);
    client = new ComfyClient(comfy);
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    comfy.close();
  }

  @Test
  void a_prompt_is_queued_under_the_clients_id_and_its_picture_is_viewed() throws Exception {
    HttpResponse<String> reply = client.submit(ComfyClient.body("a fox"));
    JsonNode answer = Json.MAPPER.readTree(reply.body());
    JsonNode job = client.json("/api/jobs/" + ID);
    JsonNode image = job.path("outputs").path("7").path("images").path(0);
    byte[] picture = client.get(view(image)).body();

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(answer.propertyNames()).containsExactly("prompt_id", "number", "node_errors");
    assertThat(answer.path("prompt_id").asString()).isEqualTo(ID);
    assertThat(job.path("status").asString()).isEqualTo("completed");
    assertThat(image.path("type").asString()).isEqualTo("output");
    var read = ImageIO.read(new ByteArrayInputStream(picture));
    assertThat(read.getWidth() + "x" + read.getHeight()).isEqualTo("64x48");
    assertThat(BlockLabel.read(read)).isEqualTo(ID.replace("-", ""));
    assertThat(comfy.faults()).isEmpty();
  }

  @Test
  void the_same_id_twice_is_queued_twice_and_counted_twice() throws Exception {
    client.submit(ComfyClient.body("a fox"));
    client.submit(ComfyClient.body("a fox"));

    assertThat(comfy.paid()).isEqualTo(Map.of(ID, 2));
    assertThat(comfy.received()).isEqualTo(Map.of(ID, 2));
    assertThat(comfy.answered()).isEqualTo(Map.of(ID, 2));
  }

  @Test
  void history_shows_what_is_over_and_the_queue_what_is_not() throws Exception {
    client.submit(ComfyClient.body("[[stuck]]"));
    client.submit(ComfyClient.body("[[stuck]]").put("prompt_id", other()));
    JsonNode queue = client.json("/queue");
    JsonNode before = client.json("/history/" + ID);
    client.post("/interrupt", "{\"prompt_id\":\"" + ID + "\"}");
    JsonNode after = client.json("/history/" + ID);

    assertThat(queue.path("queue_running").path(0).path(1).asString()).isEqualTo(ID);
    assertThat(queue.path("queue_pending").path(0).path(1).asString()).isEqualTo(other());
    assertThat(queue.path("queue_running").path(0).size()).isEqualTo(5);
    assertThat(before.isEmpty()).isTrue();
    JsonNode status = after.path(ID).path("status");
    assertThat(status.path("status_str").asString()).isEqualTo("error");
    assertThat(status.path("messages").path(1).path(0).asString())
        .isEqualTo("execution_interrupted");
    assertThat(client.json("/queue").path("queue_running").path(0).path(1).asString())
        .isEqualTo(other());
  }

  @Test
  void an_interrupt_stops_only_the_job_it_names_and_must_name_one() throws Exception {
    client.submit(ComfyClient.body("[[stuck]]"));

    client.post("/interrupt", "{\"prompt_id\":\"" + other() + "\"}");
    String still = client.json("/api/jobs/" + ID).path("status").asString();
    assertThat(comfy.faults()).isEmpty();
    client.post("/interrupt", "{}");

    assertThat(still).isEqualTo("in_progress");
    assertThat(comfy.faults()).hasSize(1);
  }

  @Test
  void cancelling_is_idempotent_and_says_whether_it_did_anything() throws Exception {
    client.submit(ComfyClient.body("[[stuck]]"));
    String path = "/api/jobs/" + ID + "/cancel";

    assertThat(client.post(path, "{}").body()).isEqualTo("{\"cancelled\":true}");
    assertThat(client.post(path, "{}").body()).isEqualTo("{\"cancelled\":false}");
    assertThat(client.post("/api/jobs/nobody/cancel", "{}").body())
        .isEqualTo("{\"cancelled\":false}");
    assertThat(client.json("/api/jobs/" + ID).path("status").asString()).isEqualTo("cancelled");
  }

  @Test
  void a_job_that_waits_can_be_deleted_and_leaves_no_trace() throws Exception {
    client.submit(ComfyClient.body("[[stuck]]"));
    client.submit(ComfyClient.body("[[stuck]]").put("prompt_id", other()));

    client.post("/queue", "{\"delete\":[\"" + other() + "\"]}");

    assertThat(client.get("/api/jobs/" + other()).statusCode()).isEqualTo(404);
    assertThat(client.json("/history/" + other()).isEmpty()).isTrue();
  }

  @Test
  void an_unknown_job_is_an_error_in_json_and_an_older_server_has_no_such_path() throws Exception {
    HttpResponse<byte[]> unknown = client.get("/api/jobs/" + ID);
    client.close();
    comfy.close();
    start(ComfyEra.QUEUE);
    HttpResponse<byte[]> older = client.get("/api/jobs/" + ID);

    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(text(unknown)).isEqualTo("{\"error\":\"Job not found\"}");
    assertThat(older.statusCode()).isEqualTo(404);
    assertThat(text(older)).isEqualTo("404: Not Found");
  }

  @ParameterizedTest
  @EnumSource(
      names = {"QUEUE", "OWN_IDS"},
      value = ComfyEra.class)
  void routes_are_under_api_too(ComfyEra era) throws Exception {
    stop();
    start(era);

    String own =
        Json.MAPPER
            .readTree(client.post("/api/prompt", ComfyClient.body("a fox").toString()).body())
            .path("prompt_id")
            .asString();

    assertThat(own.equals(ID)).isEqualTo(era == ComfyEra.QUEUE);
    assertThat(client.json("/api/history/" + own).path(own).path("status").path("status_str"))
        .hasToString("\"success\"");
  }

  @Test
  void a_node_that_fails_tells_its_inputs_as_the_server_does() throws Exception {
    client.submit(ComfyClient.body("[[error-inside RuntimeError]]"));

    JsonNode job = client.json("/api/jobs/" + ID);

    assertThat(job.path("status").asString()).isEqualTo("failed");
    assertThat(job.path("execution_error").path("exception_type").asString())
        .isEqualTo("RuntimeError");
    assertThat(job.path("execution_error").path("current_inputs").isObject()).isTrue();
    JsonNode messages = client.json("/history/" + ID).path(ID).path("status").path("messages");
    assertThat(messages.path(1).path(0).asString()).isEqualTo("execution_error");
  }

  @Test
  void a_restart_takes_queue_and_history_and_leaves_the_files() throws Exception {
    client.upload(parts("image", "a.png"));
    client.submit(ComfyClient.body("[[restart]]"));

    assertThat(client.get("/api/jobs/" + ID).statusCode()).isEqualTo(404);
    assertThat(comfy.uploaded()).containsOnlyKeys("sub/a.png");
  }

  @Test
  void an_upload_is_named_and_can_then_be_loaded() throws Exception {
    ObjectNode body = ComfyClient.body("a fox");
    ComfyClient.inputs(body, "4").removeAll();
    var load = body.path("prompt").asObject().putObject("8").put("class_type", "LoadImage");
    load.putObject("inputs").put("image", "sub/a.png");
    ComfyClient.inputs(body, "4").put("width", 64).put("height", 64).put("batch_size", 1);

    HttpResponse<String> before = client.submit(body);
    String named = client.upload(parts("image", "a.png")).body();
    HttpResponse<String> after = client.submit(body);

    assertThat(named).isEqualTo("{\"name\":\"a.png\",\"subfolder\":\"sub\",\"type\":\"input\"}");
    assertThat(before.statusCode()).isEqualTo(400);
    assertThat(before.body()).contains("custom_validation_failed");
    assertThat(after.statusCode()).isEqualTo(200);
    assertThat(comfy.faults()).isEmpty();
  }

  @Test
  void an_upload_without_its_picture_or_with_a_foreign_field_is_none() throws Exception {
    assertThat(client.upload(parts("picture", "a.png")).statusCode()).isEqualTo(400);
    assertThat(client.upload(parts("image", "")).statusCode()).isEqualTo(400);

    assertThat(comfy.faults()).hasSize(2);
  }

  record Spoilt(String type, boolean fault, Consumer<ObjectNode> how) {
    @Override
    public String toString() {
      return type;
    }
  }

  static Spoilt[] spoilt() {
    return new Spoilt[] {
      new Spoilt("no_prompt", true, body -> body.remove("prompt")),
      new Spoilt("invalid_prompt", true, body -> body.put("promt", 1)),
      new Spoilt("invalid_prompt", true, body -> body.remove("prompt_id")),
      new Spoilt(
          "invalid_prompt_id", true, body -> body.put("prompt_id", ID.toUpperCase(Locale.ROOT))),
      new Spoilt("invalid_prompt_id", true, body -> body.put("prompt_id", ID.replace("-", ""))),
      new Spoilt("invalid_prompt", true, body -> ComfyClient.inputs(body, "5").put("sede", 1)),
      new Spoilt(
          "invalid_prompt",
          true,
          body -> ComfyClient.inputs(body, "7").put("filename_prefix", "https://a.example/1")),
      new Spoilt("invalid_prompt", false, body -> node(body, "5").remove("class_type")),
      new Spoilt("missing_node_type", false, body -> node(body, "5").put("class_type", "Nowhere")),
      new Spoilt("prompt_no_outputs", false, body -> body.path("prompt").asObject().remove("7")),
      invalid("required_input_missing", body -> ComfyClient.inputs(body, "5").remove("steps")),
      invalid("value_bigger_than_max", body -> ComfyClient.inputs(body, "4").put("width", 16400)),
      invalid("value_smaller_than_min", body -> ComfyClient.inputs(body, "4").put("height", 8)),
      invalid("invalid_input_type", body -> ComfyClient.inputs(body, "5").put("seed", "one")),
      invalid("bad_linked_input", body -> body.path("prompt").asObject().remove("4")),
    };
  }

  private static Spoilt invalid(String node, Consumer<ObjectNode> how) {
    return new Spoilt("prompt_outputs_failed_validation " + node, false, how);
  }

  private static ObjectNode node(ObjectNode body, String id) {
    return body.path("prompt").path(id).asObject();
  }

  @ParameterizedTest
  @MethodSource("spoilt")
  void one_thing_spoilt_is_refused_in_the_servers_shape(Spoilt spoilt) throws Exception {
    ObjectNode body = ComfyClient.body("a fox");
    spoilt.how().accept(body);

    HttpResponse<String> reply = client.submit(body);

    String[] types = spoilt.type().split(" ", 2);
    JsonNode json = Json.MAPPER.readTree(reply.body());
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(json.path("error").path("type").asString()).isEqualTo(types[0]);
    assertThat(json.path("error").propertyNames())
        .containsExactly("type", "message", "details", "extra_info");
    assertThat(json.path("node_errors").isObject()).isTrue();
    if (types.length > 1) {
      assertThat(json.path("node_errors").toString()).contains("\"type\":\"" + types[1] + "\"");
    }
    assertThat(comfy.faults()).hasSize(spoilt.fault() ? 1 : 0);
    assertThat(comfy.billed()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/view?filename=x.png",
        "/view?filename=x.png&subfolder=&type=temp",
        "/object_info",
        "/history",
      })
  void what_a_good_client_does_not_ask_is_a_fault(String path) throws Exception {
    assertThat(client.get(path).statusCode()).isEqualTo(404);

    assertThat(comfy.faults()).hasSize(1);
  }

  @Test
  void a_client_that_listens_is_told_the_steps_of_its_jobs() throws Exception {
    var step = new CompletableFuture<String>();
    URI address = URI.create(comfy.url().replaceFirst("http", "ws") + "/ws?clientId=me");
    WebSocket socket =
        client.http().newWebSocketBuilder().buildAsync(address, new Ear(step)).join();

    client.submit(ComfyClient.body("[[stuck]]").put("client_id", "me"));
    JsonNode data = Json.MAPPER.readTree(step.get(30, TimeUnit.SECONDS)).path("data");

    assertThat(data.path("prompt_id").asString()).isEqualTo(ID);
    assertThat(data.path("value").asInt()).isEqualTo(5);
    assertThat(data.path("max").asInt()).isEqualTo(10);
    socket.abort();
  }

  private record Ear(CompletableFuture<String> step) implements WebSocket.Listener {
    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      if (text.toString().contains("\"progress\"")) {
        step.complete(text.toString());
      }
      socket.request(1);
      return null;
    }
  }

  private static String view(JsonNode image) {
    return "/view?filename=%s&subfolder=%s&type=%s"
        .formatted(
            image.path("filename").asString().replace(' ', '+'),
            image.path("subfolder").asString(),
            image.path("type").asString());
  }

  private static String text(HttpResponse<byte[]> reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  private static String other() {
    return ID.replace('a', 'c');
  }

  private static String parts(String field, String file) {
    String head = "--b\r\nContent-Disposition: form-data; name=";
    return head
        + "\"subfolder\"\r\n\r\nsub\r\n"
        + head
        + "\""
        + field
        + "\""
        + (file.isEmpty() ? "" : "; filename=\"" + file + "\"")
        + "\r\n\r\nbytes\r\n--b--\r\n";
  }
}

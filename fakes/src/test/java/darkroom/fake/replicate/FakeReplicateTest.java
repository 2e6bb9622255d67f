package darkroom.fake.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.fake.kit.BlockLabel;
import darkroom.fake.kit.Json;
import darkroom.fake.wire.Asked;
import darkroom.fake.wire.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
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
class FakeReplicateTest {
  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private FakeReplicate replicate;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private ReplicateApi api;

  @BeforeEach
  void start() throws IOException {
    replicate = FakeReplicate.start();
    api = new ReplicateApi(replicate);
  }

  @AfterEach
  void stop() throws IOException {
    api.close();
    replicate.close();
  }

  @Test
  void a_prediction_becomes_a_picture_that_shows_its_id_and_is_billed_once() throws Exception {
    HttpResponse<String> made = api.create(ReplicateApi.body("a fox"));
    JsonNode job = api.await(id(made), "succeeded");
    byte[] picture = api.bytes(job.path("output").path(0).asString());

    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.body()).startsWith("{\"id\":\"");
    assertThat(Json.MAPPER.readTree(made.body()).path("status").asString()).isEqualTo("starting");
    assertThat(job.path("input")).isEqualTo(ReplicateApi.body("a fox").path("input"));
    assertThat(BlockLabel.read(ImageIO.read(new ByteArrayInputStream(picture))))
        .isEqualTo(ReplicateApi.ID);
    assertThat(replicate.received()).isEqualTo(Map.of(ReplicateApi.ID, 1));
    assertThat(replicate.paid()).isEqualTo(Map.of(ReplicateApi.ID, 1));
    assertThat(replicate.fetched()).hasSize(1);
    assertThat(replicate.faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Authorization, Bearer wrong, 401, 0",
    "Authorization, Token r8_0123456789, 401, 1",
    "Content-Type, text/plain, 415, 1",
    "Prefer, wait=5, 400, 1",
    "Cancel-After, soon, 400, 1",
  })
  void a_request_is_refused_for_a_header(String name, String value, int status, int faults)
      throws Exception {
    var request = api.creation(ReplicateApi.body("a fox").toString()).setHeader(name, value);

    assertThat(api.send(request).statusCode()).isEqualTo(status);
    assertThat(replicate.faults()).hasSize(faults);
    assertThat(replicate.billed()).isZero();
  }

  @Test
  void a_broken_rule_is_told_in_the_vendors_way() throws Exception {
    ObjectNode body = ReplicateApi.body("a fox");
    ((ObjectNode) body.path("input")).put("seed", 7);

    HttpResponse<String> reply = api.create(body);

    assertThat(reply.statusCode()).isEqualTo(422);
    assertThat(Json.MAPPER.readTree(reply.body()).propertyNames())
        .containsExactly("title", "detail", "status");
    assertThat(replicate.faults()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/models/other/model/predictions", "/models/bytedance/seedream-4.5", "/files"})
  void another_path_is_a_fault(String path) throws Exception {
    var request =
        api.request(path).POST(BodyPublishers.ofString(ReplicateApi.body("a fox").toString()));

    assertThat(api.send(request).statusCode()).isEqualTo(404);
    assertThat(replicate.faults()).hasSize(1);
  }

  @Test
  void the_list_has_pages_of_a_hundred_newest_first() throws Exception {
    replicate.addStrangers(150);
    String ours = id(api.create(ReplicateApi.body("a fox")));
    replicate.addStrangers(99);

    JsonNode first = api.get("/predictions");
    String next = first.path("next").asString().substring(replicate.baseUrl().length());
    JsonNode second = api.get(next);
    JsonNode third =
        api.get(second.path("next").asString().substring(replicate.baseUrl().length()));

    assertThat(first.path("results").size()).isEqualTo(100);
    assertThat(first.path("results").path(99).path("id").asString()).isEqualTo(ours);
    assertThat(second.path("results").size()).isEqualTo(100);
    assertThat(third.path("results").size()).isEqualTo(50);
    assertThat(third.path("next").isNull()).isTrue();
    var ids = new HashSet<String>();
    for (JsonNode page : new JsonNode[] {first, second, third}) {
      page.path("results").values().forEach(job -> ids.add(job.path("id").asString()));
    }
    assertThat(ids).hasSize(250);
  }

  @ParameterizedTest
  @CsvSource({"absent, 0", "double, 2", "delayed 600000, 0", "delayed 0, 1"})
  void a_history_leaves_out_or_doubles(String kind, int listed) throws Exception {
    api.create(ReplicateApi.body("[[history " + kind + "]]"));

    assertThat(api.get("/predictions").path("results").size()).isEqualTo(listed);
  }

  @Test
  void a_cancelled_prediction_stays_so_and_an_ended_one_stays_ended() throws Exception {
    String stuck = id(api.create(ReplicateApi.body("[[stuck]]")));
    String quick = id(api.create(ReplicateApi.body("a fox")));
    api.await(stuck, "processing");
    api.await(quick, "succeeded");

    assertThat(cancel(stuck)).isEqualTo("canceled");
    assertThat(cancel(quick)).isEqualTo("succeeded");
    assertThat(replicate.billed()).isEqualTo(2);
    assertThat(replicate.cancels()).isEqualTo(Map.of(ReplicateApi.ID, 2));
  }

  @Test
  void a_deadline_ends_a_prediction() throws Exception {
    var request =
        api.creation(ReplicateApi.body("[[stuck]]").toString()).setHeader("Cancel-After", "1s");

    String id = id(api.send(request));

    assertThat(api.await(id, "canceled").path("output").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"[[moderated]], sensitive", "[[error-inside out_of_memory]], out of memory"})
  void a_failed_prediction_says_why_and_is_not_billed(String directive, String error)
      throws Exception {
    String id = id(api.create(ReplicateApi.body(directive)));

    JsonNode job = api.await(id, "failed");

    assertThat(job.path("error").asString()).contains(error);
    assertThat(replicate.billed()).isZero();
  }

  @Test
  void a_lost_answer_was_paid_and_its_prediction_goes_on() throws Exception {
    assertThatThrownBy(() -> api.create(ReplicateApi.body("[[drop-after-read]]")))
        .isInstanceOf(IOException.class);

    assertThat(replicate.billed()).isEqualTo(1);
    api.await(replicate.ids().getFirst(), "succeeded");
  }

  @Test
  void a_forgotten_prediction_is_404() throws Exception {
    String id = id(api.create(ReplicateApi.body("[[lost-job]]")));

    assertThat(api.send(api.request("/predictions/" + id)).statusCode()).isEqualTo(404);
    assertThat(replicate.faults()).isEmpty();
  }

  @Test
  void callbacks_are_signed_with_the_secret_that_is_told() throws Exception {
    String secret = api.get("/webhooks/default/secret").path("key").asString();
    var heard = new LinkedBlockingQueue<Asked>();

    try (ScriptedServer receiver = receiver(heard)) {
      api.create(told(receiver, "a fox"));
      Asked begun = heard.poll(20, TimeUnit.SECONDS);
      Asked ended = heard.poll(20, TimeUnit.SECONDS);

      assertThat(begun).isNotNull();
      assertThat(ended).isNotNull();
      assertThat(Json.MAPPER.readTree(begun.body()).path("status").asString())
          .isEqualTo("processing");
      assertThat(Json.MAPPER.readTree(ended.body()).path("status").asString())
          .isEqualTo("succeeded");
      assertThat(ended.header("webhook-signature")).isEqualTo(signature(secret, ended));
    }
  }

  @Test
  void a_callback_may_be_forged() throws Exception {
    var heard = new LinkedBlockingQueue<Asked>();

    try (ScriptedServer receiver = receiver(heard)) {
      api.create(told(receiver, "[[hook badsig]]"));
      Asked forged = heard.poll(20, TimeUnit.SECONDS);

      assertThat(forged).isNotNull();
      assertThat(forged.header("webhook-signature"))
          .isNotEqualTo(signature(FakeReplicate.SECRET, forged));
    }
  }

  private static ScriptedServer receiver(BlockingQueue<Asked> heard) throws IOException {
    return ScriptedServer.start((asked, out) -> {
      heard.add(asked);
      ScriptedServer.write(out, "200 OK", "");
    });
  }

  private static ObjectNode told(ScriptedServer receiver, String prompt) {
    ObjectNode body = ReplicateApi.body(prompt);
    body.put("webhook", receiver.url("127.0.0.1", "/hook"));
    body.putArray("webhook_events_filter").add("start").add("completed");
    return body;
  }

  private static String signature(String secret, Asked hook) throws Exception {
    byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    String signed =
        hook.header("webhook-id") + "." + hook.header("webhook-timestamp") + "." + hook.bodyText();
    byte[] right = mac.doFinal(signed.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return "v1," + Base64.getEncoder().encodeToString(right);
  }

  private String cancel(String id) throws Exception {
    var request = api.request("/predictions/" + id + "/cancel").POST(BodyPublishers.noBody());
    return Json.MAPPER.readTree(api.send(request).body()).path("status").asString();
  }

  private static String id(HttpResponse<String> made) {
    return Json.MAPPER.readTree(made.body()).path("id").asString();
  }
}

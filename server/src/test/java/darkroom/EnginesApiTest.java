package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.engine.EngineLimits;
import darkroom.engine.EngineResult;
import darkroom.engine.EngineTraits;
import darkroom.engine.Refusal;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Engines as their operator has them, on a whole server. */
class EnginesApiTest {
  private static final String ENGINES = "/v2/admin/engines";
  private static final EngineTraits PAID =
      EngineTraits.paid(new EngineLimits(4, 500, 0, 1, new BigDecimal("0.04")));

  private final TestEngine ark = TestEngine.drawing("ark", PAID);
  private final TestEngine fal =
      TestEngine.drawing(
          "fal", EngineTraits.paid(new EngineLimits(2, 0, 0, 0, new BigDecimal("0.02"))));
  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private DarkroomFixture server;

  @BeforeEach
  void start() {
    server = DarkroomFixture.startIn(folder, Map.of(), ark, fal);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void engines_are_shown_with_what_they_may_do_and_cost() {
    JsonNode data = admin("GET", ENGINES, "").data();

    assertThat(engine(data, "ark").toString())
        .isEqualTo(
            """
            {"name":"ark","kind":"money","mode":"enabled",\
            "health":{"state":"open","cause":null,"until":null},"in_flight":0,\
            "limits":{"concurrency":4,"per_minute":500,"resends":0,"extra_attempts":1},\
            "picture_cost_usd":0.04,"open_attempts":0,"unknown_30d":0,"at_risk_usd":0,\
            "test_model":"seedream-4.5"}\
            """);
    assertThat(engine(data, "builtin").path("kind").asString()).isEqualTo("pure");
    assertThat(data.path("models").get(0).toString())
        .isEqualTo(
            """
            {"id":"seedream-4.5","price":5,"price_usd":0.025,"engines":[\
            {"name":"ark","margin_usd":-0.015},{"name":"fal","margin_usd":0.005}]}\
            """);
    assertThat(data.path("credits_per_usd").asInt()).isEqualTo(200);
  }

  @Test
  void what_an_engine_may_have_billed_is_money_at_risk() {
    ark.answers(request -> new EngineResult.Unknown("connection reset"));
    server.awaitEnd(server.submit(body(2)));

    JsonNode shown = engine(admin("GET", ENGINES, "").data(), "ark");

    assertThat(shown.path("unknown_30d").asInt()).isEqualTo(2);
    assertThat(shown.path("open_attempts").asInt()).isZero();
    assertThat(shown.path("at_risk_usd").decimalValue()).isEqualByComparingTo("0.08");
  }

  @Test
  void a_switch_acts_at_once_and_outlives_a_restart() {
    Reply switched = admin("POST", ENGINES + "/ark", "{\"mode\": \"draining\"}");
    server.awaitEnd(server.submit(body(1)));
    server.close();
    server = DarkroomFixture.startIn(folder, Map.of(), ark, fal);
    server.awaitEnd(server.submit(body(1)));

    assertThat(switched.status()).as(switched.text()).isEqualTo(200);
    assertThat(switched.data().path("mode").asString()).isEqualTo("draining");
    assertThat(switched.data().path("health").path("cause").asString()).isEqualTo("switched_off");
    assertThat(ark.requests()).isEmpty();
    assertThat(fal.requests()).hasSize(2);

    admin("POST", ENGINES + "/ark", "{\"mode\": \"enabled\"}");
    server.awaitEnd(server.submit(body(1)));

    assertThat(ark.requests()).hasSize(1);
  }

  @Test
  void a_trial_is_a_task_of_the_operator_that_only_this_engine_draws() {
    Reply trial =
        admin(
            "POST",
            ENGINES + "/fal/test",
            "{\"model\": \"seedream-4.5\", \"prompt\": \"a fox\", \"size\": \"16:9\"}");
    String id = trial.data().path("task_id").asString();

    Reply end = server.awaitEnd(id, server.adminKey());

    assertThat(trial.status()).as(trial.text()).isEqualTo(200);
    assertThat(trial.data().toString())
        .isEqualTo(
            "{\"task_id\":\"%s\",\"engine\":\"fal\",\"model\":\"seedream-4.5\",\"price\":5,\"cost_usd\":0.02}"
                .formatted(id));
    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    assertThat(ark.requests()).isEmpty();
    assertThat(fal.requests()).hasSize(1);
    assertThat(fal.requests().getFirst().input().prompt()).isEqualTo("a fox");
  }

  @Test
  void a_trial_that_its_engine_refuses_goes_to_no_other() {
    fal.answers(request -> new EngineResult.Refused(Refusal.SIZE_UNSUPPORTED, "no such size"));

    String id = admin("POST", ENGINES + "/fal/test", "{}").data().path("task_id").asString();

    assertThat(server.awaitEnd(id, server.adminKey()).data().path("status").asString())
        .isEqualTo("failed");
    assertThat(ark.requests()).isEmpty();
  }

  @Test
  void the_built_in_engine_can_be_tried_with_a_live_key_though_it_stands_in_for_nobody() {
    String id =
        admin("POST", ENGINES + "/builtin/test", "{\"size\": \"1920x1920\"}")
            .data()
            .path("task_id")
            .asString();

    Reply end = server.awaitEnd(id, server.adminKey());

    assertThat(end.data().path("files").get(0).path("label").asString()).contains("built-in");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/nobody | {\"mode\": \"enabled\"} | 404 | No such engine",
        "/nobody/test | {} | 404 | No such engine",
        "/nobody | no json | 404 | No such engine",
        "/ark | {} | 400 | mode: must be a text that is not blank",
        "/ark | {\"mode\": \"off\"} | 400 | mode: must be one of enabled, draining, disabled",
        "/ark | {\"mode\": 1} | 400 | mode: must be a text",
        "/ark/test | {\"model\": \"seedream-9\"} | 400 | model: ark knows none such",
        "/ark/test | {\"model\": \"seedream-4.5-edit\"} | 400 | input.image_urls",
        "/ark/test | {\"size\": \"1K\"} | 400 | input.size",
        "/ark/test | {\"prompt\": \"  \"} | 400 | input.prompt",
      })
  void a_refusal_says_what_is_wrong(String path, String body, int status, String message) {
    Reply reply = admin("POST", ENGINES + path, body);

    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.json().path("message").asString()).startsWith(message);
    assertThat(ark.requests()).isEmpty();
  }

  @Test
  void what_an_engine_cannot_make_is_not_tried() {
    fal.cannot(Optional.of("size: too odd for fal"));

    Reply named = admin("POST", ENGINES + "/fal/test", "{\"model\": \"seedream-4.5\"}");
    Reply left = admin("POST", ENGINES + "/fal/test", "{}");

    assertThat(named.json().path("message").asString()).isEqualTo("input: size: too odd for fal");
    assertThat(left.json().path("message").asString())
        .isEqualTo("model: fal draws none from a prompt alone; name one");
    assertThat(engine(admin("GET", ENGINES, "").data(), "fal").path("test_model").isNull())
        .isTrue();
  }

  @Test
  void an_engine_that_would_begin_nothing_is_told_instead_of_a_task_that_waits() {
    admin("POST", ENGINES + "/fal", "{\"mode\": \"disabled\"}");
    ark.answers(request -> new EngineResult.Refused(Refusal.ACCOUNT, "overdue"));
    String id = admin("POST", ENGINES + "/ark/test", "{}").data().path("task_id").asString();
    server.awaitEnd(id, server.adminKey());

    Reply off = admin("POST", ENGINES + "/fal/test", "{}");
    Reply broken = admin("POST", ENGINES + "/ark/test", "{}");

    assertThat(off.status()).isEqualTo(409);
    assertThat(off.json().path("message").asString())
        .isEqualTo("engine: fal is disabled; enable it first");
    assertThat(broken.status()).isEqualTo(409);
    assertThat(broken.json().path("message").asString())
        .startsWith("engine: ark did not accept our key or account");
    JsonNode health = engine(admin("GET", ENGINES, "").data(), "ark").path("health");
    assertThat(health.path("cause").asString()).isEqualTo("account");
    assertThat(health.path("until").asString()).endsWith("Z");
  }

  @Test
  void a_test_key_tries_no_paid_engine() {
    String key = server.newKey("owner@localhost", ", \"mode\": \"test\", \"scope\": \"admin\"");

    Reply paid = server.post(ENGINES + "/ark/test", key, "{}");
    Reply pure = server.post(ENGINES + "/builtin/test", key, "{}");

    assertThat(paid.status()).isEqualTo(400);
    assertThat(paid.json().path("message").asString())
        .isEqualTo("engine: a test key never reaches ark; use a live admin key");
    assertThat(pure.data().path("price").asInt(-1)).isZero();
  }

  @Test
  void members_see_and_switch_nothing() {
    assertThat(server.get(ENGINES).status()).isEqualTo(403);
    assertThat(server.post(ENGINES + "/ark", "{\"mode\": \"disabled\"}").status()).isEqualTo(403);
    assertThat(server.post(ENGINES + "/ark/test", "{}").status()).isEqualTo(403);
  }

  @Test
  void each_engine_is_seen_in_the_metrics() {
    admin("POST", ENGINES + "/fal", "{\"mode\": \"draining\"}");

    String metrics = server.get("/metrics", server.adminKey()).text();

    assertThat(metrics.lines())
        .contains(
            "darkroom_engine_shots_in_flight{engine=\"ark\"} 0.0",
            "darkroom_engine_closed{cause=\"switched_off\",engine=\"ark\"} 0.0",
            "darkroom_engine_closed{cause=\"switched_off\",engine=\"fal\"} 1.0",
            "darkroom_engine_closed{cause=\"failing\",engine=\"fal\"} 0.0",
            "darkroom_engine_mode{engine=\"ark\",mode=\"enabled\"} 1.0",
            "darkroom_engine_mode{engine=\"fal\",mode=\"draining\"} 1.0",
            "darkroom_engine_mode{engine=\"fal\",mode=\"enabled\"} 0.0",
            "darkroom_engine_open_attempts{engine=\"builtin\"} 0.0");
  }

  private Reply admin(String method, String path, String body) {
    return server.send(method, path, DarkroomFixture.bearer(server.adminKey()), body);
  }

  private static JsonNode engine(JsonNode data, String name) {
    return data.path("items").values().stream()
        .filter(item -> item.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String body(int n) {
    return "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"a fox\", \"n\": %d}}"
        .formatted(n);
  }
}

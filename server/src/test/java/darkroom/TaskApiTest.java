package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.engine.EngineLimits;
import darkroom.engine.EngineTraits;
import java.net.URI;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tasks below {@code /v2}, on a whole server. */
class TaskApiTest {
  private static DarkroomFixture server;

  @BeforeAll
  static void start() {
    server = DarkroomFixture.start(Map.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_finished_task_says_what_poyos_answer_says_and_more() {
    String id = submit("A heron", 1);
    JsonNode poyo = server.awaitEnd(id).data();

    JsonNode task = server.get("/v2/tasks/" + id).data();

    var more = new HashSet<>(task.propertyNames());
    more.removeAll(poyo.propertyNames());
    assertThat(more).containsExactlyInAnyOrder("price", "pictures");
    assertThat(task.propertyNames()).containsAll(poyo.propertyNames());
    assertThat(task.path("created_time").asString())
        .isEqualTo(poyo.path("created_time").asString() + "Z");
    assertThat(task.path("finished_time").asString())
        .isEqualTo(poyo.path("finished_time").asString() + "Z");
    assertThat(task.path("files").get(0).path("expires_at").asString()).endsWith("Z");
    assertThat(task.path("price").asInt()).isEqualTo(5);
    JsonNode picture = task.path("pictures").get(0);
    assertThat(picture.path("shot").asInt(-1)).isZero();
    assertThat(picture.path("file_url")).isEqualTo(poyo.path("files").get(0).path("file_url"));
    assertThat(picture.path("format").asString()).isEqualTo("jpeg");
    assertThat(picture.path("width").asInt()).isEqualTo(1920);
    assertThat(picture.path("height").asInt()).isEqualTo(1920);
    assertThat(picture.path("size")).isEqualTo(poyo.path("files").get(0).path("file_size"));
    assertThat(picture.path("sha256").asString()).matches("[0-9a-f]{64}");
    assertThat(picture.path("expires_at").asString()).endsWith("Z");
  }

  @Test
  void a_picture_is_shown_and_fetched_while_another_is_still_being_drawn() {
    var go = new CountDownLatch(1);
    var engine =
        new TestEngine(
            "ark",
            EngineTraits.local(EngineLimits.unbounded(4)),
            request -> {
              if (request.shot() == 1) {
                await(go);
              }
              return TestEngine.drawn();
            });
    try (var waiting = DarkroomFixture.start(Map.of(), engine)) {
      String id = waiting.submit(body("A heron", 2));

      JsonNode running =
          Await.value(
              "the first picture of " + id,
              () ->
                  Optional.of(waiting.get("/v2/tasks/" + id).data())
                      .filter(task -> !task.path("pictures").isEmpty()));

      assertThat(running.path("status").asString()).isEqualTo("running");
      assertThat(running.path("files").isEmpty()).isTrue();
      assertThat(waiting.status(id).data().path("files").isEmpty()).isTrue();
      JsonNode picture = running.path("pictures").get(0);
      String path = URI.create(picture.path("file_url").asString()).getRawPath();
      assertThat(waiting.get(path, "").body()).hasSize(picture.path("size").asInt());
      go.countDown();
      assertThat(waiting.awaitEnd(id).data().path("files").size()).isEqualTo(2);
      assertThat(waiting.get("/v2/tasks/" + id).data().path("pictures").get(0)).isEqualTo(picture);
    }
  }

  @Test
  void a_failed_task_has_no_pictures() {
    String id = submit("[[fail]]", 1);
    server.awaitEnd(id);

    JsonNode task = server.get("/v2/tasks/" + id).data();

    assertThat(task.path("status").asString()).isEqualTo("failed");
    assertThat(task.path("pictures").isEmpty()).isTrue();
    assertThat(task.path("credits_amount").asInt(-1)).isZero();
    assertThat(task.path("price").asInt()).isEqualTo(5);
  }

  @Test
  void a_test_keys_task_shows_its_price_and_costs_nothing() {
    String key = server.newKey(server.newAccount(0), ", \"mode\": \"test\"");
    String id = server.submit(key, body("A heron", 2));
    server.awaitEnd(id, key);

    JsonNode task = server.get("/v2/tasks/" + id, key).data();

    assertThat(task.path("price").asInt()).isEqualTo(10);
    assertThat(task.path("credits_amount").asInt(-1)).isZero();
  }

  @Test
  void a_foreign_task_an_unknown_one_and_an_impossible_id_look_the_same() {
    String id = submit("[[never]]", 1);

    Reply foreign = server.get("/v2/tasks/" + id, server.newMember(0));
    Reply unknown = server.get("/v2/tasks/task-unified-1783680000-abcdefgh");
    Reply impossible = server.get("/v2/tasks/nothing");

    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.text()).isEqualTo(unknown.text()).isEqualTo(impossible.text());
    assertThat(server.get("/v2/tasks/" + id, "").status()).isEqualTo(401);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String submit(String prompt, int n) {
    return server.submit(body(prompt, n));
  }

  private static String body(String prompt, int n) {
    return """
    {"model": "seedream-4.5", "input": {"prompt": "%s", "size": "1920x1920", "n": %d}}
    """
        .formatted(prompt, n);
  }
}

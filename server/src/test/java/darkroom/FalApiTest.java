package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.fake.fal.FakeFal;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A whole Darkroom whose operator has set a key of fal, before a fake fal. */
class FalApiTest {
  private static FakeFal fal;
  private static DarkroomFixture server;

  @BeforeAll
  static void start() throws IOException {
    fal = FakeFal.start();
    server = DarkroomFixture.start(settings(Map.of()));
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    fal.close();
  }

  @AfterEach
  void nothing_was_asked_that_fal_forbids() {
    assertThat(fal.faults()).isEmpty();
  }

  private static Map<String, String> settings(Map<String, String> more) {
    var settings = new HashMap<>(fal.settings());
    settings.put("engine.fal.timeout", "20s");
    settings.put("worker.engine-poll", "20ms");
    settings.put("worker.retry-base", "10ms");
    settings.putAll(more);
    return settings;
  }

  @Test
  void two_pictures_are_two_paid_jobs_and_have_the_asked_pixels() {
    int before = fal.billed();
    String key = server.newMember(100);

    Reply end = end(key, "seedream-4.5", "\"prompt\": \"a fox\", \"size\": \"3:2\", \"n\": 2");

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    JsonNode files = end.data().path("files");
    assertThat(files.size()).isEqualTo(2);
    assertThat(files.values())
        .allSatisfy(file ->
            assertThat(Pictures.size(file.path("file_url").asString())).isEqualTo("2496x1664"));
    assertThat(fal.billed() - before).isEqualTo(2);
    assertThat(fal.paid().values()).containsOnly(1);
    assertThat(server.balance(key)).isEqualTo("90");
  }

  @Test
  void an_edit_carries_its_reference() {
    String uri =
        "data:image/png;base64," + Base64.getEncoder().encodeToString(PictureHost.png(64, 48));

    Reply end =
        end(
            DarkroomFixture.KEY,
            "seedream-4.5-edit",
            "\"prompt\": \"make it autumn\", \"size\": \"1920x1920\", \"image_urls\": [\""
                + uri
                + "\"]");

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    assertThat(fal.bodies().stream().map(body -> body.path("image_urls").path(0).asString("")))
        .anySatisfy(image -> assertThat(image).startsWith("data:image/png;base64,"));
  }

  @Test
  void a_lost_answer_is_found_again_and_paid_once() {
    int before = fal.billed();
    String key = server.newMember(5);

    Reply end =
        end(key, "seedream-4.5", "\"prompt\": \"[[rst-after-read]]\", \"size\": \"1920x1920\"");

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    assertThat(fal.billed() - before).isEqualTo(1);
    assertThat(server.balance(key)).isEqualTo("0");
  }

  @Test
  void a_lost_answer_that_is_in_no_history_ends_unknown_and_is_released() {
    try (var hasty = DarkroomFixture.start(settings(Map.of("worker.reconcile-window", "1s")))) {
      int before = fal.received().size();
      String key = hasty.newMember(5);

      String id =
          hasty.submit(
              key, "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"[[html 502]]\"}}");
      Reply end = hasty.awaitEnd(id, key);

      assertThat(end.data().path("status").asString()).isEqualTo("failed");
      assertThat(end.data().path("error_message").asString()).contains("answer was lost");
      assertThat(fal.received().size() - before).isEqualTo(1);
      assertThat(hasty.balance(key)).isEqualTo("5");
    }
  }

  @Test
  void a_refusal_by_moderation_fails_and_is_free() {
    String key = server.newMember(5);

    Reply end = end(key, "seedream-4.5", "\"prompt\": \"[[moderated 0]]\"");

    assertThat(end.data().path("status").asString()).isEqualTo("failed");
    assertThat(end.data().path("error_message").asString()).contains("moderation");
    assertThat(server.balance(key)).isEqualTo("5");
  }

  @Test
  void a_busy_fal_is_asked_again_and_billed_once() {
    int before = fal.billed();

    Reply end =
        end(
            DarkroomFixture.KEY,
            "seedream-4.5",
            "\"prompt\": \"[[429 2]] once\", \"size\": \"1920x1920\"");

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    assertThat(fal.billed() - before).isEqualTo(1);
  }

  @Test
  void a_callback_ends_the_wait_for_a_job() {
    // behind a proxy, so that engines are told an address; polls alone would take too long
    var proxied = Map.of("http.trusted-proxies", "192.0.2.1/32", "worker.engine-poll", "1m");
    try (var server = DarkroomFixture.start(settings(proxied))) {

      String id =
          server.submit(
              "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"[[late 1500]]\","
                  + " \"size\": \"1920x1920\"}}");
      Reply end = server.awaitEnd(id);

      assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    }
  }

  @Test
  void a_test_key_never_reaches_fal() {
    int before = fal.bodies().size();
    String key = server.newKey(server.newAccount(0), ", \"mode\": \"test\"");

    Reply end = end(key, "seedream-4.5", "\"prompt\": \"a fox\", \"size\": \"1920x1920\"");

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    assertThat(fal.bodies()).hasSize(before);
  }

  private static Reply end(String key, String model, String input) {
    String id = server.submit(key, "{\"model\": \"%s\", \"input\": {%s}}".formatted(model, input));
    return server.awaitEnd(id, key);
  }
}

package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.fake.ark.FakeArk;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A whole Darkroom whose operator has set a key of Ark, before a fake Ark. */
class ArkApiTest {
  private static FakeArk ark;
  private static DarkroomFixture server;

  @BeforeAll
  static void start() throws IOException {
    ark = FakeArk.start();
    server = DarkroomFixture.start(settings(Map.of()));
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    ark.close();
  }

  @AfterEach
  void nothing_was_asked_that_ark_forbids() {
    assertThat(ark.faults()).isEmpty();
  }

  private static Map<String, String> settings(Map<String, String> more) {
    var settings = new HashMap<>(Map.of("engine.ark.key", FakeArk.KEY));
    settings.put("engine.ark.base-url", ark.baseUrl());
    settings.put("engine.ark.timeout", "20s");
    settings.put("worker.retry-base", "10ms");
    settings.putAll(more);
    return settings;
  }

  @Test
  void two_pictures_are_two_paid_calls_and_have_arks_pixels() {
    int before = ark.billed();
    String key = server.newMember(100);

    Reply end = end(key, "seedream-4.5", "\"prompt\": \"a fox\", \"size\": \"2K\", \"n\": 2");

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    JsonNode files = end.data().path("files");
    assertThat(files.size()).isEqualTo(2);
    assertThat(files.values())
        .allSatisfy(file ->
            assertThat(Pictures.size(file.path("file_url").asString())).isEqualTo("2496x1664"));
    assertThat(ark.billed() - before).isEqualTo(2);
    assertThat(ark.paid().values()).containsOnly(1);
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
    assertThat(ark.bodies().stream().map(body -> body.path("image").path(0).asString("")))
        .anySatisfy(image -> assertThat(image).startsWith("data:image/png;base64,"));
  }

  @Test
  void a_refusal_by_moderation_fails_and_is_free() {
    String key = server.newMember(5);

    Reply end =
        end(key, "seedream-4.5", "\"prompt\": \"[[fail 400 InputTextSensitiveContentDetected]]\"");

    assertThat(end.data().path("status").asString()).isEqualTo("failed");
    assertThat(end.data().path("error_message").asString()).contains("moderation");
    assertThat(server.balance(key)).isEqualTo("5");
  }

  @Test
  void a_lost_answer_is_paid_once_ends_unknown_and_is_released() {
    int before = ark.billed();
    String key = server.newMember(5);

    Reply end = end(key, "seedream-4.5", "\"prompt\": \"[[rst-after-read]]\"");

    assertThat(end.data().path("status").asString()).isEqualTo("failed");
    assertThat(end.data().path("error_message").asString()).contains("answer was lost");
    assertThat(ark.billed() - before).isEqualTo(1);
    assertThat(server.balance(key)).isEqualTo("5");
  }

  @Test
  void a_busy_ark_is_asked_again_and_billed_once() {
    int before = ark.billed();

    Reply end = end(DarkroomFixture.KEY, "seedream-4.5", "\"prompt\": \"[[429 2]] once\"");

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    assertThat(ark.billed() - before).isEqualTo(1);
  }

  @Test
  void a_result_that_is_no_picture_fails_and_is_free() {
    String key = server.newMember(5);

    Reply end = end(key, "seedream-4.5", "\"prompt\": \"[[image html]]\"");

    assertThat(end.data().path("error_message").asString()).contains("not a usable picture");
    assertThat(server.balance(key)).isEqualTo("5");
  }

  @Test
  void a_test_key_never_reaches_ark() {
    int before = ark.bodies().size();
    String key = server.newKey(server.newAccount(0), ", \"mode\": \"test\"");

    Reply end = end(key, "seedream-4.5", "\"prompt\": \"a fox\", \"size\": \"1920x1920\"");

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    assertThat(ark.bodies()).hasSize(before);
  }

  private static Reply end(String key, String model, String input) {
    String id = server.submit(key, "{\"model\": \"%s\", \"input\": {%s}}".formatted(model, input));
    return server.awaitEnd(id, key);
  }
}

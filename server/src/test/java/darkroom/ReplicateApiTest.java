package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.fake.replicate.FakeReplicate;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A whole Darkroom whose operator has set a key of Replicate, before a fake Replicate. */
class ReplicateApiTest {
  private static FakeReplicate replicate;
  private static DarkroomFixture server;

  @BeforeAll
  static void start() throws IOException {
    replicate = FakeReplicate.start();
    var settings = new HashMap<>(Map.of("engine.replicate.key", FakeReplicate.KEY));
    settings.put("engine.replicate.base-url", replicate.baseUrl());
    settings.put("engine.replicate.timeout", "20s");
    settings.put("worker.retry-base", "10ms");
    settings.put("worker.engine-poll", "50ms");
    settings.put("worker.reconcile-window", "2s");
    server = DarkroomFixture.start(settings);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    replicate.close();
  }

  @AfterEach
  void nothing_was_asked_that_replicate_forbids() {
    assertThat(replicate.faults()).isEmpty();
  }

  @Test
  void two_pictures_are_two_paid_predictions_and_have_their_pixels() {
    int before = replicate.billed();
    String key = server.newMember(100);

    Reply end = end(key, "seedream-4.5", "\"prompt\": \"a fox\", \"size\": \"3:2\", \"n\": 2");

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    JsonNode files = end.data().path("files");
    assertThat(files.size()).isEqualTo(2);
    assertThat(files.values())
        .allSatisfy(file ->
            assertThat(Pictures.size(file.path("file_url").asString())).isEqualTo("2496x1664"));
    assertThat(replicate.billed() - before).isEqualTo(2);
    assertThat(replicate.paid().values()).containsOnly(1);
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
    assertThat(
            replicate.bodies().stream()
                .map(body -> body.path("input").path("image_input").path(0).asString("")))
        .anySatisfy(image -> assertThat(image).startsWith("data:image/png;base64,"));
  }

  @Test
  void a_refusal_by_moderation_fails_and_is_free() {
    String key = server.newMember(5);

    Reply end = end(key, "seedream-4.5", "\"prompt\": \"[[moderated]]\"");

    assertThat(end.data().path("status").asString()).isEqualTo("failed");
    assertThat(end.data().path("error_message").asString()).contains("moderation");
    assertThat(server.balance(key)).isEqualTo("5");
  }

  @Test
  void a_lost_answer_is_found_again_and_paid_once() {
    int before = replicate.billed();
    String key = server.newMember(5);

    Reply end = end(key, "seedream-4.5", "\"prompt\": \"[[rst-after-read]] found\"");

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    assertThat(replicate.billed() - before).isEqualTo(1);
    assertThat(replicate.paid().values()).containsOnly(1);
    assertThat(server.balance(key)).isEqualTo("0");
  }

  @Test
  void a_broken_answer_of_which_nothing_is_listed_ends_unknown_and_is_released() {
    int before = replicate.billed();
    String key = server.newMember(5);

    Reply end = end(key, "seedream-4.5", "\"prompt\": \"[[html 502]] lost\"");

    assertThat(end.data().path("status").asString()).isEqualTo("failed");
    assertThat(end.data().path("error_message").asString()).contains("answer was lost");
    assertThat(replicate.billed() - before).isZero();
    assertThat(server.balance(key)).isEqualTo("5");
  }

  @Test
  void a_busy_replicate_is_asked_again_and_billed_once() {
    int before = replicate.billed();

    Reply end = end(DarkroomFixture.KEY, "seedream-4.5", "\"prompt\": \"[[429 2 soon]] once\"");

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    assertThat(replicate.billed() - before).isEqualTo(1);
  }

  @Test
  void a_size_that_replicate_does_not_make_is_refused_at_submit() {
    Reply reply =
        server.post(
            "/api/generate/submit",
            "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"a fox\", \"size\":"
                + " \"6000x2700\"}}");

    assertThat(reply.status()).isGreaterThanOrEqualTo(400);
    assertThat(reply.text()).contains("6000x2700", "1024 to 4096");
  }

  private static Reply end(String key, String model, String input) {
    String id = server.submit(key, "{\"model\": \"%s\", \"input\": {%s}}".formatted(model, input));
    return server.awaitEnd(id, key);
  }
}

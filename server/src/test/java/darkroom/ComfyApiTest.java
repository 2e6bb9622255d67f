package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.engine.comfyui.ComfyFixture;
import darkroom.fake.comfyui.FakeComfy;
import darkroom.fake.kit.Directive;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A whole Darkroom whose operator has a ComfyUI, before a fake ComfyUI. */
class ComfyApiTest {
  private static FakeComfy comfy;
  private static DarkroomFixture server;

  @BeforeAll
  static void start() throws IOException {
    comfy = FakeComfy.start();
    Map<String, String> settings = ComfyFixture.settings(comfy.url());
    // as the model of the workflow draws; we scale
    settings.put("engine.comfyui.native-pixels", "262144");
    settings.put("worker.retry-base", "10ms");
    settings.put("worker.engine-poll", "50ms");
    settings.put("worker.reconcile-window", "1s");
    server = DarkroomFixture.start(settings);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    comfy.close();
  }

  @AfterEach
  void nothing_was_asked_that_a_good_client_does_not_ask() {
    assertThat(comfy.faults()).isEmpty();
  }

  @Test
  void two_pictures_are_two_prompts_of_different_seeds_and_have_the_asked_pixels() {
    int before = comfy.billed();
    String key = server.newMember(100);

    Reply end = end(key, "seedream-4.5", "\"prompt\": \"a fox\", \"size\": \"16:9\", \"n\": 2");

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    JsonNode files = end.data().path("files");
    assertThat(files.size()).isEqualTo(2);
    assertThat(files.values())
        .allSatisfy(file ->
            assertThat(Pictures.size(file.path("file_url").asString())).isEqualTo("2848x1600"));
    assertThat(comfy.billed() - before).isEqualTo(2);
    assertThat(comfy.paid().values()).containsOnly(1);
    assertThat(server.balance(key)).isEqualTo("90");
    assertThat(comfy.bodies())
        .extracting(body -> body.path("prompt").path("5").path("inputs").path("seed").asLong())
        .doesNotHaveDuplicates();
  }

  @Test
  void an_edit_draws_over_its_reference() {
    String uri =
        "data:image/png;base64," + Base64.getEncoder().encodeToString(PictureHost.png(64, 48));

    Reply end =
        end(
            DarkroomFixture.KEY,
            "seedream-4.5-edit",
            "\"prompt\": \"in autumn\", \"size\": \"1920x1920\", \"image_urls\": [\""
                + uri
                + "\"]");

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    assertThat(comfy.uploaded().keySet()).anyMatch(name -> name.endsWith("/reference-1.png"));
    assertThat(Pictures.size(end.data().path("files").path(0).path("file_url").asString()))
        .isEqualTo("1920x1920");
  }

  @Test
  void two_references_are_refused_at_the_door_where_the_workflow_takes_one() {
    String uri =
        "data:image/png;base64," + Base64.getEncoder().encodeToString(PictureHost.png(64, 48));

    Reply reply =
        server.post(
            "/api/generate/submit",
            DarkroomFixture.KEY,
            """
            {"model": "seedream-4.5-edit",
             "input": {"prompt": "both", "image_urls": ["%s", "%s"]}}
            """
                .formatted(uri, uri));

    assertThat(reply.text()).contains("image_urls: 2 (expected: at most 1)");
  }

  @Test
  void a_lost_answer_is_found_by_its_id_and_drawn_once() {
    int before = comfy.billed();

    Reply end = end(DarkroomFixture.KEY, "seedream-4.5", "\"prompt\": \"[[rst-after-read]] once\"");

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    assertThat(comfy.billed() - before).isEqualTo(1);
  }

  @Test
  void a_job_that_a_restart_swallowed_is_sent_once_more_under_another_id() {
    int before = comfy.billed();
    comfy.server().desk().fates().script(Directive.of("restart"), 1);

    Reply end = end(DarkroomFixture.KEY, "seedream-4.5", "\"prompt\": \"a hare\"");

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    assertThat(comfy.billed() - before).isEqualTo(2);
    assertThat(comfy.paid().values()).containsOnly(1);
  }

  @Test
  void a_node_that_fails_is_tried_once_more_and_then_free() {
    int before = comfy.billed();
    String key = server.newMember(5);

    Reply end = end(key, "seedream-4.5", "\"prompt\": \"[[error-inside RuntimeError]]\"");

    assertThat(end.data().path("status").asString()).isEqualTo("failed");
    assertThat(comfy.billed() - before).isEqualTo(2);
    assertThat(server.balance(key)).isEqualTo("5");
  }

  @Test
  void a_test_key_never_reaches_the_card() {
    int before = comfy.bodies().size();
    String key = server.newKey(server.newAccount(0), ", \"mode\": \"test\"");

    Reply end = end(key, "seedream-4.5", "\"prompt\": \"a fox\", \"size\": \"1920x1920\"");

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    assertThat(comfy.bodies()).hasSize(before);
  }

  private static Reply end(String key, String model, String input) {
    String id = server.submit(key, "{\"model\": \"%s\", \"input\": {%s}}".formatted(model, input));
    return server.awaitEnd(id, key);
  }
}

package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.engine.comfyui.ComfyFixture;
import darkroom.fake.comfyui.FakeComfy;
import darkroom.fake.kit.Directive;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A whole Darkroom whose operator has a ComfyUI, before a fake ComfyUI. */
class ComfyApiTest extends UpstreamJourney<FakeComfy> {

  @Override
  FakeComfy fake() throws IOException {
    return FakeComfy.start();
  }

  @Override
  Map<String, String> settings() {
    var settings = new HashMap<>(ComfyFixture.settings(fake.url()));
    // as the model of the workflow draws; we scale
    settings.put("engine.comfyui.native-pixels", "262144");
    settings.put("worker.reconcile-window", "1s");
    return settings;
  }

  @Override
  Map.Entry<String, String> size() {
    return Map.entry("16:9", "2848x1600");
  }

  @Override
  void assertGivenReference() {
    assertThat(fake.uploaded().keySet()).anyMatch(name -> name.endsWith("/reference-1.png"));
  }

  @Test
  void pictures_of_one_task_have_seeds_of_their_own() {
    int before = fake.bodies().size();

    assertFinished(end(DarkroomFixture.KEY, "\"prompt\": \"two foxes\", \"n\": 2, " + SMALL));

    assertThat(fake.bodies().subList(before, fake.bodies().size()))
        .hasSize(2)
        .extracting(body -> body.path("prompt").path("5").path("inputs").path("seed").asLong())
        .doesNotHaveDuplicates();
  }

  @Test
  void two_references_are_refused_at_the_door_where_the_workflow_takes_one() {
    String uri = reference(64, 48);

    Reply reply =
        server.post(
            "/api/generate/submit",
            """
            {"model": "seedream-4.5-edit",
             "input": {"prompt": "both", "image_urls": ["%s", "%s"]}}
            """
                .formatted(uri, uri));

    assertThat(reply.text()).contains("image_urls: 2 (expected: at most 1)");
  }

  @Test
  void a_lost_answer_is_found_by_its_id_and_drawn_once() {
    assertFinishesBilled(1, "[[rst-after-read]] once");
  }

  @Test
  void a_job_that_a_restart_swallowed_is_sent_once_more_under_another_id() {
    fake.server().desk().fates().script(Directive.of("restart"), 1);

    assertFinishesBilled(2, "a hare");

    assertThat(fake.paid().values()).containsOnly(1);
  }

  @Test
  void a_node_that_fails_is_tried_once_more_and_then_free() {
    int before = fake.billed();

    assertFailsForNothing("[[error-inside RuntimeError]]", "");

    assertThat(fake.billed() - before).isEqualTo(2);
  }
}

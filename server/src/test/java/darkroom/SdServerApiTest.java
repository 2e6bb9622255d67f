package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.fake.kit.Directive;
import darkroom.fake.sdserver.FakeSdServer;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A whole Darkroom before a fake {@code sd-server}, whose model draws fewer pixels than asked. */
class SdServerApiTest extends UpstreamJourney<FakeSdServer> {

  @Override
  FakeSdServer fake() throws IOException {
    return FakeSdServer.start();
  }

  @Override
  Map<String, String> settings() {
    return Map.of("worker.engine-poll", "10ms");
  }

  @Override
  Map.Entry<String, String> size() {
    return Map.entry("16:9", "2848x1600");
  }

  @Override
  void assertGivenReference() {
    assertThat(fake.bodies()).anyMatch(body -> body.path("ref_images").size() == 1);
  }

  @Test
  void a_reference_gives_a_tier_its_shape() {
    Reply end =
        end(
            server,
            DarkroomFixture.KEY,
            "seedream-4.5-edit",
            "\"prompt\": \"a fox\", \"size\": \"2K\", \"image_urls\": [\"%s\"]"
                .formatted(reference(300, 200)));

    assertThat(pixels(end.data().path("files").path(0))).isEqualTo("2496x1664");
  }

  @Test
  void a_job_that_the_server_forgot_is_handed_over_once_more() {
    fake.server().desk().fates().script(Directive.of("lost-job"), 1);

    assertFinishesBilled(2, "a fox");
  }

  @Test
  void a_job_that_fails_is_tried_once_more_and_then_free() {
    int before = fake.billed();

    assertFailsForNothing("[[error-inside generation_failed]]", "");

    assertThat(fake.billed() - before).isEqualTo(2);
  }

  @Test
  void a_result_that_is_no_picture_fails_and_is_free() {
    assertFailsForNothing("[[image html]]", "not a usable picture");
  }
}

package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.fake.kit.Directive;
import darkroom.fake.sdserver.FakeSdServer;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A whole Darkroom before a fake {@code sd-server}. */
class SdServerApiTest {
  private static FakeSdServer sdserver;
  private static DarkroomFixture server;

  @BeforeAll
  static void start() throws IOException {
    sdserver = FakeSdServer.start();
    server =
        DarkroomFixture.start(
            Map.of(
                "engine.sdserver.base-url", sdserver.baseUrl(),
                "worker.retry-base", "10ms",
                "worker.engine-poll", "10ms"));
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    sdserver.close();
  }

  @AfterEach
  void nothing_was_asked_that_the_server_forbids() {
    assertThat(sdserver.faults()).isEmpty();
  }

  @Test
  void a_picture_has_exactly_the_asked_pixels_although_the_model_draws_fewer() {
    Reply end = end(DarkroomFixture.KEY, "\"prompt\": \"a fox\", \"size\": \"16:9\", \"n\": 2");

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    assertThat(end.data().path("files").values())
        .hasSize(2)
        .allSatisfy(file ->
            assertThat(Pictures.size(file.path("file_url").asString())).isEqualTo("2848x1600"));
  }

  @Test
  void a_reference_gives_a_tier_its_shape() {
    String uri =
        "data:image/png;base64," + Base64.getEncoder().encodeToString(PictureHost.png(300, 200));

    Reply end =
        end(
            DarkroomFixture.KEY,
            "\"prompt\": \"a fox\", \"size\": \"2K\", \"image_urls\": [\"" + uri + "\"]");

    assertThat(Pictures.size(end.data().path("files").path(0).path("file_url").asString()))
        .isEqualTo("2496x1664");
  }

  @Test
  void a_job_that_the_server_forgot_is_handed_over_once_more() {
    int before = sdserver.billed();
    sdserver.server().desk().fates().script(Directive.of("lost-job"), 1);

    Reply end = end(DarkroomFixture.KEY, "\"prompt\": \"a fox\"");

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    assertThat(sdserver.billed() - before).isEqualTo(2);
  }

  @Test
  void a_job_that_fails_is_tried_once_more_and_then_free() {
    int before = sdserver.billed();
    String key = server.newMember(5);

    Reply end = end(key, "\"prompt\": \"[[error-inside generation_failed]]\"");

    assertThat(end.data().path("status").asString()).isEqualTo("failed");
    assertThat(sdserver.billed() - before).isEqualTo(2);
    assertThat(server.balance(key)).isEqualTo("5");
  }

  @Test
  void a_result_that_is_no_picture_fails_and_is_free() {
    String key = server.newMember(5);

    Reply end = end(key, "\"prompt\": \"[[image html]]\"");

    assertThat(end.data().path("error_message").asString()).contains("not a usable picture");
    assertThat(server.balance(key)).isEqualTo("5");
  }

  private static Reply end(String key, String input) {
    String id =
        server.submit(key, "{\"model\": \"seedream-4.5\", \"input\": {%s}}".formatted(input));
    return server.awaitEnd(id, key);
  }
}

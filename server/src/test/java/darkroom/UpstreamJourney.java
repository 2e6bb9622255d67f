package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.fake.kit.FakeHandle;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/**
 * What a caller sees of an upstream engine, whichever it is, through a whole Darkroom before that
 * vendor's fake. Each engine's own test adds what only that engine does.
 *
 * @param <F> the fake
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
abstract class UpstreamJourney<F extends FakeHandle> {
  /** The smallest size that every engine here draws. */
  static final String SMALL = "\"size\": \"" + DarkroomFixture.SMALL + "\"";

  F fake;
  DarkroomFixture server;

  abstract F fake() throws IOException;

  /** What the operator has set, beside {@link FakeHandle#settings}. */
  abstract Map<String, String> settings();

  /** A size other than a square, and its pixels. */
  abstract Map.Entry<String, String> size();

  /** Fails unless the fake has been given a reference as its vendor wants it. */
  abstract void assertGivenReference();

  @BeforeAll
  void start() throws IOException {
    fake = fake();
    server = another(Map.of());
  }

  @AfterAll
  void stop() throws IOException {
    server.close();
    fake.close();
  }

  @AfterEach
  void nothing_was_asked_that_the_vendor_forbids() {
    assertThat(fake.faults()).isEmpty();
  }

  @Test
  void two_pictures_are_paid_for_twice_and_have_the_asked_pixels() {
    int before = fake.billed();
    String key = server.newMember(100);

    Reply end =
        end(key, "\"prompt\": \"a fox\", \"size\": \"%s\", \"n\": 2".formatted(size().getKey()));

    assertFinished(end);
    assertThat(end.data().path("files").values())
        .hasSize(2)
        .allSatisfy(file -> assertThat(pixels(file)).isEqualTo(size().getValue()));
    assertThat(fake.billed() - before).isEqualTo(2);
    assertThat(fake.paid().values()).containsOnly(1);
    assertThat(server.balance(key)).isEqualTo("90");
  }

  @Test
  void an_edit_carries_its_reference() {
    Reply end =
        end(
            server,
            DarkroomFixture.KEY,
            "seedream-4.5-edit",
            "\"prompt\": \"in autumn\", %s, \"image_urls\": [\"%s\"]"
                .formatted(SMALL, reference(64, 48)));

    assertFinished(end);
    assertThat(pixels(end.data().path("files").path(0))).isEqualTo(DarkroomFixture.SMALL);
    assertGivenReference();
  }

  @Test
  void a_test_key_never_reaches_it() {
    int before = fake.received().size();
    String key = server.newKey(server.newAccount(0), ", \"mode\": \"test\"");

    assertFinished(end(key, "\"prompt\": \"a fox\", " + SMALL));

    assertThat(fake.received()).hasSize(before);
  }

  /** One more Darkroom before the same fake. */
  final DarkroomFixture another(Map<String, String> more) {
    var all = new HashMap<>(fake.settings());
    all.put("worker.retry-base", "10ms");
    all.put("worker.engine-poll", "50ms");
    all.putAll(settings());
    all.putAll(more);
    return DarkroomFixture.start(all);
  }

  /**
   * @param input fields of it
   */
  final Reply end(String key, String input) {
    return end(server, key, "seedream-4.5", input);
  }

  static Reply end(DarkroomFixture server, String key, String model, String input) {
    String id = server.submit(key, "{\"model\": \"%s\", \"input\": {%s}}".formatted(model, input));
    return server.awaitEnd(id, key);
  }

  /** A task of one picture with that prompt fails, says why, and costs nothing. */
  final void assertFailsForNothing(String prompt, String why) {
    String key = server.newMember(5);

    Reply end = end(key, "\"prompt\": \"%s\", %s".formatted(prompt, SMALL));

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("failed");
    assertThat(end.data().path("error_message").asString()).contains(why);
    assertThat(server.balance(key)).isEqualTo("5");
  }

  /** A task of one picture with that prompt ends well, and stands on the bill that often. */
  final void assertFinishesBilled(int times, String prompt) {
    int before = fake.billed();
    String key = server.newMember(5);

    assertFinished(end(key, "\"prompt\": \"%s\", %s".formatted(prompt, SMALL)));

    assertThat(fake.billed() - before).isEqualTo(times);
    assertThat(server.balance(key)).isEqualTo("0");
  }

  static void assertFinished(Reply end) {
    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
  }

  static String pixels(JsonNode file) {
    return Pictures.size(file.path("file_url").asString());
  }

  static String reference(int width, int height) {
    return "data:image/png;base64,"
        + Base64.getEncoder().encodeToString(PictureHost.png(width, height));
  }
}

package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One Darkroom that has its pictures drawn by another, which draws them by itself. */
@Timeout(180)
class ChainedDarkroomsTest {
  private static DarkroomFixture upstream;
  private static LossyRelay relay;
  private static DarkroomFixture front;

  @BeforeAll
  static void start() throws IOException {
    upstream = DarkroomFixture.start(Map.of());
    relay = LossyRelay.before(upstream.port());
    front = DarkroomFixture.start(settings(DarkroomFixture.KEY));
  }

  @AfterAll
  static void stop() throws IOException {
    front.close();
    relay.close();
    upstream.close();
  }

  private static Map<String, String> settings(String key) {
    var settings = new HashMap<>(Map.of("engine.poyo.key", key));
    settings.put("engine.poyo.base-url", relay.baseUrl());
    settings.put("engine.poyo.per-minute", "0");
    settings.put("engine.poyo.resend-with-same-key", "true");
    settings.put("engine.poyo.resend-after", "1s");
    settings.put("worker.engine-poll", "50ms");
    settings.put("worker.retry-base", "10ms");
    return settings;
  }

  @Test
  void pictures_come_through_both_and_both_charge_for_each() {
    String key = front.newMember(100);
    long before = upstreamBalance();

    Reply end = end(key, "\"prompt\": \"a fox\", \"size\": \"1920x1920\", \"n\": 2");

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    assertThat(end.data().path("files").values())
        .hasSize(2)
        .allSatisfy(file -> {
          String url = file.path("file_url").asString();
          assertThat(Pictures.size(url)).isEqualTo("1920x1920");
          assertThat(url).contains(":" + front.port() + "/");
        });
    assertThat(front.balance(key)).isEqualTo("90");
    assertThat(before - upstreamBalance()).isEqualTo(10);
  }

  @Test
  void an_answer_lost_between_them_is_found_by_the_same_key_and_paid_once() {
    String key = front.newMember(5);
    long before = upstreamBalance();
    int submits = relay.submits();
    relay.loseNextSubmit();

    Reply end = end(key, "\"prompt\": \"a heron\", \"size\": \"1920x1920\"");

    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    assertThat(relay.submits() - submits).isEqualTo(2);
    assertThat(front.balance(key)).isEqualTo("0");
    assertThat(before - upstreamBalance()).isEqualTo(5);
  }

  @Test
  void a_refusal_by_moderation_is_passed_on_and_free_at_both() {
    String key = front.newMember(5);
    long before = upstreamBalance();

    Reply end = end(key, "\"prompt\": \"[[moderated]] fox\", \"size\": \"1920x1920\"");

    assertThat(end.data().path("status").asString()).isEqualTo("failed");
    assertThat(end.data().path("error_message").asString()).contains("moderation");
    assertThat(front.balance(key)).isEqualTo("5");
    assertThat(upstreamBalance()).isEqualTo(before);
  }

  @Test
  void an_empty_account_upstream_is_no_matter_of_the_caller() {
    String poor = upstream.newMember(0);
    try (var other = DarkroomFixture.start(settings(poor))) {
      String key = other.newMember(5);
      String id =
          other.submit(
              key,
              "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"a fox\", \"size\": \"1920x1920\"}}");

      Reply end = other.awaitEnd(id, key);

      assertThat(end.data().path("status").asString()).isEqualTo("failed");
      assertThat(end.data().path("error_message").asString()).doesNotContainIgnoringCase("credit");
      assertThat(other.balance(key)).isEqualTo("5");
    }
  }

  private static long upstreamBalance() {
    return Long.parseLong(upstream.balance(DarkroomFixture.KEY));
  }

  private static Reply end(String key, String input) {
    String id =
        front.submit(key, "{\"model\": \"seedream-4.5\", \"input\": {%s}}".formatted(input));
    return front.awaitEnd(id, key);
  }
}

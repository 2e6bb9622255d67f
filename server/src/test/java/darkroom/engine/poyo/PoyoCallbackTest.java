package darkroom.engine.poyo;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.config.Secret;
import darkroom.engine.EngineCallback;
import darkroom.engine.Requests;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With a published vector of the signature. */
class PoyoCallbackTest {
  private static final String TASK = "TASK1234ABCD5678";
  private static final long AT = 1_783_680_000;
  private static final String SIGNATURE = "LEfpkX+vfBF0620TOPlY/AXww4BE9B3tc9END58YoMk=";

  private final PoyoCallback signed =
      new PoyoCallback(Optional.of(new Secret("test_webhook_secret")));
  private final PoyoCallback open = new PoyoCallback(Optional.empty());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"task_id\":\"TASK1234ABCD5678\",\"status\":\"finished\"}",
        "{\"code\":200,\"data\":{\"task_id\":\"TASK1234ABCD5678\"}}",
        "{\"task_id\":\"TASK1234ABCD5678\",\"data\":{\"task_id\":\"TASK1234ABCD5678\"}}",
      })
  void a_signed_one_names_its_task(String body) {
    assertThat(signed.taskId(callback(body, AT, SIGNATURE, AT))).contains(TASK);
    assertThat(open.taskId(callback(body, AT, "", AT))).contains(TASK);
  }

  @ParameterizedTest
  @CsvSource({"-300, true", "300, true", "-301, false", "301, false"})
  void a_signature_holds_for_five_minutes(long off, boolean holds) {
    assertThat(signed.taskId(callback(body(TASK), AT, SIGNATURE, AT + off)).isPresent())
        .isEqualTo(holds);
  }

  @Test
  void one_for_another_task_time_or_key_does_not_hold() {
    var other = new PoyoCallback(Optional.of(new Secret("another")));

    assertThat(signed.taskId(callback(body("TASK0"), AT, SIGNATURE, AT))).isEmpty();
    assertThat(signed.taskId(callback(body(TASK), AT + 1, SIGNATURE, AT))).isEmpty();
    assertThat(signed.taskId(callback(body(TASK), AT, "", AT))).isEmpty();
    assertThat(other.taskId(callback(body(TASK), AT, SIGNATURE, AT))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1e9", "99999999999999999999"})
  void a_time_that_is_none_does_not_hold(String timestamp) {
    var callback =
        new EngineCallback(
            Requests.ATTEMPT,
            Map.of("x-webhook-timestamp", timestamp, "x-webhook-signature", SIGNATURE),
            body(TASK).getBytes(StandardCharsets.UTF_8),
            Instant.ofEpochSecond(AT));

    assertThat(signed.taskId(callback)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"task_id\":\"TASK1\",\"data\":{\"task_id\":\"TASK2\"}}",
        "{\"task_id\":\"../status\"}",
        "{\"task_id\":7}",
        "{}"
      })
  void a_body_that_names_no_one_task_names_none(String body) {
    assertThat(open.taskId(callback(body, AT, "", AT))).isEmpty();
  }

  private static String body(String task) {
    return "{\"task_id\":\"" + task + "\"}";
  }

  private static EngineCallback callback(String body, long sentAt, String signature, long now) {
    return new EngineCallback(
        Requests.ATTEMPT,
        Map.of("x-webhook-timestamp", Long.toString(sentAt), "x-webhook-signature", signature),
        body.getBytes(StandardCharsets.UTF_8),
        Instant.ofEpochSecond(now));
  }
}

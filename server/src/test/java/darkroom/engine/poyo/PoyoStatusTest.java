package darkroom.engine.poyo;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.engine.EngineResult;
import darkroom.engine.Refusal;
import darkroom.engine.Requests;
import darkroom.net.EngineAnswer;
import darkroom.net.GuardedHttp;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoyoStatusTest {
  private static final Duration OLD = Duration.ofMinutes(2);
  private static final Duration YOUNG = Duration.ofSeconds(5);

  private final GuardedHttp http = Requests.results();
  private final PoyoStatus status = new PoyoStatus(http);

  @AfterEach
  void close() {
    http.close();
  }

  @ParameterizedTest
  @CsvSource({
    "not_started, 0, 0",
    "running, 42.9, 42",
    "pending, 0, 0",
    "queued, -3, 0",
    "processing, 100, 99",
    "RUNNING, 1e300, 99",
    "a_new_word, 7, 7",
    "running, null, ",
    "running, \"half\", ",
  })
  void a_task_under_way_runs(String word, String progress, @Nullable Integer percent) {
    EngineResult result =
        look(
            200,
            "{\"code\":200,\"data\":{\"status\":\"%s\",\"progress\":%s}}"
                .formatted(word, progress));

    assertThat(result)
        .isEqualTo(
            new EngineResult.Running(
                percent == null ? OptionalInt.empty() : OptionalInt.of(percent)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"finished", "success", "FINISHED"})
  void a_task_that_has_ended_well_has_a_picture(String word) {
    EngineResult result =
        look(
            200,
            ("{\"code\":0,\"data\":{\"status\":\"%s\",\"files\":[{\"file_url\":\"https://a.example/v.mp4\","
                    + "\"file_type\":\"video\"},{\"file_url\":\"https://a.example/1.jpg\"}]}}")
                .formatted(word));

    assertThat(result).isInstanceOf(EngineResult.Produced.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "null",
        "{}",
        "[{\"file_url\":\"\",\"file_type\":\"image\"}]",
        "[{\"file_url\":\"https://a.example/v.mp4\",\"file_type\":\"video\"}]"
      })
  void without_a_picture_it_is_a_bad_result(String files) {
    EngineResult result =
        look(
            200, "{\"code\":200,\"data\":{\"status\":\"finished\",\"files\":%s}}".formatted(files));

    assertThat(((EngineResult.Refused) result).refusal()).isEqualTo(Refusal.BAD_RESULT);
  }

  @Test
  void a_task_that_failed_is_refused_and_costs_nothing() {
    EngineResult plain =
        look(200, "{\"code\":200,\"data\":{\"status\":\"failed\",\"error_message\":\"boom\"}}");
    EngineResult shaped =
        look(
            200,
            "{\"code\":200,\"data\":{\"status\":\"failed\",\"error_message\":"
                + "{\"message\":\"refused by moderation\",\"type\":\"x\"}}}");

    assertThat(plain).isEqualTo(new EngineResult.Refused(Refusal.FAILED, "the task failed: boom"));
    assertThat(((EngineResult.Refused) shaped).refusal()).isEqualTo(Refusal.CONTENT_POLICY);
  }

  @Test
  void a_task_that_nobody_knows_is_gone_unless_it_is_just_born() {
    String unknown =
        "{\"code\":404,\"error\":{\"message\":\"Task not found\",\"type\":\"resource_not_found_error\"}}";

    assertThat(look(404, unknown)).isInstanceOf(EngineResult.Gone.class);
    assertThat(look(200, unknown)).isInstanceOf(EngineResult.Gone.class);
    assertThat(status.read(complete(404, unknown), "p", YOUNG))
        .isInstanceOf(EngineResult.Unknown.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | {\"code\":401,\"error\":{\"message\":\"Invalid API key\"}}",
        "403 | {\"code\":403,\"error\":{\"message\":\"task of another user\"}}",
        "404 | <html>no such page</html>",
        "404 | {}",
        "429 | {\"code\":429,\"error\":{\"message\":\"slow down\"}}",
        "500 | {\"code\":500,\"error\":{\"message\":\"boom\"}}",
        "502 | <html>a proxy</html>",
        "200 | {\"code\":200}",
        "200 | {\"code\":200,\"data\":{}}",
        "200 | {\"code\":200,\"data\":{\"status\":7}}",
      })
  void a_look_that_got_lost_says_nothing_about_the_task(int code, String body) {
    assertThat(look(code, body)).isInstanceOf(EngineResult.Unknown.class);
  }

  private EngineResult look(int code, String body) {
    return status.read(complete(code, body), "a red fox", OLD);
  }

  private static EngineAnswer complete(int code, String body) {
    return new EngineAnswer.Complete(code, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }
}

package darkroom.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnginesCommandTest {
  private static final String ENGINES = "/v2/admin/engines";
  private static final String TASK = "task-unified-1795440233-9fgs5rfy";
  private static final String STATUS = "GET /api/generate/status/" + TASK;
  private static final String LISTED =
      """
      {"credits_per_usd": 200, "items": [
        {"name": "ark", "kind": "money", "mode": "enabled",
         "health": {"state": "closed", "cause": "account", "until": "2026-11-23T10:30:05Z"},
         "in_flight": 2,
         "limits": {"concurrency": 16, "per_minute": 500, "resends": 0, "extra_attempts": 1},
         "picture_cost_usd": 0.04, "open_attempts": 2, "unknown_30d": 1, "at_risk_usd": 0.12,
         "test_model": "seedream-4.5"},
        {"name": "builtin", "kind": "pure", "mode": "draining",
         "health": {"state": "closed", "cause": "switched_off", "until": "2026-11-23T10:30:05Z"},
         "in_flight": 0,
         "limits": {"concurrency": 10000, "per_minute": 0, "resends": 0, "extra_attempts": 0},
         "picture_cost_usd": 0, "open_attempts": 0, "unknown_30d": 0, "at_risk_usd": 0,
         "test_model": null}],
       "models": [
        {"id": "seedream-4.5", "price": 5, "price_usd": 0.025,
         "engines": [{"name": "ark", "margin_usd": -0.015}]},
        {"id": "other", "price": 8.48, "price_usd": 0.0424, "engines": []}]}\
      """;

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private CommandLineFixture darkroom;

  @BeforeEach
  void open() throws IOException {
    darkroom = new CommandLineFixture(folder);
    darkroom.server.on("GET " + ENGINES, LISTED);
  }

  @AfterEach
  void close() {
    darkroom.close();
  }

  @Test
  void engines_and_the_way_of_each_model_are_shown_in_columns() {
    assertThat(darkroom.run("engines")).isZero();

    assertThat(darkroom.out())
        .isEqualToNormalizingNewlines(
            """
            ENGINE   KIND   MODE      HEALTH                              IN FLIGHT   A MINUTE  RESENDS  EXTRA  COST USD  OPEN  UNKNOWN 30D  AT RISK USD
            ark      money  enabled   account until 2026-11-23T10:30:05Z  2 of 16     500       0        1      0.04      2     1            0.12
            builtin  pure   draining  switched off                        0 of 10000  -         0        0      0         0     0            0

            MODEL         TURN  ENGINE  CREDITS  PRICE USD  MARGIN USD
            seedream-4.5  1     ark     5        0.025      -0.015
            other         -     none    -        -          -
            """);
    assertThat(darkroom.lastRequest().header("Authorization")).isEqualTo("Bearer sk-admin");
  }

  @Test
  void engines_are_shown_as_json() {
    assertThat(darkroom.run("engines", "--json")).isZero();

    assertThat(Json.MAPPER.readTree(darkroom.out())).isEqualTo(Json.MAPPER.readTree(LISTED));
  }

  @ParameterizedTest
  @CsvSource({"enable, enabled", "drain, draining", "disable, disabled"})
  void an_engine_is_switched(String word, String mode) {
    darkroom.server.on(
        "POST " + ENGINES + "/ark",
        "{\"name\": \"ark\", \"mode\": \"%s\", \"in_flight\": 2}".formatted(mode));

    assertThat(darkroom.run("engines", word, "ark")).isZero();

    assertThat(darkroom.lastRequest().body()).isEqualTo("{\"mode\":\"" + mode + "\"}");
    assertThat(darkroom.out())
        .isEqualToIgnoringNewLines("ark is " + mode + "; 2 pictures under way there");
  }

  @Test
  void an_engine_that_is_not_there_cannot_be_switched() {
    darkroom.server.refuse("POST " + ENGINES + "/fal", 404, "not_found_error", "No such engine");

    assertThat(darkroom.run("engines", "drain", "fal")).isEqualTo(5);
    assertThat(darkroom.err()).contains("No such engine");
  }

  @Test
  void a_trial_says_its_cost_waits_and_saves_the_picture() throws IOException {
    picture();

    int exitCode =
        darkroom.run("engines", "test", "ark", "--prompt", "a fox", "--size", "2K", "--yes");

    assertThat(exitCode).as(darkroom.err()).isZero();
    assertThat(darkroom.err())
        .startsWith(
            "ark draws one picture of seedream-4.5: 5 credits (USD 0.025) of the account of this key;"
                + " the engine's bill: USD 0.04")
        .contains("Task " + TASK);
    assertThat(darkroom.out())
        .isEqualToIgnoringNewLines(folder.resolve("ark.jpg") + "  2048x2048  1.0 s");
    assertThat(Files.readString(folder.resolve("ark.jpg"))).isEqualTo("picture");
    assertThat(sent())
        .isEqualTo("{\"model\":\"seedream-4.5\",\"prompt\":\"a fox\",\"size\":\"2K\"}");
  }

  @Test
  void a_trial_without_an_answer_may_be_billed_and_says_where_to_look() {
    darkroom.server.on("POST " + ENGINES + "/ark/test", 200, "<html>what is this</html>");

    assertThat(darkroom.run("engines", "test", "ark", "--yes")).isEqualTo(2);

    assertThat(darkroom.err())
        .contains("may be drawn, and billed, all the same; look at OPEN in `darkroom engines`");
    assertThat(darkroom.server.requests()).filteredOn(r -> r.line().startsWith("POST")).hasSize(1);
  }

  @Test
  void a_trial_saves_under_a_name_of_choice_and_never_over_another_file() throws IOException {
    picture();

    assertThat(darkroom.run("engines", "test", "ark", "--yes", "--output", "tries/one.jpg"))
        .isZero();
    assertThat(folder.resolve("tries/one.jpg")).hasContent("picture");
    int before = darkroom.server.requests().size();

    assertThat(darkroom.run("engines", "test", "ark", "--yes", "--output", "tries/one.jpg"))
        .isEqualTo(2);
    assertThat(darkroom.err()).contains("is there already");
    assertThat(darkroom.server.requests()).hasSize(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"y", " YES "})
  void a_trial_begins_after_a_yes(String answer) throws IOException {
    picture();
    darkroom.terminal = true;
    darkroom.typed = answer;

    assertThat(darkroom.run("engines", "test", "ark")).isZero();
    assertThat(darkroom.err()).contains("Go on? [y/N] ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "n", "yeah"})
  void without_a_yes_nothing_is_sent(String answer) {
    darkroom.terminal = true;
    darkroom.typed = answer;

    assertThat(darkroom.run("engines", "test", "ark")).isEqualTo(2);
    assertThat(darkroom.err()).contains("nothing was sent");
    assertThat(darkroom.server.requests()).hasSize(1);
  }

  @Test
  void where_nobody_can_answer_yes_has_to_be_said_beforehand() {
    assertThat(darkroom.run("engines", "test", "ark")).isEqualTo(2);
    assertThat(darkroom.err()).contains("add --yes");
    assertThat(darkroom.server.requests()).hasSize(1);
  }

  @Test
  void a_trial_that_fails_says_why() {
    begun();
    darkroom.server.on(STATUS, status("failed", "", "\"The engine could not make the picture.\""));

    assertThat(darkroom.run("engines", "test", "ark", "--yes")).isEqualTo(5);
    assertThat(darkroom.err())
        .contains("ark failed after 0.0 s: The engine could not make the picture.");
  }

  @Test
  void a_trial_that_takes_too_long_goes_on_without_us() {
    begun();
    darkroom.server.on(STATUS, status("running", "", "null"));

    assertThat(darkroom.run("engines", "test", "ark", "--yes", "--wait", "3")).isEqualTo(6);
    assertThat(darkroom.err()).contains("not ready after 3.0 s; the task goes on: " + TASK);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fal | | no engine fal; there are ark, builtin",
        "ark | nothing | no model nothing; there are seedream-4.5, other",
        "builtin | | builtin draws no model from a prompt alone: name one with --model"
      })
  void what_cannot_be_tried_is_told_before_anything_is_sent(
      String engine, String model, String message) {
    int exitCode =
        model == null
            ? darkroom.run("engines", "test", engine, "--yes")
            : darkroom.run("engines", "test", engine, "--yes", "--model", model);

    assertThat(exitCode).isEqualTo(2);
    assertThat(darkroom.err()).contains(message);
    assertThat(darkroom.server.requests()).hasSize(1);
  }

  @Test
  void an_engine_that_is_switched_off_is_told_by_the_server() {
    darkroom.server.refuse(
        "POST " + ENGINES + "/ark/test",
        409,
        "conflict_error",
        "engine: ark is disabled; enable it first");

    assertThat(darkroom.run("engines", "test", "ark", "--yes")).isEqualTo(5);
    assertThat(darkroom.err()).contains("enable it first");
  }

  private void begun() {
    darkroom.server.on(
        "POST " + ENGINES + "/ark/test",
        "{\"task_id\": \"" + TASK + "\", \"engine\": \"ark\", \"price\": 5, \"cost_usd\": 0.04}");
  }

  private void picture() {
    begun();
    String file =
        "{\"file_url\": \"%s/f/token/1.jpg\", \"file_type\": \"image\", \"format\": \"jpeg\", \"file_size\": 7}"
            .formatted(darkroom.server.url());
    darkroom
        .server
        .on(STATUS, status("running", "", "null"))
        .on(STATUS, status("finished", file, "null"))
        .on("GET /v2/tasks/" + TASK, "{\"pictures\": [{\"width\": 2048, \"height\": 2048}]}")
        .on("GET /f/token/1.jpg", 200, "picture");
  }

  private String sent() {
    return darkroom.server.requests().stream()
        .filter(request -> request.line().startsWith("POST"))
        .findFirst()
        .orElseThrow()
        .body();
  }

  private static String status(String status, String file, String error) {
    return """
    {"task_id": "%s", "status": "%s", "progress": 0, "files": [%s], "credits_amount": 0,
     "created_time": "2026-11-23T10:30:00", "finished_time": null, "error_message": %s}\
    """
        .formatted(TASK, status, file, error);
  }
}

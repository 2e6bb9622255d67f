package darkroom.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class GenerateCommandTest {
  private static final String TASK = "task-unified-1763893800-uyujaw3d";
  private static final String SUBMIT = "POST /api/generate/submit";
  private static final String STATUS = "GET /api/generate/status/" + TASK;
  private static final String ACCEPTED =
      "{\"task_id\":\"%s\",\"status\":\"not_started\",\"created_time\":\"2026-11-23T10:30:00\"}"
          .formatted(TASK);
  private static final String UNAVAILABLE =
      "{\"code\":503,\"message\":\"No.\",\"error\":{\"message\":\"No.\",\"type\":\"service_error\"}}";
  private static final byte[] PNG = {
    (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13
  };

  private final Path folder;
  private final CommandLineFixture darkroom;

  GenerateCommandTest(@TempDir Path folder) throws IOException {
    this.darkroom = new CommandLineFixture(folder);
    this.folder = folder;
  }

  @BeforeEach
  void accept() {
    darkroom.server.on(SUBMIT, ACCEPTED);
    darkroom.server.on("GET /f/1.jpg", 200, "one").on("GET /f/2.jpg", 200, "two");
  }

  @AfterEach
  void close() {
    darkroom.close();
  }

  @Test
  void pictures_are_made_saved_and_named_after_the_prompt() {
    darkroom.server.on(STATUS, running(10)).on(STATUS, finished(1, 2));

    int exitCode =
        darkroom.run(
            "generate", "A lighthouse in fog", "--size", "16:9", "-n", "2", "--out", "pictures");

    assertThat(darkroom.err()).isEqualToIgnoringNewLines("Task " + TASK);
    assertThat(exitCode).isZero();
    assertThat(darkroom.out().lines())
        .containsExactly(
            folder + "/pictures/a-lighthouse-in-fog.jpg",
            folder + "/pictures/a-lighthouse-in-fog-2.jpg");
    assertThat(folder.resolve("pictures/a-lighthouse-in-fog.jpg")).hasContent("one");
    assertThat(folder.resolve("pictures/a-lighthouse-in-fog-2.jpg")).hasContent("two");
    assertThat(submitted())
        .isEqualTo(
            Json.MAPPER.readTree(
                """
                {"model": "seedream-4.5",
                 "input": {"prompt": "A lighthouse in fog", "size": "16:9", "n": 2}}\
                """));
  }

  @Test
  void a_local_picture_goes_along_as_a_data_uri_and_an_address_as_itself() throws IOException {
    Files.write(folder.resolve("cat.jpg"), PNG);
    darkroom.server.on(STATUS, finished(1));

    int exitCode =
        darkroom.run(
            "generate", "x", "--image", "cat.jpg", "--image", "https://img.example.org/dog.png");

    assertThat(exitCode).isZero();
    assertThat(submitted().path("model").stringValue()).isEqualTo("seedream-4.5");
    JsonNode urls = submitted().path("input").path("image_urls");
    assertThat(urls.path(0).stringValue())
        .isEqualTo("data:image/png;base64," + Base64.getEncoder().encodeToString(PNG));
    assertThat(urls.path(1).stringValue()).isEqualTo("https://img.example.org/dog.png");
  }

  @Test
  void a_file_that_is_no_picture_is_refused_before_anything_is_sent() throws IOException {
    Files.writeString(folder.resolve("notes.png"), "hello, this is text");

    assertThat(darkroom.run("generate", "x", "--image", "notes.png")).isEqualTo(2);
    assertThat(darkroom.err())
        .isEqualToIgnoringNewLines("error: --image notes.png: not a JPEG, PNG, WebP or GIF");
    assertThat(darkroom.run("generate", "x", "--image", "absent.png")).isEqualTo(2);
    assertThat(darkroom.server.requests()).isEmpty();
  }

  @Test
  void on_a_terminal_one_line_shows_the_progress_and_is_wiped() {
    darkroom.terminal = true;
    darkroom.server.on(STATUS, running(40)).on(STATUS, finished(1));

    darkroom.run("generate", "x");

    assertThat(darkroom.err())
        .contains("\r\u001b[Krunning, 40 %\r\u001b[Kfinished, 100 %\r\u001b[K")
        .endsWith("\r\u001b[K");
  }

  @Test
  void a_failed_task_says_why_and_ends_with_5() {
    darkroom.server.on(STATUS, status("failed", 30, "", "\"The engine\\u001b[31m refused it.\""));

    int exitCode = darkroom.run("generate", "x");

    assertThat(exitCode).isEqualTo(5);
    assertThat(darkroom.err()).contains("error: the task failed: The engine [31m refused it.\n");
    assertThat(darkroom.out()).isEmpty();
  }

  @Test
  void at_the_limit_it_ends_with_6_and_says_how_to_go_on() {
    darkroom.server.on(STATUS, running(40));

    int exitCode = darkroom.run("generate", "x", "--wait", "3");

    assertThat(exitCode).isEqualTo(6);
    assertThat(darkroom.err())
        .contains("error: not ready after 3 s; the task goes on: darkroom status " + TASK);
  }

  @Test
  void fewer_pictures_than_asked_for_are_saved_and_noted() {
    darkroom.server.on(STATUS, finished(1));

    assertThat(darkroom.run("generate", "x", "-n", "4")).isZero();
    assertThat(darkroom.err()).contains("note: 1 of 4 pictures were made");
  }

  @Test
  void json_holds_the_task_and_the_paths() {
    darkroom.server.on(STATUS, finished(1));

    darkroom.run("generate", "x", "--json");

    JsonNode printed = Json.MAPPER.readTree(darkroom.out());
    assertThat(printed.path("task_id").stringValue()).isEqualTo(TASK);
    assertThat(printed.path("saved").path(0).stringValue()).endsWith("x.jpg");
  }

  @Test
  void an_idempotency_key_is_passed_on() {
    darkroom.server.on(STATUS, finished(1));

    darkroom.run("generate", "x", "--idempotency-key", "order-7");

    assertThat(darkroom.server.requests().getFirst().header("Idempotency-key"))
        .isEqualTo("order-7");
  }

  @Test
  void a_submit_without_an_answer_is_repeated_once_under_the_same_random_key(@TempDir Path empty)
      throws IOException {
    for (int lost : List.of(200, 502, 503)) {
      try (var broken = new CommandLineFixture(empty)) {
        broken.server.on(SUBMIT, lost, lost == 503 ? UNAVAILABLE : "<html>").on(SUBMIT, ACCEPTED);
        broken.server.on(STATUS, status("failed", 30, "", "\"No.\""));

        broken.run("generate", "x");

        assertThat(broken.err()).contains("Task " + TASK);
        assertThat(keysOf(broken)).hasSize(2).allMatch(key -> key.length() == 36);
        assertThat(Set.copyOf(keysOf(broken))).hasSize(1);
      }
    }
  }

  @Test
  void a_submit_that_stays_without_an_answer_says_with_which_key_to_repeat_it(@TempDir Path empty)
      throws IOException {
    for (String last : List.of("<html>", UNAVAILABLE)) {
      try (var broken = new CommandLineFixture(empty)) {
        broken
            .server
            .on(SUBMIT, 200, "<html>")
            .on(SUBMIT, last.equals(UNAVAILABLE) ? 503 : 200, last);

        int exitCode = broken.run("generate", "x");

        assertThat(exitCode).isEqualTo(last.equals(UNAVAILABLE) ? 5 : 2);
        assertThat(keysOf(broken)).hasSize(2);
        assertThat(broken.err())
            .contains(
                "; the task may exist; repeat with --idempotency-key " + keysOf(broken).getFirst());
      }
    }
  }

  @Test
  void a_server_that_is_not_there_made_no_task() throws IOException {
    darkroom.server.close();

    assertThat(darkroom.run("generate", "x")).isEqualTo(2);

    assertThat(darkroom.err())
        .contains("(is the server running?)")
        .doesNotContain("the task may exist");
  }

  @Test
  void a_restart_during_the_wait_is_sat_out() {
    for (int i = 0; i < 20; i++) {
      darkroom.server.on(STATUS, 502, "<html>");
    }
    darkroom.server.on(STATUS, finished(1));

    assertThat(darkroom.run("generate", "x")).as(darkroom.err()).isZero();
  }

  @Test
  void a_server_that_stays_away_during_the_wait_leaves_the_way_back_to_the_task() {
    darkroom.server.on(STATUS, running(40)).on(STATUS, 200, "<html>");

    assertThat(darkroom.run("generate", "x")).isEqualTo(2);

    assertThat(darkroom.err()).contains("; the task goes on: darkroom status " + TASK);
    assertThat(darkroom.sleeper.nanoTime() / 1_000_000_000).isBetween(60L, 70L);
  }

  @ParameterizedTest
  @CsvSource({
    "400, 5", "401, 3", "402, 4", "403, 3", "404, 5", "408, 6", "409, 5", "429, 7", "500, 5"
  })
  void each_refusal_has_its_exit_code_and_one_line(int status, int expected, @TempDir Path empty)
      throws IOException {
    try (var refusing = new CommandLineFixture(empty)) {
      refusing.server.refuse(SUBMIT, status, "some_error", "No.");

      assertThat(refusing.run("generate", "x")).isEqualTo(expected);
      assertThat(refusing.err())
          .isEqualToIgnoringNewLines("error: No. (status %d)".formatted(status));
      assertThat(refusing.out()).isEmpty();
    }
  }

  @Test
  void without_a_prompt_it_is_wrong_usage() {
    assertThat(darkroom.run("generate")).isEqualTo(2);
  }

  private static List<String> keysOf(CommandLineFixture fixture) {
    return fixture.server.requests().stream()
        .filter(request -> request.line().equals(SUBMIT))
        .map(request -> request.header("Idempotency-key"))
        .toList();
  }

  private JsonNode submitted() {
    return Json.MAPPER.readTree(darkroom.server.requests().getFirst().body());
  }

  private static String running(int progress) {
    return status("running", progress, "", "null");
  }

  private String finished(int... pictures) {
    var files = new StringBuilder();
    for (int picture : pictures) {
      files
          .append(files.isEmpty() ? "" : ",")
          .append("{\"file_url\":\"%s/f/%d.jpg\",".formatted(darkroom.server.url(), picture))
          .append("\"file_type\":\"image\",\"format\":\"jpeg\",\"file_size\":3}");
    }
    return status("finished", 100, files.toString(), "null");
  }

  private static String status(String word, int progress, String files, String error) {
    return """
    {"task_id": "%s", "status": "%s", "progress": %d, "credits_amount": 5, "files": [%s],
     "created_time": "2026-11-23T10:30:00", "finished_time": null, "error_message": %s}\
    """
        .formatted(TASK, word, progress, files, error);
  }
}

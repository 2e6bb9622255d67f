package darkroom.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import darkroom.account.AccountId;
import darkroom.catalog.ImageInput;
import darkroom.catalog.Size;
import darkroom.credit.Credits;
import darkroom.storage.FileLinks;
import darkroom.task.Reason;
import darkroom.task.SettableClock;
import darkroom.task.Task;
import darkroom.task.TaskFile;
import darkroom.task.TaskId;
import darkroom.task.TaskStatus;
import darkroom.webhook.CallbackShape;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What leaves the house about a task, byte for byte. A change here is a change of the protocol. */
class TaskViewTest {
  private static final Instant CREATED = Instant.parse("2026-11-23T10:30:00.999Z");
  private static final Instant ENDED = Instant.parse("2026-11-23T10:30:19.500Z");

  private final SettableClock clock = new SettableClock();
  private final TaskView view =
      new TaskView(new FileLinks(URI.create("https://img.example.org")), clock);

  @Test
  void a_task_that_waits() throws IOException {
    assertGolden("status-not-started", status(task(TaskStatus.NOT_STARTED, 1, Credits.ZERO, 0)));
  }

  @Test
  void a_task_that_runs_shows_progress_and_no_files() throws IOException {
    assertGolden("status-running", status(task(TaskStatus.RUNNING, 3, Credits.ZERO, 1)));
  }

  @Test
  void a_task_that_has_all_its_pictures_but_not_its_end_is_at_99() {
    assertThat(status(task(TaskStatus.RUNNING, 2, Credits.ZERO, 2))).contains("\"progress\":99,");
  }

  @Test
  void a_picture_whose_engine_says_nothing_is_judged_by_the_time() {
    Task task = task(TaskStatus.RUNNING, 1, Credits.ZERO, 0);
    var shown = new ArrayList<Integer>();
    clock.advance(Duration.between(SettableClock.START, CREATED));
    for (int seconds : new int[] {0, 25, 35, 3_600}) {
      clock.advance(Duration.ofSeconds(seconds));
      shown.add(view.status(task).path("progress").intValue());
    }

    assertThat(shown).containsExactly(0, 57, 84, 95);
  }

  @Test
  void a_failed_task_says_the_same_whatever_its_engine_said_last() {
    Task early = task(TaskStatus.FAILED, 2, Credits.ZERO, 0, OptionalInt.empty());
    Task late = task(TaskStatus.FAILED, 2, Credits.ZERO, 0, OptionalInt.of(70));

    assertThat(status(late)).isEqualTo(status(early));
  }

  @Test
  void what_an_engine_says_counts_and_not_the_time() {
    clock.advance(Duration.ofMinutes(5));

    Task task = task(TaskStatus.RUNNING, 4, Credits.ZERO, 0, OptionalInt.of(12));

    assertThat(view.status(task).path("progress").intValue()).isEqualTo(12);
  }

  @Test
  void a_finished_task() throws IOException {
    assertGolden("status-finished", status(task(TaskStatus.FINISHED, 2, Credits.of(10), 2)));
  }

  @Test
  void a_task_that_finished_in_part() throws IOException {
    assertGolden(
        "status-finished-in-part", status(task(TaskStatus.FINISHED, 4, Credits.of(15), 3)));
  }

  @Test
  void a_failed_task_shows_no_files_and_costs_nothing() throws IOException {
    assertGolden("status-failed", status(task(TaskStatus.FAILED, 2, Credits.ZERO, 1)));
  }

  @ParameterizedTest
  @CsvSource({
    "HYBRID, callback-hybrid",
    "WRAPPED, callback-wrapped",
    "UNWRAPPED, callback-unwrapped"
  })
  void a_callback_in_each_of_its_shapes(CallbackShape shape, String golden) throws IOException {
    var callback = new CallbackView(view, shape);

    byte[] body = callback.body(task(TaskStatus.FINISHED, 1, Credits.of(5), 1));

    assertGolden(golden, new String(body, UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"5, 5", "100, 100", "8.48, 8.48", "0.928, 0.928", "8.480, 8.48", "1000000, 1000000"})
  void credits_are_plain_decimals(String amount, String written) {
    assertThat(status(task(TaskStatus.FINISHED, 1, Credits.parse(amount), 1)))
        .contains("\"credits_amount\":" + written + ",");
  }

  @Test
  void errors_have_one_envelope() throws IOException {
    Answer answer = Answer.error(ApiError.VALIDATION, "input.n: must be an integer from 1 to 15");

    assertThat(answer.content()).isInstanceOf(Answer.Content.Bytes.class);
    assertGolden(
        "error-validation", new String(((Answer.Content.Bytes) answer.content()).bytes(), UTF_8));
  }

  private String status(Task task) {
    Answer answer = Answer.data(view.status(task));
    return new String(((Answer.Content.Bytes) answer.content()).bytes(), UTF_8);
  }

  private static Task task(TaskStatus status, int n, Credits captured, int stored) {
    return task(status, n, captured, stored, OptionalInt.empty());
  }

  private static Task task(
      TaskStatus status, int n, Credits captured, int stored, OptionalInt progress) {
    boolean ended = status.isTerminal();
    return new Task(
        new TaskId("task-unified-1763893800-uyujaw3d"),
        new AccountId("acc_1"),
        false,
        "seedream-4.5",
        new ImageInput("A lighthouse", new Size.Pixels(2048, 2048), n, List.of(), true, false),
        Credits.of(5),
        Optional.empty(),
        status,
        status == TaskStatus.FAILED ? Optional.of(Reason.ENGINE_FAILED) : Optional.empty(),
        CREATED,
        Optional.of(CREATED),
        ended ? Optional.of(ENDED) : Optional.empty(),
        captured,
        java.util.stream.IntStream.range(0, stored).mapToObj(TaskViewTest::file).toList(),
        Optional.empty(),
        progress,
        Optional.empty());
  }

  private static TaskFile file(int shot) {
    return new TaskFile(
        shot,
        "2Jx9vQ2Jx9vQ2Jx9vQ2Jx9vQ" + shot,
        "pictures/" + shot,
        "jpeg",
        "image/jpeg",
        "jpg",
        1_834_421,
        "0".repeat(64),
        2048,
        2048,
        shot == 0 ? "drawn by hand" : "",
        ENDED.plusSeconds(3_600));
  }

  private static void assertGolden(String name, String actual) throws IOException {
    try (InputStream in = TaskViewTest.class.getResourceAsStream("/wire/" + name + ".json")) {
      String expected = new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
      assertThat(actual + "\n").isEqualTo(expected);
    }
  }
}

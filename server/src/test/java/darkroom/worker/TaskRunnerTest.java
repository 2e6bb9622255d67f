package darkroom.worker;

import static darkroom.worker.Workshop.money;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.PictureHost;
import darkroom.engine.EngineMode;
import darkroom.engine.EngineResult;
import darkroom.engine.Refusal;
import darkroom.storage.Draft;
import darkroom.storage.ObjectKey;
import darkroom.task.Attempt;
import darkroom.task.Claim;
import darkroom.task.Headroom;
import darkroom.task.Lease;
import darkroom.task.LeaseToken;
import darkroom.task.Reason;
import darkroom.task.Samples;
import darkroom.task.Task;
import darkroom.task.TaskFile;
import darkroom.task.TaskStatus;
import darkroom.worker.ScriptedEngine.Misfortune.Accept;
import darkroom.worker.ScriptedEngine.Misfortune.BreakDown;
import darkroom.worker.ScriptedEngine.Misfortune.Busy;
import darkroom.worker.ScriptedEngine.Misfortune.Draw;
import darkroom.worker.ScriptedEngine.Misfortune.Garbage;
import darkroom.worker.ScriptedEngine.Misfortune.Hang;
import darkroom.worker.ScriptedEngine.Misfortune.LoseAnswer;
import darkroom.worker.ScriptedEngine.Misfortune.NotSent;
import darkroom.worker.ScriptedEngine.Misfortune.Refuse;
import darkroom.worker.shot.ShotRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * From a claim to its end, over a real database and real files: {@link TaskRunner}, {@link
 * ShotRunner}.
 */
@Timeout(60)
class TaskRunnerTest {
  private final ScriptedEngine engine = ScriptedEngine.paid();
  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private Workshop shop;

  @AfterEach
  void close() {
    shop.close();
  }

  private Workshop open(ScriptedEngine... engines) throws Exception {
    shop = new Workshop(folder, engines);
    return shop;
  }

  @Test
  void a_task_is_drawn_stored_captured_and_told() throws Exception {
    open(engine);
    Task task = shop.submit(2);

    shop.run(shop.claim());

    Task ended = shop.find(task);
    assertThat(ended.status()).isEqualTo(TaskStatus.FINISHED);
    assertThat(ended.files()).extracting(TaskFile::shot).containsExactly(0, 1);
    assertThat(ended.files())
        .allSatisfy(file -> {
          assertThat(file.format()).isEqualTo("jpeg");
          assertThat(file.width()).isEqualTo(8);
          assertThat(file.height()).isEqualTo(6);
          assertThat(file.label()).isEqualTo("scripted");
          try (var in = shop.storage.open(new ObjectKey(file.objectKey()), 0)) {
            assertThat(in.readAllBytes()).isEqualTo(ScriptedEngine.JPEG);
          }
        });
    assertThat(shop.balance()).isEqualTo(money(90, 0, 10));
    assertThat(shop.owed())
        .singleElement()
        .satisfies(claim -> assertThat(claim.delivery().body()).asString().isEqualTo("finished"));
    assertThat(shop.woken).hasValue(1);
  }

  @Test
  void the_intent_is_durable_before_the_engine_is_called() throws Exception {
    open(engine);
    Task task = shop.submit(1);
    var seen = new ArrayList<String>();
    engine.onSubmit(request -> {
      seen.addAll(shop.open.attemptsOf(task.id()));
      assertThat(request.attemptId()).hasSize(20);
    });

    shop.run(shop.claim());

    assertThat(seen).containsExactly("sending");
  }

  @Test
  void an_outage_delays_and_does_not_fail() throws Exception {
    open(engine.script(0, new NotSent(), new NotSent()));
    Task task = shop.submit(1);

    shop.run(shop.claim());
    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.RUNNING);
    shop.clock.advance(Duration.ofMillis(1_200));
    shop.run(shop.claim());
    shop.clock.advance(Duration.ofMillis(2_400));
    shop.run(shop.claim());

    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
    assertThat(shop.open.attemptsOf(task.id())).containsExactly("not_sent", "not_sent", "stored");
    assertThat(engine.submits()).hasSize(3).allSatisfy((id, count) -> assertThat(count).isOne());
    assertThat(shop.balance()).isEqualTo(money(95, 0, 5));
  }

  @Test
  void an_outage_until_the_deadline_fails_and_is_free() throws Exception {
    open(engine.script(0, new NotSent()));
    Task task = shop.submit(1);

    shop.run(shop.claim(Duration.ofMillis(900)));

    assertThat(shop.find(task).reason()).contains(Reason.ENGINE_UNAVAILABLE);
    assertThat(shop.balance()).isEqualTo(money(100, 0, 0));
  }

  @ParameterizedTest
  @EnumSource(value = Refusal.class, mode = EnumSource.Mode.EXCLUDE, names = "BUSY")
  void a_refusal_is_final_and_free(Refusal refusal) throws Exception {
    open(engine.script(0, new Refuse(refusal)));
    Task task = shop.submit(1);

    shop.run(shop.claim());

    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FAILED);
    assertThat(engine.submits()).hasSize(1);
    assertThat(shop.balance()).isEqualTo(money(100, 0, 0));
    assertThat(shop.owed()).hasSize(1);
  }

  @Test
  void a_busy_engine_is_tried_again() throws Exception {
    open(engine.script(0, new Refuse(Refusal.BUSY)));
    Task task = shop.submit(1);

    shop.run(shop.claim());
    shop.clock.advance(Duration.ofSeconds(2));
    shop.run(shop.claim());

    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
  }

  @Test
  void a_busy_engine_is_left_alone_for_as_long_as_it_asked() throws Exception {
    open(engine.script(0, new Busy(Duration.ofSeconds(90))));
    Task task = shop.submit(1);

    shop.run(shop.claim());
    shop.clock.advance(Duration.ofSeconds(89));
    var lease = new Lease(shop.clock.instant(), shop.clock.instant(), Duration.ofHours(1));
    assertThat(shop.open.tasks.claim(1, lease, Headroom.UNBOUNDED, () -> new LeaseToken("t")))
        .isEmpty();
    shop.clock.advance(Duration.ofSeconds(1));
    shop.run(shop.claim());

    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
  }

  @Test
  void an_engine_that_cannot_be_asked_is_not_waited_for() throws Exception {
    ScriptedEngine forgetful = ScriptedEngine.forgetful();
    open(forgetful.script(0, new LoseAnswer()));
    Task task = shop.submit(1);

    shop.run(shop.claim());

    assertThat(shop.find(task).reason()).contains(Reason.UPSTREAM_OUTCOME_UNKNOWN);
    assertThat(forgetful.submits()).hasSize(1).containsValue(1);
    assertThat(forgetful.asked()).isEmpty();
    assertThat(shop.balance()).isEqualTo(money(100, 0, 0));
  }

  @Test
  void what_died_with_an_engine_that_cannot_be_asked_is_unknown() throws Exception {
    ScriptedEngine forgetful = ScriptedEngine.forgetful();
    open(forgetful);
    Task task = shop.submit(1);
    shop.leftBehind("ark");

    shop.run(shop.claim());

    assertThat(shop.find(task).reason()).contains(Reason.UPSTREAM_OUTCOME_UNKNOWN);
    assertThat(forgetful.submits()).isEmpty();
    assertThat(forgetful.asked()).isEmpty();
  }

  @Test
  void an_accepted_job_is_polled_until_its_picture_is_there() throws Exception {
    open(engine.script(0, new Accept("job-1", 3)));
    Task task = shop.submit(1);

    shop.run(shop.claim());

    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
    assertThat(engine.polled()).hasSize(4).containsOnly("job-1");
    assertThat(engine.submits()).hasSize(1);
  }

  @Test
  void an_unknown_outcome_is_never_resent() throws Exception {
    open(engine.script(0, new LoseAnswer()));
    engine.onReconcile(() -> shop.clock.advance(Duration.ofSeconds(50)));
    Task task = shop.submit(1);

    shop.run(shop.claim());

    assertThat(shop.find(task).reason()).contains(Reason.UPSTREAM_OUTCOME_UNKNOWN);
    assertThat(engine.submits()).hasSize(1).containsValue(1);
    assertThat(engine.asked()).hasSizeGreaterThan(1).containsOnly(onlyAttempt());
    assertThat(shop.balance()).isEqualTo(money(100, 0, 0));
  }

  @Test
  void a_lost_answer_is_found_again_by_our_own_id() throws Exception {
    open(
        engine
            .script(0, new LoseAnswer())
            .reconciles(new EngineResult.Unknown("not yet"), ScriptedEngine.drawn()));
    Task task = shop.submit(1);

    shop.run(shop.claim());

    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
    assertThat(engine.submits()).hasSize(1).containsValue(1);
    assertThat(engine.asked()).hasSize(2);
    assertThat(shop.balance()).isEqualTo(money(95, 0, 5));
  }

  @Test
  void the_window_of_a_lost_answer_does_not_begin_anew_with_each_process() throws Exception {
    open(engine);
    engine.onReconcile(() -> shop.clock.advance(Duration.ofSeconds(4)));
    Task task = shop.submit(1);
    shop.leftBehind("ark");
    shop.clock.advance(Duration.ofMinutes(10)); // an engine is asked for two

    shop.run(shop.claim());

    assertThat(shop.find(task).reason()).contains(Reason.UPSTREAM_OUTCOME_UNKNOWN);
    // for ten seconds all the same: one answer could be none
    assertThat(engine.asked()).hasSize(4);
    assertThat(engine.submits()).isEmpty();
  }

  @Test
  void an_answer_that_was_long_in_coming_and_got_lost_is_asked_about_for_the_whole_window()
      throws Exception {
    open(engine.script(0, new LoseAnswer()));
    engine.onSubmit(request -> shop.clock.advance(Duration.ofMinutes(5)));
    engine.onReconcile(() -> shop.clock.advance(Duration.ofSeconds(20)));
    Task task = shop.submit(1);

    shop.run(shop.claim());

    assertThat(shop.find(task).reason()).contains(Reason.UPSTREAM_OUTCOME_UNKNOWN);
    assertThat(engine.asked()).hasSize(7);
  }

  @Test
  void the_rest_of_the_window_is_left_to_who_takes_a_fresh_attempt_up() throws Exception {
    open(engine);
    engine.onReconcile(() -> shop.clock.advance(Duration.ofSeconds(10)));
    Task task = shop.submit(1);
    shop.leftBehind("ark"); // a minute ago

    shop.run(shop.claim());

    assertThat(shop.find(task).reason()).contains(Reason.UPSTREAM_OUTCOME_UNKNOWN);
    assertThat(engine.asked()).hasSize(7);
  }

  @Test
  void a_rescued_task_is_asked_about_and_not_paid_again() throws Exception {
    open(engine.reconciles(ScriptedEngine.drawn()));
    Task task = shop.submit(1);
    Attempt left = shop.leftBehind("ark");

    shop.run(shop.claim());

    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
    assertThat(engine.submits()).isEmpty();
    assertThat(engine.asked()).containsExactly(left.id());
  }

  @Test
  void a_picture_that_an_earlier_claim_did_not_list_goes_before_the_work_begins() throws Exception {
    open(engine.reconciles(new EngineResult.NotSent("never heard of it")));
    shop.submit(1);
    String left = shop.leftBehind("ark").id();
    String folder = left.substring(left.length() - 2);
    var orphan = new ObjectKey("file/" + folder + "/" + left + "-once.png");
    try (Draft draft = shop.storage.draft()) {
      draft.out().write(1);
      shop.storage.publish(draft, orphan);
    }

    shop.run(shop.claim());

    assertThat(shop.storage.list("file", 10)).isEmpty();
  }

  @Test
  void a_rescued_submit_that_never_left_is_sent_once() throws Exception {
    open(engine.reconciles(new EngineResult.NotSent("never heard of it")));
    Task task = shop.submit(1);
    Attempt left = shop.leftBehind("ark");

    shop.run(shop.claim());
    shop.clock.advance(Duration.ofSeconds(2));
    shop.run(shop.claim());

    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
    assertThat(engine.submits()).hasSize(1).doesNotContainKey(left.id());
  }

  @Test
  void a_rescued_task_is_polled_not_paid_again() throws Exception {
    open(engine.job("job-9", 1));
    Task task = shop.submit(1);
    Claim dead = shop.claim();
    Attempt sent = Attempt.sending("attempt-of-the-dead", 0, 1, "ark");
    shop.open.tasks.intend(dead, sent);
    shop.open.tasks.progress(dead, sent.accepted("job-9"));
    shop.clock.advance(Duration.ofMinutes(1));

    shop.run(shop.claim());

    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
    assertThat(engine.submits()).isEmpty();
    assertThat(engine.asked()).isEmpty();
    assertThat(engine.polled()).containsExactly("job-9", "job-9");
  }

  @Test
  void a_pure_engine_draws_an_interrupted_shot_again() throws Exception {
    ScriptedEngine pure = ScriptedEngine.pure();
    open(pure);
    Task task = shop.submit(1);
    Attempt left = shop.leftBehind("builtin");

    shop.run(shop.claim());

    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
    assertThat(pure.submits()).hasSize(1).doesNotContainKey(left.id());
    assertThat(pure.asked()).isEmpty();
  }

  @Test
  void a_pure_engine_that_lost_an_answer_does_not_wait_for_itself() throws Exception {
    ScriptedEngine pure = ScriptedEngine.pure().script(0, new LoseAnswer());
    open(pure);
    Task task = shop.submit(1);

    shop.run(shop.claim());
    shop.clock.advance(Duration.ofSeconds(2));
    shop.run(shop.claim());

    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
    assertThat(pure.submits()).hasSize(2);
  }

  @Test
  void garbage_is_a_bad_result_and_free() throws Exception {
    open(engine.script(0, new Garbage()));
    Task task = shop.submit(1);

    shop.run(shop.claim());

    assertThat(shop.find(task).reason()).contains(Reason.BAD_RESULT);
    assertThat(engine.submits()).hasSize(1);
    assertThat(shop.balance()).isEqualTo(money(100, 0, 0));
    assertThat(shop.storage.list("file", 10)).isEmpty();
  }

  @Test
  void k_of_n_pictures_are_captured() throws Exception {
    open(
        engine
            .script(1, new Refuse(Refusal.CONTENT_POLICY))
            .script(2, new Garbage())
            .script(3, new Draw()));
    Task task = shop.submit(4);

    shop.run(shop.claim());

    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
    assertThat(shop.find(task).files()).extracting(TaskFile::shot).containsExactly(0, 3);
    assertThat(shop.balance()).isEqualTo(money(90, 0, 10));
    assertThat(shop.owed()).hasSize(1);
  }

  @Test
  void pictures_of_an_earlier_claim_are_not_drawn_again() throws Exception {
    open(engine.script(1, new NotSent()));
    Task task = shop.submit(2);
    shop.run(shop.claim());
    List<TaskFile> first = shop.find(task).files();
    shop.clock.advance(Duration.ofSeconds(2));

    shop.run(shop.claim());

    assertThat(first).hasSize(1);
    assertThat(shop.find(task).files()).hasSize(2).startsWith(first.getFirst());
    assertThat(engine.submits()).hasSize(3);
    assertThat(shop.balance()).isEqualTo(money(90, 0, 10));
  }

  @Test
  void the_deadline_ends_a_task_with_what_is_stored() throws Exception {
    open(engine.script(1, new Hang()));
    Task task = shop.submit(2);

    shop.run(shop.claim(Duration.ofMillis(700)));

    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
    assertThat(shop.find(task).files()).extracting(TaskFile::shot).containsExactly(0);
    assertThat(shop.balance()).isEqualTo(money(95, 0, 5));
  }

  @Test
  void the_deadline_without_a_picture_fails() throws Exception {
    open(engine.script(0, new Hang()));
    Task task = shop.submit(1);

    shop.run(shop.claim(Duration.ofMillis(200)));

    assertThat(shop.find(task).reason()).contains(Reason.DEADLINE_EXCEEDED);
    assertThat(engine.submits()).hasSize(1);
    assertThat(shop.balance()).isEqualTo(money(100, 0, 0));
  }

  @Test
  void a_task_that_waited_too_long_fails_without_being_sent() throws Exception {
    open(engine);
    Task task = shop.submit(1);
    shop.clock.advance(Workshop.TASKS.maxWait().plusSeconds(1));

    shop.run(shop.claim());

    assertThat(shop.find(task).reason()).contains(Reason.DEADLINE_EXCEEDED);
    assertThat(engine.submits()).isEmpty();
  }

  @Test
  void a_late_worker_cannot_finish_a_rescued_task() throws Exception {
    open(engine);
    Task task = shop.submit(1);
    Claim late = shop.claim();
    engine.onSubmit(request -> {
      shop.clock.advance(Duration.ofMinutes(1));
      shop.claim();
    });

    shop.run(late);

    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(shop.find(task).files()).isEmpty();
    assertThat(shop.balance()).isEqualTo(money(95, 5, 0));
    assertThat(shop.owed()).isEmpty();
    assertThat(shop.woken).hasValue(0);
  }

  @Test
  void a_worker_without_a_lease_sends_nothing() throws Exception {
    open(engine);
    shop.submit(1);
    Claim late = shop.claim();
    shop.clock.advance(Duration.ofMinutes(1));
    shop.claim();

    shop.run(late);

    assertThat(engine.submits()).isEmpty();
  }

  @Test
  void a_shot_that_breaks_down_is_not_taken_for_a_deadline() throws Exception {
    open(engine.script(0, new BreakDown()));
    Task task = shop.submit(1);
    Claim claim = shop.claim();

    assertThatThrownBy(() -> shop.run(claim)).hasMessageContaining("broke down");

    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(shop.balance()).isEqualTo(money(95, 5, 0));
  }

  @Test
  void an_answer_that_comes_with_an_interrupt_is_written_down() throws Exception {
    open(
        engine
            .script(0, new Accept("job-1", 0))
            .onSubmit(request -> Thread.currentThread().interrupt()));
    Task task = shop.submit(1);
    Claim claim = shop.claim();

    // the task's own thread goes on: it takes the shot for one that a stop cut off
    try {
      shop.run(claim);
    } catch (IllegalStateException brokeDown) {
      assertThat(brokeDown).hasCauseInstanceOf(InterruptedException.class);
    }

    assertThat(shop.open.tasks.attempts(task.id()))
        .extracting(Attempt::upstreamId)
        .containsExactly(Optional.of("job-1"));
    assertThat(engine.submits()).hasSize(1);
  }

  @Test
  void a_stop_leaves_what_was_sent_to_who_comes_next() throws Exception {
    open(engine.script(0, new Hang()).reconciles(ScriptedEngine.drawn()));
    Task task = shop.submit(1);
    Claim claim = shop.claim();
    try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> run =
          side.submit(() -> {
            shop.run(claim);
            return null;
          });
      engine.entered.acquire();
      run.cancel(true);
    }
    List<String> left = shop.open.attemptsOf(task.id());
    shop.clock.advance(Duration.ofMinutes(1));

    shop.run(shop.claim());

    assertThat(left).containsExactly("sending");
    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
    assertThat(engine.submits()).hasSize(1).containsValue(1);
  }

  @Test
  void a_reference_that_cannot_be_read_ends_the_task_unsent() throws Exception {
    open(engine);
    Task task =
        Samples.task(
            "with-reference",
            shop.account,
            Samples.input(1).withImageUrls(List.of("kept:reference/gone/0")),
            java.util.Optional.empty(),
            shop.clock.instant());
    shop.open.tasks.insert(Samples.queued(task));

    shop.run(shop.claim());

    assertThat(shop.find(task).reason()).contains(Reason.REFERENCE_UNREADABLE);
    assertThat(engine.submits()).isEmpty();
    assertThat(folder.resolve("scratch")).isEmptyDirectory();
  }

  @Test
  void a_job_under_way_is_looked_after_though_its_reference_is_gone() throws Exception {
    open(engine.job("job-9", 1));
    try (var host = new PictureHost()) {
      Task task = shop.submit(2, host.url("/gone.png"));
      shop.leftRunning(Workshop.TASKS.deadline(), "job-9");

      shop.run(shop.claim());

      assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
      assertThat(shop.find(task).files()).extracting(TaskFile::shot).containsExactly(0);
    }
    assertThat(engine.submits()).isEmpty();
    assertThat(shop.balance()).isEqualTo(money(95, 0, 5));
  }

  @Test
  void a_submit_that_never_left_is_not_repeated_without_its_reference() throws Exception {
    open(engine.reconciles(new EngineResult.NotSent("never heard of it")));
    try (var host = new PictureHost()) {
      Task task = shop.submit(1, host.url("/gone.png"));
      shop.leftBehind("ark");

      shop.run(shop.claim());

      assertThat(shop.find(task).reason()).contains(Reason.REFERENCE_UNREADABLE);
    }
    assertThat(engine.submits()).isEmpty();
    assertThat(shop.balance()).isEqualTo(money(100, 0, 0));
  }

  @Test
  void a_reference_is_fetched_once_however_often_its_task_comes_back() throws Exception {
    open(engine);
    shop.engines.bulkhead(engine).switchTo(EngineMode.DRAINING);
    try (var host = new PictureHost()) {
      Task task = shop.submit(1, host.url("/photo.png"));
      comeBack(3);
      int kept = shop.storage.list("reference", 10).size();
      host.forget();
      shop.engines.bulkhead(engine).switchTo(EngineMode.ENABLED);

      shop.run(shop.claim());

      assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
      assertThat(host.asked()).isOne();
      assertThat(kept).isOne();
    }
    assertThat(shop.storage.list("reference", 10)).isEmpty();
  }

  @Test
  void the_last_room_on_the_disk_is_not_spent_on_references() throws Exception {
    open(engine);
    shop.diskLow = true;
    shop.engines.bulkhead(engine).switchTo(EngineMode.DRAINING);
    try (var host = new PictureHost()) {
      Task task = shop.submit(1, host.url("/photo.png"));
      comeBack(1);
      assertThat(shop.storage.list("reference", 10)).isEmpty();
      shop.engines.bulkhead(engine).switchTo(EngineMode.ENABLED);

      shop.run(shop.claim());

      assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
      assertThat(host.asked()).isEqualTo(2);
    }
  }

  /** Its engine is switched off, and it is given back each time. */
  private void comeBack(int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      shop.run(shop.claim());
      shop.clock.advance(Duration.ofSeconds(6));
    }
  }

  @Test
  void a_picture_that_is_ready_is_fetched_though_its_task_comes_back_too_late() throws Exception {
    open(engine.job("job-9", 0));
    Task task = shop.submit(2);
    shop.leftRunning(Duration.ofSeconds(50), "job-9");

    shop.run(shop.claim());

    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
    assertThat(shop.find(task).files()).extracting(TaskFile::shot).containsExactly(0);
    assertThat(engine.submits()).isEmpty();
    assertThat(shop.balance()).isEqualTo(money(95, 0, 5));
  }

  @Test
  void an_unknown_outcome_is_told_as_such_though_its_task_comes_back_too_late() throws Exception {
    open(engine);
    Task task = shop.submit(1);
    Claim dead = shop.claim(Duration.ofSeconds(10));
    Attempt sent = Attempt.sending("attempt-of-the-dead", 0, 1, "ark");
    shop.open.tasks.intend(dead, sent);
    shop.open.tasks.progress(
        dead, sent.ended(Attempt.State.UNKNOWN, Optional.of(Reason.UPSTREAM_OUTCOME_UNKNOWN)));
    shop.clock.advance(Duration.ofMinutes(1));

    shop.run(shop.claim());

    assertThat(shop.find(task).reason()).contains(Reason.UPSTREAM_OUTCOME_UNKNOWN);
    assertThat(engine.submits()).isEmpty();
  }

  @Test
  void a_job_that_still_runs_when_its_task_comes_back_too_late_is_cancelled() throws Exception {
    open(engine.job("job-9", 1_000_000));
    Task task = shop.submit(1);
    shop.leftRunning(Duration.ofSeconds(10), "job-9");

    shop.run(shop.claim());

    assertThat(shop.find(task).reason()).contains(Reason.DEADLINE_EXCEEDED);
    assertThat(engine.polled()).isNotEmpty();
    assertThat(engine.cancelled()).containsExactly("job-9");
  }

  @Test
  void what_is_cut_short_before_it_was_sent_is_written_down_as_not_sent() throws Exception {
    open(engine);
    Task task = shop.submit(1);
    shop.beforeSubmit = () -> Thread.currentThread().interrupt();
    Claim claim = shop.claim();

    assertThatThrownBy(() -> shop.run(claim)).hasCauseInstanceOf(InterruptedException.class);

    assertThat(shop.open.attemptsOf(task.id())).containsExactly("not_sent");
    assertThat(engine.submits()).isEmpty();
  }

  private String onlyAttempt() {
    return engine.submits().keySet().iterator().next();
  }
}

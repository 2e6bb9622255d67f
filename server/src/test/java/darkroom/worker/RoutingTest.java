package darkroom.worker;

import static darkroom.worker.Workshop.money;
import static org.assertj.core.api.Assertions.assertThat;

import darkroom.engine.EngineLimits;
import darkroom.engine.EngineMode;
import darkroom.engine.EngineResult;
import darkroom.engine.EngineTraits;
import darkroom.engine.Refusal;
import darkroom.task.Headroom;
import darkroom.task.Lease;
import darkroom.task.LeaseToken;
import darkroom.task.ProgressGuess;
import darkroom.task.Reason;
import darkroom.task.Samples;
import darkroom.task.Task;
import darkroom.task.TaskStatus;
import darkroom.worker.ScriptedEngine.Misfortune;
import darkroom.worker.ScriptedEngine.Misfortune.Accept;
import darkroom.worker.ScriptedEngine.Misfortune.Busy;
import darkroom.worker.ScriptedEngine.Misfortune.Forget;
import darkroom.worker.ScriptedEngine.Misfortune.LoseAnswer;
import darkroom.worker.ScriptedEngine.Misfortune.NotReady;
import darkroom.worker.ScriptedEngine.Misfortune.NotSent;
import darkroom.worker.ScriptedEngine.Misfortune.Refuse;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which engine gets a shot, and what follows when it says no: over a real database and files. */
@Timeout(60)
class RoutingTest {
  private final ScriptedEngine first = ScriptedEngine.paid();
  private final ScriptedEngine second =
      ScriptedEngine.named("fal", EngineTraits.paid(EngineLimits.unbounded(4)));
  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // by each test
  private Workshop shop;

  @AfterEach
  void close() {
    shop.close();
  }

  private static ScriptedEngine paid(String name, int resends, int extra) {
    var limits = new EngineLimits(4, 0, resends, extra, BigDecimal.ZERO);
    return ScriptedEngine.named(name, EngineTraits.paid(limits));
  }

  private static ScriptedEngine local(String name, int resends, int extra) {
    var limits = new EngineLimits(4, 0, resends, extra, BigDecimal.ZERO);
    return ScriptedEngine.named(name, EngineTraits.local(limits));
  }

  private void open(ScriptedEngine... engines) throws Exception {
    shop = new Workshop(folder, engines);
  }

  @Test
  void the_first_of_the_models_list_draws() throws Exception {
    open(second, first);

    Task task = run();

    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
    assertThat(first.submits()).hasSize(1);
    assertThat(second.submits()).isEmpty();
  }

  @Test
  void what_proves_that_nothing_was_sent_goes_to_the_next_engine_at_once() throws Exception {
    open(first.script(0, new NotSent()), second);

    Task task = run();

    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
    assertThat(shop.open.attemptsOf(task.id())).containsExactly("not_sent", "stored");
    assertThat(second.submits()).hasSize(1);
    assertThat(shop.balance()).isEqualTo(money(95, 0, 5));
  }

  @ParameterizedTest
  @EnumSource(names = {"BUSY", "ACCOUNT", "MODEL", "SIZE_UNSUPPORTED", "FAILED"})
  void a_no_that_costs_nothing_goes_to_the_next_engine(Refusal refusal) throws Exception {
    open(first.script(0, new Refuse(refusal)), second);

    Task task = run();

    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
    assertThat(second.submits()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"CONTENT_POLICY", "INVALID_INPUT", "REFERENCE_UNREADABLE", "BAD_RESULT"})
  void a_no_to_the_input_itself_is_carried_to_nobody_else(Refusal refusal) throws Exception {
    open(first.script(0, new Refuse(refusal)), second);

    Task task = run();

    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FAILED);
    assertThat(second.submits()).isEmpty();
    assertThat(shop.balance()).isEqualTo(money(100, 0, 0));
  }

  @Test
  void an_unknown_outcome_goes_to_no_other_engine() throws Exception {
    ScriptedEngine forgetful = ScriptedEngine.forgetful().script(0, new LoseAnswer());
    open(forgetful, second);

    Task task = run();

    assertThat(shop.find(task).reason()).contains(Reason.UPSTREAM_OUTCOME_UNKNOWN);
    assertThat(forgetful.submits()).hasSize(1).containsValue(1);
    assertThat(second.submits()).isEmpty();
  }

  @Test
  void an_unknown_outcome_goes_to_no_other_engine_whatever_came_after_it() throws Exception {
    ScriptedEngine local = local("ark", 1, 0).script(0, new LoseAnswer(), new NotSent());
    open(local, second);

    Task task = run();
    int meanwhile = second.submits().size();
    shop.clock.advance(Duration.ofSeconds(5));
    shop.run(shop.claim());

    assertThat(meanwhile).isZero();
    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
    assertThat(shop.open.attemptsOf(task.id())).containsExactly("unknown", "not_sent", "stored");
    assertThat(second.submits()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_failed_and_what_got_lost_are_not_tried_again_apart(boolean lostFirst) throws Exception {
    var lost = new LoseAnswer();
    var failed = new Refuse(Refusal.FAILED);
    ScriptedEngine engine =
        lostFirst
            ? paid("ark", 1, 1).script(0, lost, failed)
            : paid("ark", 1, 1).script(0, failed, lost);
    open(engine, second);

    Task task = run();

    assertThat(shop.find(task).reason()).contains(Reason.UPSTREAM_OUTCOME_UNKNOWN);
    assertThat(engine.submits()).hasSize(2);
    assertThat(second.submits()).isEmpty();
  }

  @Test
  void engines_on_a_bill_begin_a_shot_twice_and_no_third_time() throws Exception {
    ScriptedEngine local = local("sdserver", 0, 0);
    open(
        paid("ark", 0, 0).script(0, new Refuse(Refusal.FAILED)),
        second.script(0, new Refuse(Refusal.FAILED)),
        paid("replicate", 0, 0),
        local);

    Task task = run();

    assertThat(shop.open.attemptsOf(task.id())).containsExactly("refused", "refused", "stored");
    assertThat(local.submits()).hasSize(1);
  }

  @Test
  void trouble_on_our_side_is_tried_again_and_no_fault_of_the_engine() throws Exception {
    open(
        first.script(
            0, new NotReady(), new NotReady(), new NotReady(), new NotReady(), new NotReady()));
    Task task = shop.submit(1);

    for (int i = 0; i < 5; i++) {
      shop.run(shop.claim());
      shop.clock.advance(Duration.ofMinutes(2));
    }
    var closed = shop.engines.bulkhead(first).closed(shop.clock.instant());
    shop.run(shop.claim());

    assertThat(closed).isEmpty();
    assertThat(first.submits()).hasSize(6);
    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
  }

  @Test
  void a_model_that_an_engine_does_not_know_closes_it_for_no_other() throws Exception {
    open(first.script(0, new Refuse(Refusal.MODEL)), second);

    run();
    run();

    assertThat(second.submits()).hasSize(1);
    assertThat(first.submits()).hasSize(2);
  }

  @Test
  void a_lost_answer_is_asked_about_for_as_long_as_ever_once_its_engine_is_enabled()
      throws Exception {
    open(
        first
            .script(0, new LoseAnswer())
            .job("job-7", 0)
            .reconciles(
                new EngineResult.Unknown("not yet"),
                new EngineResult.Unknown("still not"),
                new EngineResult.Accepted("job-7")));
    first.onReconcile(() -> {
      if (first.asked().size() == 1) {
        shop.engines.bulkhead(first).switchTo(EngineMode.DISABLED);
      }
    });
    Task task = shop.submit(1);

    Thread running =
        Thread.startVirtualThread(() -> {
          try {
            shop.run(shop.claim());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    Workshop.await("asked once", () -> first.asked().size() == 1);
    shop.clock.advance(Duration.ofMinutes(10));
    int looks = shop.clock.looks();
    Workshop.await("waits on", () -> !running.isAlive() || shop.clock.looks() > looks + 20);
    shop.engines.bulkhead(first).switchTo(EngineMode.ENABLED);
    running.join();

    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
    assertThat(first.asked()).hasSize(3);
    assertThat(first.submits()).hasSize(1);
  }

  @Test
  void an_engine_that_is_disabled_is_not_even_told_that_nobody_wants_a_job() throws Exception {
    open(first.script(0, new Accept("job-1", 1_000_000)));
    Task task = shop.submit(1);
    first.onPoll(() -> {
      shop.engines.bulkhead(first).switchTo(EngineMode.DISABLED);
      shop.clock.advance(Duration.ofSeconds(1));
    });

    shop.run(shop.claim(Duration.ofMillis(300)));

    assertThat(shop.find(task).reason()).contains(Reason.DEADLINE_EXCEEDED);
    assertThat(first.polled()).hasSize(1);
    assertThat(first.cancelled()).isEmpty();
  }

  @Test
  void the_built_in_engine_never_stands_in_for_one_that_fails() throws Exception {
    ScriptedEngine pure = ScriptedEngine.pure();
    open(first.script(0, new Refuse(Refusal.ACCOUNT)), pure);

    Task task = run();

    assertThat(shop.find(task).reason()).contains(Reason.ENGINE_UNAVAILABLE);
    assertThat(pure.submits()).isEmpty();
  }

  @Test
  void an_account_that_is_broken_is_not_asked_again_until_its_time_is_over() throws Exception {
    open(first.script(0, new Refuse(Refusal.ACCOUNT)), second);
    run();

    run();
    shop.clock.advance(Duration.ofMinutes(2));
    run();

    assertThat(first.submits()).hasSize(2);
    assertThat(second.submits()).hasSize(2);
  }

  @Test
  void a_pause_that_one_shot_was_told_holds_for_all() throws Exception {
    open(first.script(0, new Busy(Duration.ofSeconds(60))));
    Task told = run();
    Task other = shop.submit(1);

    shop.run(shop.claim());
    int asked = first.submits().size();
    shop.clock.advance(Duration.ofSeconds(80));
    shop.run(shop.claim());
    shop.run(shop.claim());

    assertThat(asked).isEqualTo(1);
    assertThat(List.of(shop.find(told).status(), shop.find(other).status()))
        .containsOnly(TaskStatus.FINISHED);
  }

  @Test
  void what_an_engine_failed_and_does_not_bill_is_tried_once_more() throws Exception {
    var limits = new EngineLimits(4, 0, 0, 1, BigDecimal.ZERO);
    ScriptedEngine engine =
        ScriptedEngine.named("ark", EngineTraits.paid(limits))
            .script(0, new Refuse(Refusal.FAILED))
            .script(1, new Refuse(Refusal.FAILED), new Refuse(Refusal.FAILED));
    open(engine);
    Task task = shop.submit(2);

    shop.run(shop.claim());

    assertThat(shop.find(task).files()).hasSize(1);
    assertThat(engine.submits()).hasSize(4);
    assertThat(shop.balance()).isEqualTo(money(95, 0, 5));
  }

  @Test
  void a_local_engine_that_lost_an_answer_is_asked_once_more_and_never_twice() throws Exception {
    var limits = new EngineLimits(4, 0, 1, 0, BigDecimal.ZERO);
    ScriptedEngine local =
        ScriptedEngine.named("ark", EngineTraits.local(limits))
            .script(0, new LoseAnswer())
            .script(1, new LoseAnswer(), new LoseAnswer());
    open(local);
    Task task = shop.submit(2);

    shop.run(shop.claim());

    assertThat(shop.find(task).files()).hasSize(1);
    assertThat(local.submits()).hasSize(4);
  }

  @Test
  void a_job_that_its_engine_forgot_is_of_unknown_outcome() throws Exception {
    open(first.script(0, new Forget()), second);

    Task task = run();

    assertThat(shop.find(task).reason()).contains(Reason.UPSTREAM_OUTCOME_UNKNOWN);
    assertThat(first.polled()).hasSize(3);
    assertThat(first.submits()).hasSize(1);
    assertThat(second.submits()).isEmpty();
  }

  @Test
  void an_engine_that_cannot_make_the_input_is_passed_over() throws Exception {
    open(first.thatCannot("size: too odd"), second);

    run();

    assertThat(first.submits()).isEmpty();
    assertThat(second.submits()).hasSize(1);
  }

  @Test
  void a_trial_of_one_engine_reaches_no_other() throws Exception {
    open(first, second);
    Task plain = Samples.task("trial", shop.account, 1, shop.clock.instant());
    var trial =
        new Task(
            plain.id(),
            plain.account(),
            plain.test(),
            plain.model(),
            plain.input(),
            plain.unitPrice(),
            plain.callbackUrl(),
            plain.status(),
            plain.reason(),
            plain.createdAt(),
            plain.startedAt(),
            plain.finishedAt(),
            plain.captured(),
            plain.files(),
            Optional.of("fal"),
            OptionalInt.empty(),
            Optional.empty());
    shop.open.tasks.insert(Samples.queued(trial));

    shop.run(shop.claim());

    assertThat(first.submits()).isEmpty();
    assertThat(second.submits()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"DRAINING", "DISABLED"})
  void an_engine_that_is_switched_off_begins_nothing(EngineMode mode) throws Exception {
    open(first, second);
    shop.engines.bulkhead(first).switchTo(mode);

    run();

    assertThat(first.submits()).isEmpty();
    assertThat(second.submits()).hasSize(1);
  }

  @Test
  void with_all_engines_switched_off_a_task_waits_and_is_drawn_later() throws Exception {
    open(first);
    shop.engines.bulkhead(first).switchTo(EngineMode.DRAINING);
    Task task = run();
    TaskStatus meanwhile = shop.find(task).status();

    shop.engines.bulkhead(first).switchTo(EngineMode.ENABLED);
    shop.clock.advance(Duration.ofSeconds(6));
    shop.run(shop.claim());

    assertThat(meanwhile).isEqualTo(TaskStatus.RUNNING);
    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
  }

  @Test
  void a_draining_engine_is_followed_to_the_end_of_its_jobs() throws Exception {
    open(first.script(0, new Accept("job-1", 2)));
    first.onPoll(() -> shop.engines.bulkhead(first).switchTo(EngineMode.DRAINING));

    Task task = run();

    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
  }

  @Test
  void a_job_that_a_callback_named_is_adopted_though_the_answer_was_lost() throws Exception {
    ScriptedEngine called =
        ScriptedEngine.named(
            "ark",
            EngineTraits.paid(EngineLimits.unbounded(4))
                .reconciledBy(EngineTraits.Reconcile.CALLBACK));
    open(called.script(0, new LoseAnswer()).job("job-7", 0));
    shop.callbackUrl = Optional.of(URI.create("https://us.example/engine-callback/x"));
    called.onSubmit(request -> {
      assertThat(request.callbackUrl()).isPresent();
      assertThat(shop.open.tasks.told(request.attemptId(), "job-7")).isTrue();
      assertThat(shop.open.tasks.told(request.attemptId(), "job-of-a-liar")).isTrue();
    });

    Task task = run();

    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
    assertThat(called.submits()).hasSize(1).containsValue(1);
    assertThat(called.polled()).containsOnly("job-7");
    assertThat(shop.open.tasks.told(called.submits().keySet().iterator().next(), "late")).isFalse();
  }

  @Test
  void a_lost_answer_that_only_a_callback_can_tell_keeps_no_place_from_others() throws Exception {
    ScriptedEngine called =
        ScriptedEngine.named(
            "ark",
            EngineTraits.paid(EngineLimits.unbounded(1))
                .reconciledBy(EngineTraits.Reconcile.CALLBACK));
    open(called.script(0, new LoseAnswer()));
    shop.callbackUrl = Optional.of(URI.create("https://us.example/engine-callback/x"));
    Task task = shop.submit(2);
    called.onReconcile(() -> {
      if (called.submits().size() == 2) {
        shop.clock.advance(Duration.ofMinutes(1)); // both were sent: now time may pass
      }
    });

    shop.run(shop.claim());

    assertThat(called.submits()).hasSize(2);
    assertThat(shop.find(task).files()).hasSize(1);
  }

  @Test
  void at_its_deadline_a_job_is_told_that_nobody_wants_it() throws Exception {
    open(first.script(0, new Accept("job-1", 1_000_000)));
    Task task = shop.submit(1);
    first.onPoll(() -> shop.clock.advance(Duration.ofMillis(100)));

    shop.run(shop.claim(Duration.ofMillis(300)));

    assertThat(shop.find(task).reason()).contains(Reason.DEADLINE_EXCEEDED);
    assertThat(first.cancelled()).containsExactly("job-1");
  }

  @Test
  void every_deadline_tells_the_job_that_it_cuts_off() throws Exception {
    int times = 20;
    var jobs = new Misfortune[times];
    Arrays.setAll(jobs, i -> new Accept("job-" + i, 1_000_000));
    open(first.script(0, jobs));
    shop.clock.run();

    while (first.submits().size() < times) { // on a busy machine some are too late to be sent
      shop.submit(1);
      shop.run(shop.claim(Duration.ofMillis(50)));
    }

    assertThat(first.cancelled()).hasSize(times);
  }

  @Test
  void a_call_that_the_deadline_would_cut_off_and_nobody_could_find_again_is_not_begun()
      throws Exception {
    ScriptedEngine slow = ScriptedEngine.named("ark", EngineTraits.paid(EngineLimits.unbounded(1)));
    open(slow.onSubmit(request -> shop.clock.advance(Duration.ofMinutes(29).plusSeconds(30))));
    Task task = shop.submit(2);

    shop.run(shop.claim());

    assertThat(slow.submits()).hasSize(1);
    assertThat(shop.open.attemptsOf(task.id())).containsExactly("stored");
    assertThat(shop.find(task).files()).hasSize(1);
    assertThat(shop.balance()).isEqualTo(money(95, 0, 5));
  }

  @Test
  void what_can_be_found_again_is_begun_until_the_deadline() throws Exception {
    ScriptedEngine found =
        ScriptedEngine.named(
            "ark",
            EngineTraits.paid(EngineLimits.unbounded(1))
                .reconciledBy(EngineTraits.Reconcile.HISTORY));
    open(found);
    Task task = shop.submit(2);
    found.onSubmit(request -> {
      if (found.submits().isEmpty()) {
        shop.clock.advance(Duration.ofMinutes(29).plusSeconds(50));
      }
    });

    shop.run(shop.claim());

    assertThat(shop.find(task).files()).hasSize(2);
  }

  @Test
  void what_an_engine_says_of_its_progress_is_noted_and_never_falls() throws Exception {
    ScriptedEngine telling =
        ScriptedEngine.named("ark", EngineTraits.paid(EngineLimits.unbounded(4)).tellingProgress());
    open(telling.script(0, new Accept("job-1", 3)));
    Task task = shop.submit(2);
    telling.onPoll(() -> shop.clock.advance(Duration.ofSeconds(2)));

    shop.run(shop.claim());

    // half of one picture; the other one came at once
    assertThat(shop.find(task).progress().orElseThrow()).isBetween(25, 75);
  }

  @Test
  void figures_of_an_engine_that_tells_no_progress_are_not_noted() throws Exception {
    open(first.script(0, new Accept("job-1", 3)));
    Task task = shop.submit(1);

    shop.run(shop.claim());

    assertThat(shop.find(task).progress()).isEmpty();
  }

  @Test
  void the_time_counts_until_an_engine_tells_its_first_figure_which_never_falls_behind_it()
      throws Exception {
    ScriptedEngine telling =
        ScriptedEngine.named("ark", EngineTraits.paid(EngineLimits.unbounded(4)).tellingProgress());
    open(
        telling
            .script(0, new Accept("job-1", 0))
            .polls(
                running(OptionalInt.empty()),
                running(OptionalInt.of(5)),
                running(OptionalInt.of(90))));
    Task task = shop.submit(1);
    var noted = new ArrayList<OptionalInt>();
    telling.onPoll(() -> {
      noted.add(shop.find(task).progress());
      shop.clock.advance(Duration.ofSeconds(30));
    });

    shop.run(shop.claim());

    Task begun = shop.find(task);
    int shown = ProgressGuess.percent(begun, 0, begun.startedAt().orElseThrow().plusSeconds(60));
    assertThat(noted.subList(0, 2)).containsOnly(OptionalInt.empty());
    assertThat(noted.get(2).orElseThrow()).isBetween(shown, 89);
    assertThat(noted.get(3)).hasValue(90);
  }

  @Test
  void records_that_lag_now_and_then_do_not_end_a_job() throws Exception {
    EngineResult gone = new EngineResult.Gone("no such job");
    EngineResult runs = running(OptionalInt.empty());
    open(
        first
            .script(0, new Accept("job-1", 0))
            .polls(gone, gone, runs, gone, runs, gone, gone, runs));

    Task task = run();

    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.FINISHED);
  }

  @Test
  void what_a_test_key_asks_for_is_never_rewritten() throws Exception {
    ScriptedEngine pure = ScriptedEngine.pure();
    open(first, pure);
    var asked = new AtomicInteger();
    shop.rewriter =
        prompt -> {
          asked.incrementAndGet();
          return Optional.of("something else");
        };
    Task plain =
        Samples.task(
            "rehearsal",
            shop.account,
            new darkroom.catalog.ImageInput(
                "[[slow 1]] a fox",
                darkroom.catalog.Size.ofWire("2048x2048"),
                1,
                List.of(),
                true,
                true),
            Optional.empty(),
            shop.clock.instant());
    var test =
        new Task(
            plain.id(),
            plain.account(),
            true,
            plain.model(),
            plain.input(),
            plain.unitPrice(),
            plain.callbackUrl(),
            plain.status(),
            plain.reason(),
            plain.createdAt(),
            plain.startedAt(),
            plain.finishedAt(),
            plain.captured(),
            plain.files(),
            plain.engine(),
            plain.progress(),
            plain.rewrittenPrompt());
    shop.open.tasks.insert(Samples.queued(test));

    shop.run(shop.claim());

    assertThat(asked).hasValue(0);
    assertThat(pure.prompts()).containsExactly("[[slow 1]] a fox");
  }

  @Test
  void a_prompt_is_rewritten_once_and_before_it_is_sent() throws Exception {
    open(first.script(0, new NotSent()));
    shop.rewriter = prompt -> Optional.of(prompt + ", golden hour");
    Task task =
        Samples.task(
            "wish",
            shop.account,
            new darkroom.catalog.ImageInput(
                "a fox", darkroom.catalog.Size.ofWire("2048x2048"), 1, List.of(), true, true),
            Optional.empty(),
            shop.clock.instant());
    shop.open.tasks.insert(Samples.queued(task));
    shop.run(shop.claim());
    shop.rewriter = prompt -> Optional.of("something else");
    shop.clock.advance(Duration.ofSeconds(2));

    shop.run(shop.claim());

    assertThat(first.prompts()).containsExactly("a fox, golden hour", "a fox, golden hour");
    assertThat(shop.find(task).input().prompt()).isEqualTo("a fox");
  }

  @Test
  void a_model_that_no_engine_takes_now_is_passed_over_in_the_queue_and_no_other_is()
      throws Exception {
    open(first);
    Task task = shop.submit(1);
    var lease = new Lease(shop.clock.instant(), shop.clock.instant(), Duration.ofHours(1));
    var closed = new Headroom(java.util.Map.of("seedream-4.5", 0, "x", 0), shop.clock.instant());
    var other = new Headroom(java.util.Map.of("seedream-4.5-edit", 0), shop.clock.instant());

    assertThat(shop.open.tasks.claim(1, lease, closed, () -> new LeaseToken("a"))).isEmpty();
    assertThat(shop.open.tasks.claim(1, lease, other, () -> new LeaseToken("b")))
        .extracting(claim -> claim.task().id())
        .containsExactly(task.id());
  }

  private static EngineResult running(OptionalInt percent) {
    return new EngineResult.Running(percent);
  }

  private Task run() throws InterruptedException {
    Task task = shop.submit(1);
    shop.run(shop.claim());
    return task;
  }
}

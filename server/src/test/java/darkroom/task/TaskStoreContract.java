package darkroom.task;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.account.AccountId;
import darkroom.credit.Balance;
import darkroom.credit.Credits;
import darkroom.credit.LedgerStore;
import darkroom.webhook.DeliveryClaim;
import darkroom.webhook.DeliveryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every task store promises. */
public abstract class TaskStoreContract {
  protected final SettableClock clock = new SettableClock();
  private final Names names = new Names();

  protected abstract TaskStore store();

  protected abstract LedgerStore ledger();

  protected abstract DeliveryStore deliveries();

  /** A new account with that many credits. */
  protected abstract AccountId account(Credits credits);

  /** Ledger rows of a task as {@code kind amount captured released}, oldest first. */
  protected abstract List<String> ledgerOf(TaskId task);

  @Test
  void an_insert_moves_the_hold_and_writes_one_ledger_row() {
    AccountId account = account(Credits.of(100));
    Task task = Samples.task("t1", account, 3, now());

    InsertResult result = store().insert(Samples.queued(task));

    assertThat(result).isEqualTo(new InsertResult.Inserted());
    assertThat(balance(account)).isEqualTo(money(85, 15, 0, 100));
    assertThat(ledgerOf(task.id())).containsExactly("hold 15 0 0");
  }

  @Test
  void a_task_is_found_as_it_was_written_as_soon_as_the_insert_returned() {
    AccountId account = account(Credits.of(100));
    Task task =
        Samples.task("t1", account, Samples.input(2), Optional.of("https://a.example/x"), now());

    store().insert(Samples.queued(task));

    assertThat(store().find(account, task.id())).contains(task);
  }

  @Test
  void a_foreign_task_and_an_unknown_one_look_the_same() {
    AccountId owner = account(Credits.of(100));
    AccountId stranger = account(Credits.of(100));
    Task task = inserted("t1", owner, 1);

    assertThat(store().find(stranger, task.id())).isEmpty();
    assertThat(store().find(stranger, new TaskId("nobody"))).isEmpty();
  }

  @Test
  void the_same_key_returns_the_same_task() {
    AccountId account = account(Credits.of(100));
    store().insert(Samples.keyed(Samples.task("t1", account, 1, now()), "key", "hash"));

    InsertResult again =
        store().insert(Samples.keyed(Samples.task("t2", account, 1, now()), "key", "hash"));

    var first = new InsertResult.Replay(new TaskId("t1"), "hash", now());
    assertThat(again).isEqualTo(new InsertResult.KeyTaken(first));
    assertThat(store().replay(account, "key")).contains(first);
    assertThat(store().find(account, new TaskId("t2"))).isEmpty();
    assertThat(balance(account)).isEqualTo(money(95, 5, 0, 100));
  }

  @Test
  void a_taken_key_tells_the_body_it_was_used_with() {
    AccountId account = account(Credits.of(100));
    store().insert(Samples.keyed(Samples.task("t1", account, 1, now()), "key", "one"));

    InsertResult other =
        store().insert(Samples.keyed(Samples.task("t2", account, 1, now()), "key", "two"));

    assertThat(other).isInstanceOf(InsertResult.KeyTaken.class);
    assertThat(((InsertResult.KeyTaken) other).replay().bodyHash()).isEqualTo("one");
    assertThat(ledgerOf(new TaskId("t2"))).isEmpty();
  }

  @Test
  void two_accounts_may_use_the_same_key() {
    AccountId one = account(Credits.of(100));
    AccountId two = account(Credits.of(100));
    store().insert(Samples.keyed(Samples.task("t1", one, 1, now()), "key", "hash"));

    InsertResult other =
        store().insert(Samples.keyed(Samples.task("t2", two, 1, now()), "key", "hash"));

    assertThat(other).isEqualTo(new InsertResult.Inserted());
  }

  @Test
  void a_task_that_costs_too_much_writes_nothing_and_frees_its_key() {
    AccountId account = account(Credits.of(9));
    Task task = Samples.task("t1", account, 2, now());

    InsertResult result = store().insert(Samples.keyed(task, "key", "hash"));

    assertThat(result).isEqualTo(new InsertResult.TooFewCredits());
    assertNothingWritten(account, task, 9);
    assertThat(store().replay(account, "key")).isEmpty();
  }

  @Test
  void a_rejected_task_leaves_no_place_taken() {
    AccountId account = account(Credits.of(5));
    store().insert(limited(Samples.task("t1", account, 2, now()), 1));

    InsertResult result = store().insert(limited(Samples.task("t2", account, 1, now()), 1));

    assertThat(result).isEqualTo(new InsertResult.Inserted());
  }

  @Test
  void an_account_with_all_its_places_taken_writes_nothing() {
    AccountId account = account(Credits.of(100));
    store().insert(limited(Samples.task("t1", account, 1, now()), 1));
    Task second = Samples.task("t2", account, 1, now());

    InsertResult result = store().insert(limited(second, 1));

    assertThat(result).isEqualTo(new InsertResult.AccountFull());
    assertThat(store().find(account, second.id())).isEmpty();
    assertThat(ledgerOf(second.id())).isEmpty();
    assertThat(balance(account)).isEqualTo(money(95, 5, 0, 100));
  }

  @Test
  void an_end_frees_the_place_of_its_account() {
    AccountId account = account(Credits.of(100));
    store().insert(limited(Samples.task("t1", account, 1, now()), 1));
    store().finish(claimOne(), failed(), Optional.empty());

    InsertResult result = store().insert(limited(Samples.task("t2", account, 1, now()), 1));

    assertThat(result).isEqualTo(new InsertResult.Inserted());
  }

  @Test
  void a_taken_id_writes_nothing() {
    AccountId owner = account(Credits.of(100));
    AccountId other = account(Credits.of(100));
    inserted("t1", owner, 1);

    InsertResult result =
        store().insert(Samples.keyed(Samples.task("t1", other, 1, now()), "key", "hash"));

    assertThat(result).isEqualTo(new InsertResult.IdTaken());
    assertThat(balance(other)).isEqualTo(money(100, 0, 0, 100));
    assertThat(store().replay(other, "key")).isEmpty();
    assertThat(store().find(other, new TaskId("t1"))).isEmpty();
  }

  @Test
  void a_task_born_with_a_lease_is_running_and_not_claimed() {
    AccountId account = account(Credits.of(100));
    Task task = Samples.task("t1", account, 1, now());
    Instant until = now().plusSeconds(15);

    store()
        .insert(
            new NewTask(
                task,
                Optional.empty(),
                Optional.of(new LeaseToken("born")),
                until,
                now().plusSeconds(60),
                10,
                0,
                Samples.KEY));

    assertThat(find(task).status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(claim(10)).isEmpty();
    var claim = new Claim(task, new LeaseToken("born"), now().plusSeconds(60), List.of());
    assertThat(store().intend(claim, attempt("a1", 0, 1))).isEqualTo(Written.DONE);
  }

  @Test
  void parallel_submits_never_overspend() throws Exception {
    AccountId account = account(Credits.of(50));
    int submits = 64;

    List<InsertResult> results =
        together(
            submits, i -> store().insert(Samples.queued(Samples.task("t" + i, account, 1, now()))));

    long inserted = results.stream().filter(new InsertResult.Inserted()::equals).count();
    assertThat(inserted).isEqualTo(10);
    assertThat(balance(account)).isEqualTo(money(0, 50, 0, 50));
  }

  @Test
  void parallel_submits_under_one_key_make_one_task() throws Exception {
    AccountId account = account(Credits.of(500));

    List<InsertResult> results =
        together(
            32,
            i ->
                store()
                    .insert(
                        Samples.keyed(Samples.task("t" + i, account, 1, now()), "key", "hash")));

    assertThat(results).filteredOn(new InsertResult.Inserted()::equals).hasSize(1);
    assertThat(results)
        .filteredOn(InsertResult.KeyTaken.class::isInstance)
        .hasSize(31)
        .extracting(taken -> ((InsertResult.KeyTaken) taken).replay().id())
        .containsOnly(store().replay(account, "key").orElseThrow().id());
    assertThat(balance(account)).isEqualTo(money(495, 5, 0, 500));
  }

  @Test
  void the_oldest_due_task_is_claimed_first() {
    AccountId account = account(Credits.of(100));
    for (String id : List.of("t1", "t2", "t3")) {
      inserted(id, account, 1);
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(claim(2)).extracting(claim -> claim.task().id().value()).containsExactly("t1", "t2");
    assertThat(claim(2)).extracting(claim -> claim.task().id().value()).containsExactly("t3");
  }

  @Test
  void no_more_begin_than_there_is_headroom_for_and_others_pass_them() {
    AccountId account = account(Credits.of(1_000));
    for (String id : List.of("a1", "a2", "a3", "a4")) {
      inserted(id, account, 2);
    }
    clock.advance(Duration.ofSeconds(1));
    inserted(Samples.task("b1", account, false, "other-model", 1, now()));

    assertThat(ids(claim(10, Map.of("seedream-4.5", 0)))).containsExactly("b1");
    // the task that takes the last picture's room begins as a whole
    assertThat(ids(claim(10, Map.of("seedream-4.5", 3)))).containsExactly("a1", "a2");
    assertThat(ids(claim(10, Map.of("seedream-4.5", 1)))).containsExactly("a3");
    assertThat(ids(claim(10, Map.of("other-model", 0)))).containsExactly("a4");
  }

  @Test
  void what_has_begun_goes_first_and_takes_the_room_of_what_waits() {
    AccountId account = account(Credits.of(1_000));
    inserted("old", account, 1);
    clock.advance(Duration.ofSeconds(1));
    inserted("begun", account, 1);
    Claim begun = claim(10, Map.of()).getLast();
    store().giveBack(begun, now());
    inserted("new", account, 1);

    assertThat(ids(claim(10, Map.of("seedream-4.5", 1)))).containsExactly("begun");
    assertThat(ids(claim(10, Map.of("seedream-4.5", 1)))).containsExactly("new");
  }

  @Test
  void without_headroom_a_test_task_begins_and_so_does_who_has_waited_too_long() {
    AccountId account = account(Credits.of(1_000));
    inserted("old", account, 1);
    clock.advance(Duration.ofSeconds(2));
    inserted("new", account, 1);
    inserted(Samples.task("test", account, true, "seedream-4.5", 1, now()));

    var none = new Headroom(Map.of("seedream-4.5", 0), now().minusSeconds(1));
    List<Claim> claims =
        store().claim(10, Samples.lease(now()), none, () -> new LeaseToken(names.next(22)));

    assertThat(ids(claims)).containsExactly("old", "test");
  }

  private static List<String> ids(List<Claim> claims) {
    return claims.stream().map(claim -> claim.task().id().value()).toList();
  }

  @Test
  void a_claimed_task_runs_and_is_not_claimed_twice() {
    AccountId account = account(Credits.of(100));
    Task task = inserted("t1", account, 1);

    List<Claim> first = claim(10);
    List<Claim> second = claim(10);

    assertThat(first).hasSize(1);
    assertThat(second).isEmpty();
    assertThat(find(task).status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(find(task).startedAt()).contains(now());
  }

  @Test
  void leases_use_the_time_they_are_given() {
    inserted("t1", account(Credits.of(100)), 1);
    Claim first = claimOne();

    clock.advance(Duration.ofSeconds(15).minusMillis(1));
    List<Claim> early = claim(1);
    clock.advance(Duration.ofMillis(1));
    Claim second = claimOne();

    assertThat(early).isEmpty();
    assertThat(second.task().id()).isEqualTo(first.task().id());
    assertThat(second.token()).isNotEqualTo(first.token());
  }

  @Test
  void the_deadline_counts_from_the_first_claim_only() {
    inserted("t1", account(Credits.of(100)), 1);
    clock.advance(Duration.ofHours(1));
    Claim first = claimOne();
    clock.advance(Duration.ofMinutes(1));

    Claim second = claimOne();

    assertThat(first.deadline()).isEqualTo(SettableClock.START.plus(Duration.ofMinutes(90)));
    assertThat(second.deadline()).isEqualTo(first.deadline());
    assertThat(second.task().startedAt()).contains(first.task().startedAt().orElseThrow());
  }

  @Test
  void a_renewed_lease_holds_longer_and_a_lost_one_is_told() {
    AccountId account = account(Credits.of(100));
    inserted("t1", account, 1);
    Claim held = claimOne();
    var unknown = new LeaseToken("unknown");

    List<LeaseToken> lost =
        store().renew(List.of(held.token(), unknown), now().plus(Duration.ofMinutes(1)));
    clock.advance(Duration.ofSeconds(59));

    assertThat(lost).containsExactly(unknown);
    assertThat(claim(1)).isEmpty();
  }

  @Test
  void a_second_claim_takes_the_lease_of_the_first_away() {
    inserted("t1", account(Credits.of(100)), 1);
    Claim old = claimOne();
    clock.advance(Duration.ofMinutes(1));
    Claim fresh = claimOne();

    List<LeaseToken> lost =
        store().renew(List.of(old.token(), fresh.token()), now().plusSeconds(15));

    assertThat(lost).containsExactly(old.token());
  }

  @Test
  void a_claim_brings_the_attempts_and_files_that_earlier_claims_left() {
    inserted("t1", account(Credits.of(100)), 2);
    Claim old = claimOne();
    Attempt first = attempt("a1", 0, 1);
    Attempt second = attempt("a2", 1, 1);
    TaskFile file = Samples.file(old.task(), 0, now().plusSeconds(60));
    store().intend(old, first);
    store().intend(old, second);
    store().stored(old, first.ended(Attempt.State.STORED, Optional.empty()), file);
    store().progress(old, second.accepted("job-7"));
    clock.advance(Duration.ofMinutes(1));

    Claim fresh = claimOne();

    assertThat(fresh.attempts())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("createdAt")
        .containsExactly(
            first.ended(Attempt.State.STORED, Optional.empty()), second.accepted("job-7"));
    assertThat(fresh.attempts())
        .allSatisfy(attempt -> assertThat(attempt.createdAt()).contains(old.task().createdAt()));
    assertThat(fresh.task().files()).containsExactly(file);
  }

  @Test
  void the_progress_of_a_task_never_falls_and_a_lost_claim_notes_none() {
    inserted("t1", account(Credits.of(100)), 1);
    Claim claim = claimOne();

    store().advance(claim, 40);
    store().advance(claim, 20);
    clock.advance(Duration.ofMinutes(1));
    Claim fresh = claimOne();

    assertThat(fresh.task().progress()).hasValue(40);
    assertThat(store().advance(claim, 90)).isEqualTo(Written.STALE);
  }

  @Test
  void the_first_job_that_a_callback_names_counts_as_long_as_the_task_is_open() {
    inserted("t1", account(Credits.of(100)), 1);
    Claim claim = claimOne();
    store().intend(claim, attempt("a1", 0, 1));

    assertThat(store().toldJob("a1")).isEmpty();
    assertThat(store().told("a1", "job-1")).isTrue();
    assertThat(store().told("a1", "job-2")).isTrue();
    assertThat(store().told("nobody", "job-1")).isFalse();
    assertThat(store().toldJob("a1")).contains("job-1");
    store()
        .finish(claim, Ending.failed(new Failure(Reason.BAD_RESULT, ""), now()), Optional.empty());
    assertThat(store().told("a1", "job-3")).isFalse();
  }

  @Test
  void a_job_belongs_to_the_attempt_that_it_is_written_down_for() {
    inserted("t1", account(Credits.of(100)), 1);
    Claim claim = claimOne();
    Attempt first = attempt("a1", 0, 1);
    store().intend(claim, first);
    store().progress(claim, first.accepted("job-1"));

    assertThat(store().isHeldByAnother(first.engine(), "job-1", "a2")).isTrue();
    assertThat(store().isHeldByAnother(first.engine(), "job-1", "a1")).isFalse();
    assertThat(store().isHeldByAnother(first.engine(), "job-2", "a2")).isFalse();
    assertThat(store().isHeldByAnother("elsewhere", "job-1", "a2")).isFalse();
  }

  @Test
  void a_job_that_a_callback_named_belongs_to_its_attempt_before_it_is_taken_up() {
    inserted("t1", account(Credits.of(100)), 1);
    Claim claim = claimOne();
    Attempt first = attempt("a1", 0, 1);
    store().intend(claim, first);
    store().told("a1", "job-1");

    assertThat(store().isHeldByAnother(first.engine(), "job-1", "a2")).isTrue();
    assertThat(store().isHeldByAnother(first.engine(), "job-1", "a1")).isFalse();
    assertThat(store().isHeldByAnother("elsewhere", "job-1", "a2")).isFalse();
  }

  @Test
  void what_an_engine_may_have_billed_is_counted_by_engine() {
    inserted("t1", account(Credits.of(100)), 3);
    Claim claim = claimOne();
    for (int shot = 0; shot < 3; shot++) {
      store().intend(claim, attempt("a" + shot, shot, 1));
    }
    store()
        .progress(
            claim,
            attempt("a0", 0, 1)
                .ended(Attempt.State.UNKNOWN, Optional.of(Reason.UPSTREAM_OUTCOME_UNKNOWN)));
    store().progress(claim, attempt("a1", 1, 1).accepted("job-1"));

    String engine = attempt("a0", 0, 1).engine();
    assertThat(store().loads(now().minusSeconds(1))).containsExactly(new EngineLoad(engine, 2, 1));
    assertThat(store().loads(now().plusSeconds(1))).containsExactly(new EngineLoad(engine, 2, 0));
  }

  @Test
  void what_was_cut_off_by_its_tasks_end_is_open_no_more_and_of_unknown_outcome() {
    inserted("t1", account(Credits.of(100)), 1);
    Claim claim = claimOne();
    store().intend(claim, attempt("a1", 0, 1));

    store()
        .finish(
            claim,
            Ending.failed(new Failure(Reason.DEADLINE_EXCEEDED, ""), now()),
            Optional.empty());

    assertThat(store().loads(now().minusSeconds(1)))
        .containsExactly(new EngineLoad(attempt("a1", 0, 1).engine(), 0, 1));
  }

  @TestFactory
  Stream<DynamicTest> a_write_under_a_lost_token_is_stale_and_changes_nothing() {
    Map<String, java.util.function.Function<Claim, Written>> writes =
        Map.of(
            "intend", claim -> store().intend(claim, attempt(names.next(8), 1, 1)),
            "progress", claim -> store().progress(claim, attempt("a1", 0, 1).accepted("late")),
            "stored", claim -> storeLate(claim),
            "finish",
                claim ->
                    store()
                        .finish(
                            claim,
                            Ending.finished(
                                claim.task(), List.of(Samples.file(claim.task(), 0, now())), now()),
                            Optional.of(Samples.delivery("msg_late", "a.example"))),
            "giveBack", claim -> store().giveBack(claim, now()));
    return writes.entrySet().stream()
        .map(write ->
            DynamicTest.dynamicTest(
                write.getKey(), () -> assertStale(write.getKey(), write.getValue())));
  }

  private void assertStale(String name, java.util.function.Function<Claim, Written> write) {
    AccountId account = account(Credits.of(100));
    Task task = inserted("stale-" + name, account, 2);
    Claim late = claimOne();
    store().intend(late, attempt("a1-" + name, 0, 1));
    clock.advance(Duration.ofMinutes(1));
    Claim fresh = claimOne();
    Balance before = balance(account);
    Task seen = find(task);

    Written written = write.apply(late);

    assertThat(written).isEqualTo(Written.STALE);
    assertThat(balance(account)).isEqualTo(before);
    assertThat(find(task)).isEqualTo(seen);
    assertThat(claim(1)).as("nothing became due").isEmpty();
    assertThat(dueDeliveries()).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    Claim last = claimOne();
    assertThat(last.attempts()).isEqualTo(fresh.attempts());
    store().finish(last, failed(), Optional.empty());
  }

  private Written storeLate(Claim claim) {
    return store()
        .stored(
            claim,
            attempt("a1-stored", 0, 1).ended(Attempt.State.STORED, Optional.empty()),
            Samples.file(claim.task(), 0, now()));
  }

  @Test
  void k_of_n_pictures_are_captured_and_the_rest_comes_back() {
    AccountId account = account(Credits.of(100));
    Task task = inserted("t1", account, 4);
    Claim claim = claimOne();
    List<TaskFile> files = stored(claim, 0, 2, 3);

    Written written = store().finish(claim, Ending.finished(task, files, now()), Optional.empty());

    assertThat(written).isEqualTo(Written.DONE);
    assertThat(balance(account)).isEqualTo(money(85, 0, 15, 100));
    assertThat(ledgerOf(task.id())).containsExactly("hold 20 0 0", "settle 20 15 5");
    Task ended = find(task);
    assertThat(ended.status()).isEqualTo(TaskStatus.FINISHED);
    assertThat(ended.captured()).isEqualTo(Credits.of(15));
    assertThat(ended.files()).isEqualTo(files);
    assertThat(ended.finishedAt()).contains(now());
  }

  @Test
  void a_failure_gives_the_whole_hold_back() {
    AccountId account = account(Credits.of(100));
    Task task = inserted("t1", account, 4);

    store().finish(claimOne(), failed(), Optional.empty());

    assertThat(balance(account)).isEqualTo(money(100, 0, 0, 100));
    assertThat(ledgerOf(task.id())).containsExactly("hold 20 0 0", "settle 20 0 20");
    assertThat(find(task).status()).isEqualTo(TaskStatus.FAILED);
    assertThat(find(task).reason()).contains(Reason.ENGINE_FAILED);
  }

  @Test
  void a_task_settles_once() {
    AccountId account = account(Credits.of(100));
    Task task = inserted("t1", account, 1);
    Claim claim = claimOne();
    Ending ending = Ending.finished(task, stored(claim, 0), now());

    Written first = store().finish(claim, ending, Optional.empty());
    Written second = store().finish(claim, ending, Optional.empty());

    assertThat(first).isEqualTo(Written.DONE);
    assertThat(second).isEqualTo(Written.STALE);
    assertThat(balance(account)).isEqualTo(money(95, 0, 5, 100));
    assertThat(ledgerOf(task.id())).hasSize(2);
  }

  @Test
  void racing_ends_settle_once() throws Exception {
    AccountId account = account(Credits.of(100));
    Task task = inserted("t1", account, 1);
    Claim claim = claimOne();
    List<TaskFile> files = stored(claim, 0);

    List<Written> results =
        together(
            16,
            i ->
                store()
                    .finish(
                        claim,
                        i % 2 == 0 ? Ending.finished(task, files, now()) : failed(),
                        Optional.of(Samples.delivery("msg_" + i, "a.example"))));

    assertThat(results).filteredOn(Written.DONE::equals).hasSize(1);
    assertThat(ledgerOf(task.id())).hasSize(2);
    assertThat(balance(account).addsUp()).isTrue();
    assertThat(balance(account).held()).isEqualTo(Credits.ZERO);
    assertThat(dueDeliveries()).hasSize(1);
  }

  @Test
  void a_delivery_is_born_with_the_end() {
    Task task = inserted("t1", account(Credits.of(100)), 1);

    store().finish(claimOne(), failed(), Optional.of(Samples.delivery("msg_1", "a.example:8443")));

    assertThat(dueDeliveries())
        .singleElement()
        .satisfies(claim -> {
          assertThat(claim.host()).isEqualTo("a.example:8443");
          assertThat(claim.delivery().id()).isEqualTo("msg_1");
          assertThat(claim.delivery().taskId()).isEqualTo(task.id().value());
          assertThat(claim.delivery().body()).asString().isEqualTo("{}");
          assertThat(claim.delivery().attempt()).isZero();
        });
  }

  @Test
  void a_terminal_task_never_moves() {
    AccountId account = account(Credits.of(100));
    Task task = inserted("t1", account, 1);
    Claim claim = claimOne();
    store().finish(claim, failed(), Optional.empty());
    Task ended = find(task);

    clock.advance(Duration.ofDays(1));
    List<Claim> claims = claim(10);
    Written back = store().giveBack(claim, now());
    Written stored =
        store().stored(claim, attempt("a1", 0, 1), Samples.file(task, 0, now().plusSeconds(9)));
    List<LeaseToken> lost = store().renew(List.of(claim.token()), now());
    int released = store().releaseAllLeases();

    assertThat(claims).isEmpty();
    assertThat(back).isEqualTo(Written.STALE);
    assertThat(stored).isEqualTo(Written.STALE);
    assertThat(lost).containsExactly(claim.token());
    assertThat(released).isZero();
    assertThat(find(task)).isEqualTo(ended);
    assertThat(store().isOpen(task.id())).isFalse();
  }

  @Test
  void a_task_given_back_waits_until_it_is_due() {
    Task task = inserted("t1", account(Credits.of(100)), 1);
    Written back = store().giveBack(claimOne(), now().plusSeconds(5));

    List<Claim> early = claim(1);
    clock.advance(Duration.ofSeconds(5));
    List<Claim> later = claim(1);

    assertThat(back).isEqualTo(Written.DONE);
    assertThat(early).isEmpty();
    assertThat(later).extracting(claim -> claim.task().id()).containsExactly(task.id());
  }

  @Test
  void releasing_all_leases_makes_what_ran_due_at_once() {
    AccountId account = account(Credits.of(100));
    inserted("t1", account, 1);
    inserted("t2", account, 1);
    Claim old = claimOne();

    int released = store().releaseAllLeases();

    assertThat(released).isEqualTo(1);
    assertThat(store().waiting()).isEqualTo(2);
    assertThat(store().intend(old, attempt("a1", 0, 1))).isEqualTo(Written.STALE);
    assertThat(claim(10)).hasSize(2);
    assertThat(store().waiting()).isZero();
  }

  @Test
  void two_claimers_never_share_a_task() throws Exception {
    AccountId account = account(Credits.of(10_000));
    for (int i = 0; i < 200; i++) {
      inserted("t" + i, account, 1);
    }
    var owners = new ConcurrentHashMap<TaskId, Integer>();

    List<Integer> counts =
        together(
            8,
            i -> {
              int taken = 0;
              List<Claim> claims = claim(7);
              while (!claims.isEmpty()) {
                for (Claim claim : claims) {
                  assertThat(owners.putIfAbsent(claim.task().id(), i)).isNull();
                  taken++;
                }
                claims = claim(7);
              }
              return taken;
            });

    assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(200);
  }

  @Test
  void a_file_is_found_while_its_task_runs_and_once_it_finished() {
    AccountId account = account(Credits.of(100));
    Task task = inserted("t1", account, 1);
    Claim claim = claimOne();
    TaskFile file = stored(claim, 0).getFirst();

    Optional<TaskFile> running = store().findFile(file.token());
    store().finish(claim, Ending.finished(task, List.of(file), now()), Optional.empty());

    assertThat(running).contains(file);
    assertThat(store().findFile(file.token())).contains(file);
    assertThat(store().findFile("another")).isEmpty();
  }

  @Test
  void a_file_that_came_too_late_for_its_task_is_not_found() {
    inserted("t1", account(Credits.of(100)), 1);
    Claim claim = claimOne();
    TaskFile file = stored(claim, 0).getFirst();

    store()
        .finish(
            claim,
            Ending.failed(new Failure(Reason.DEADLINE_EXCEEDED, ""), now()),
            Optional.empty());

    assertThat(store().findFile(file.token())).isEmpty();
  }

  @Test
  void a_stored_file_is_seen_in_its_task_at_once() {
    Task task = inserted("t1", account(Credits.of(100)), 2);

    List<TaskFile> files = stored(claimOne(), 1);

    assertThat(find(task).files()).isEqualTo(files);
  }

  @Test
  void expired_files_are_told_until_their_bytes_are_gone() {
    Task task = inserted("t1", account(Credits.of(100)), 2);
    Claim claim = claimOne();
    TaskFile soon = storedUntil(claim, 0, now().plusSeconds(10));
    storedUntil(claim, 1, now().plusSeconds(100));

    List<TaskFile> early = store().expiredFiles(now().plusSeconds(10), 10);
    List<TaskFile> expired = store().expiredFiles(now().plusSeconds(11), 10);
    store().filesDeleted(expired);

    assertThat(early).isEmpty();
    assertThat(expired).containsExactly(soon);
    assertThat(store().expiredFiles(now().plusSeconds(11), 10)).isEmpty();
    assertThat(find(task).files()).hasSize(2);
  }

  @Test
  void a_purge_forgets_the_task_and_keeps_the_money() {
    AccountId account = account(Credits.of(100));
    Task task = inserted("t1", account, 1);
    Claim claim = claimOne();
    List<TaskFile> files = stored(claim, 0);
    store().finish(claim, Ending.finished(task, files, now()), Optional.empty());

    int withBytes = store().purge(now().plusSeconds(1), 10);
    store().filesDeleted(files);
    int tooYoung = store().purge(now(), 10);
    int purged = store().purge(now().plusSeconds(1), 10);

    assertThat(withBytes).as("its bytes are still there").isZero();
    assertThat(tooYoung).isZero();
    assertThat(purged).isEqualTo(1);
    assertThat(store().find(account, task.id())).isEmpty();
    assertThat(store().findFile(files.getFirst().token())).isEmpty();
    assertThat(ledgerOf(task.id())).containsExactly("hold 5 0 0", "settle 5 5 0");
    assertThat(balance(account)).isEqualTo(money(95, 0, 5, 100));
  }

  @Test
  void a_purge_spares_open_tasks_and_owed_callbacks() {
    AccountId account = account(Credits.of(100));
    Task owing = inserted("t1", account, 1);
    store().finish(claimOne(), failed(), Optional.of(Samples.delivery("msg_1", "a.example")));
    Task open = inserted("t2", account, 1);

    int purged = store().purge(now().plus(Duration.ofDays(1000)), 10);

    assertThat(purged).isZero();
    assertThat(store().find(account, owing.id())).isPresent();
    assertThat(store().find(account, open.id())).isPresent();
    assertThat(dueDeliveries()).hasSize(1);
  }

  @Test
  void an_old_key_is_forgotten_and_may_be_used_again() {
    AccountId account = account(Credits.of(100));
    store().insert(Samples.keyed(Samples.task("t1", account, 1, now()), "key", "hash"));

    int tooYoung = store().forgetKeys(now(), 10);
    int forgotten = store().forgetKeys(now().plusSeconds(1), 10);
    InsertResult again =
        store().insert(Samples.keyed(Samples.task("t2", account, 1, now()), "key", "other"));

    assertThat(tooYoung).isZero();
    assertThat(forgotten).isEqualTo(1);
    assertThat(again).isEqualTo(new InsertResult.Inserted());
  }

  private Instant now() {
    return clock.instant();
  }

  private Task inserted(String id, AccountId account, int n) {
    Task task = Samples.task(id, account, n, now());
    assertThat(store().insert(Samples.queued(task))).isEqualTo(new InsertResult.Inserted());
    return task;
  }

  private NewTask limited(Task task, int maxOpen) {
    return new NewTask(
        task, Optional.empty(), Optional.empty(), now(), now(), maxOpen, 0, Samples.KEY);
  }

  private void inserted(Task task) {
    assertThat(store().insert(Samples.queued(task))).isEqualTo(new InsertResult.Inserted());
  }

  private List<Claim> claim(int most, Map<String, Integer> pictures) {
    var headroom = new Headroom(pictures, Instant.EPOCH);
    return store()
        .claim(most, Samples.lease(now()), headroom, () -> new LeaseToken(names.next(22)));
  }

  private List<Claim> claim(int most) {
    return store()
        .claim(
            most, Samples.lease(now()), Headroom.UNBOUNDED, () -> new LeaseToken(names.next(22)));
  }

  private Claim claimOne() {
    List<Claim> claims = claim(1);
    assertThat(claims).hasSize(1);
    return claims.getFirst();
  }

  private List<TaskFile> stored(Claim claim, int... shots) {
    return IntStream.of(shots)
        .mapToObj(shot -> storedUntil(claim, shot, now().plus(Duration.ofDays(30))))
        .collect(Collectors.toList());
  }

  private TaskFile storedUntil(Claim claim, int shot, Instant expiresAt) {
    Attempt attempt = attempt(names.next(20), shot, 1);
    TaskFile file = Samples.file(claim.task(), shot, expiresAt);
    assertThat(store().intend(claim, attempt)).isEqualTo(Written.DONE);
    assertThat(store().stored(claim, attempt.ended(Attempt.State.STORED, Optional.empty()), file))
        .isEqualTo(Written.DONE);
    return file;
  }

  private Ending failed() {
    return Ending.failed(new Failure(Reason.ENGINE_FAILED, "for the log"), now());
  }

  private Task find(Task task) {
    return store().find(task.account(), task.id()).orElseThrow();
  }

  private Balance balance(AccountId account) {
    return ledger().balance(account.value()).orElseThrow();
  }

  private List<DeliveryClaim> dueDeliveries() {
    return deliveries().claim(100, 100, Map.of(), now(), now().plusMillis(1), () -> names.next(22));
  }

  private void assertNothingWritten(AccountId account, Task task, long credits) {
    assertThat(store().find(account, task.id())).isEmpty();
    assertThat(ledgerOf(task.id())).isEmpty();
    assertThat(balance(account)).isEqualTo(money(credits, 0, 0, credits));
  }

  private static Balance money(long available, long held, long spent, long granted) {
    return new Balance(
        Credits.of(available), Credits.of(held), Credits.of(spent), Credits.of(granted));
  }

  private static Attempt attempt(String id, int shot, int number) {
    return Attempt.sending(id, shot, number, "scripted");
  }

  /** Does the same on many threads that begin at once. */
  private static <T> List<T> together(int threads, Step<T> step) throws Exception {
    var start = new CountDownLatch(1);
    try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures = new ArrayList<Future<T>>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        Callable<T> work =
            () -> {
              start.await();
              return step.take(number);
            };
        futures.add(side.submit(work));
      }
      start.countDown();
      var results = new ArrayList<T>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    }
  }

  @FunctionalInterface
  private interface Step<T> {
    T take(int number) throws Exception;
  }
}

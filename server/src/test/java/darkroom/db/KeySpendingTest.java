package darkroom.db;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.account.AccountId;
import darkroom.account.ApiKey;
import darkroom.account.ApiKeys;
import darkroom.account.CreditLimits;
import darkroom.account.CreditPeriod;
import darkroom.account.CreditUse;
import darkroom.account.IssuedKey;
import darkroom.account.NewKey;
import darkroom.credit.Credits;
import darkroom.task.Claim;
import darkroom.task.Ending;
import darkroom.task.Failure;
import darkroom.task.InsertResult;
import darkroom.task.LeaseToken;
import darkroom.task.Names;
import darkroom.task.NewTask;
import darkroom.task.Reason;
import darkroom.task.Samples;
import darkroom.task.SettableClock;
import darkroom.task.Task;
import darkroom.task.Written;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credit limits of keys: fixed UTC windows over captured plus held credits. */
class KeySpendingTest {
  private static final InsertResult DONE = new InsertResult.Inserted();
  private static final InsertResult HOURLY = new InsertResult.KeyLimitReached(CreditPeriod.HOURLY);
  private static final InsertResult DAILY = new InsertResult.KeyLimitReached(CreditPeriod.DAILY);

  private final SettableClock clock = new SettableClock();
  private final Names names = new Names();
  @TempDir private Path folder;
  private OpenStore open;
  private ApiKeys keys;
  private AccountId account;

  @BeforeEach
  void open() {
    open = new OpenStore(folder, clock);
    keys = new ApiKeys(open.accounts, clock, names::next);
    account = open.account(Credits.of(1_000));
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void an_hour_takes_what_its_limit_covers_and_the_next_begins_anew() {
    ApiKey key = key(10, 0);

    assertThat(submit(key, 1)).isEqualTo(DONE);
    assertThat(submit(key, 1)).isEqualTo(DONE);
    assertThat(submit(key, 1)).isEqualTo(HOURLY);
    assertThat(available()).isEqualTo(Credits.of(990));

    clock.advance(untilNext(CreditPeriod.HOURLY, Duration.ofHours(1)));
    assertThat(submit(key, 2)).isEqualTo(DONE);
    assertThat(submit(key, 1)).isEqualTo(HOURLY);
  }

  @Test
  void a_day_counts_across_its_hours_and_ends_at_midnight_of_utc() {
    ApiKey key = key(10, 15);
    assertThat(submit(key, 2)).isEqualTo(DONE);

    clock.advance(untilNext(CreditPeriod.HOURLY, Duration.ofHours(1)));
    assertThat(submit(key, 2)).isEqualTo(DAILY);
    assertThat(submit(key, 1)).isEqualTo(DONE);

    clock.advance(untilNext(CreditPeriod.DAILY, Duration.ofDays(1)).minusMillis(1));
    assertThat(submit(key, 1)).isEqualTo(DAILY);
    clock.advance(Duration.ofMillis(1));
    assertThat(submit(key, 1)).isEqualTo(DONE);
  }

  @Test
  void what_an_end_releases_counts_no_longer() {
    ApiKey key = key(10, 10);
    Claim failing = running(key, 2);
    assertThat(submit(key, 1)).isEqualTo(HOURLY);

    end(failing, 0);
    Claim partial = running(key, 2);
    end(partial, 1);

    assertThat(used(key)).isEqualTo(Credits.of(5));
    assertThat(submit(key, 1)).isEqualTo(DONE);
    assertThat(submit(key, 1)).isEqualTo(HOURLY);
  }

  @Test
  void a_release_belongs_to_the_hour_of_its_submit() {
    ApiKey key = key(10, 0);
    Claim old = running(key, 2);
    clock.advance(untilNext(CreditPeriod.HOURLY, Duration.ofHours(1)));
    assertThat(submit(key, 1)).isEqualTo(DONE);

    end(old, 0);

    assertThat(used(key)).isEqualTo(Credits.of(5));
  }

  @Test
  void a_clock_set_back_opens_no_window_again() {
    ApiKey key = key(10, 0);
    assertThat(submit(key, 2)).isEqualTo(DONE);

    clock.advance(Duration.ofHours(-2));

    assertThat(submit(key, 1)).isEqualTo(HOURLY);
  }

  @Test
  void another_key_of_the_account_has_limits_of_its_own() {
    ApiKey key = key(5, 0);
    ApiKey free = key(0, 0);
    assertThat(submit(key, 1)).isEqualTo(DONE);

    assertThat(submit(key, 1)).isEqualTo(HOURLY);
    assertThat(submit(free, 10)).isEqualTo(DONE);
  }

  @Test
  void a_refused_submit_leaves_no_trace() {
    ApiKey key = key(5, 0);

    assertThat(submit(key, 2)).isEqualTo(HOURLY);

    assertThat(open.ledger.balance(account.value()).orElseThrow().held()).isEqualTo(Credits.ZERO);
    assertThat(used(key)).isEqualTo(Credits.ZERO);
    assertThat(open.tasks.waiting()).isZero();
  }

  @Test
  void parallel_submits_never_pass_a_limit() throws Exception {
    ApiKey key = key(35, 0);
    var submits = new ArrayList<Callable<InsertResult>>();
    for (int i = 0; i < 50; i++) {
      submits.add(() -> submit(key, 1));
    }

    int accepted = 0;
    try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<InsertResult> submit : side.invokeAll(submits)) {
        accepted += submit.get().equals(DONE) ? 1 : 0;
      }
    }

    assertThat(accepted).isEqualTo(7);
    assertThat(used(key)).isEqualTo(Credits.of(35));
  }

  private ApiKey key(long hourly, long daily) {
    IssuedKey issued =
        keys.issue(
            new NewKey(
                account,
                "",
                ApiKey.Mode.LIVE,
                ApiKey.Scope.MEMBER,
                List.of(),
                Optional.empty(),
                new CreditLimits(Credits.of(hourly), Credits.of(daily))));
    return issued.key();
  }

  private Credits used(ApiKey key) {
    CreditUse use =
        keys.list(Optional.of(account)).stream()
            .filter(listed -> listed.id().equals(key.id()))
            .findFirst()
            .orElseThrow()
            .use();
    return use.at(clock.instant(), CreditPeriod.HOURLY);
  }

  private InsertResult submit(ApiKey key, int n) {
    return insert(key, task(n), Optional.empty());
  }

  private Claim running(ApiKey key, int n) {
    Task task = task(n);
    var token = new LeaseToken(names.next(22));
    assertThat(insert(key, task, Optional.of(token))).isEqualTo(DONE);
    return new Claim(task, token, clock.instant().plusSeconds(60), List.of());
  }

  private Task task(int n) {
    return Samples.task("t" + names.next(10), account, n, clock.instant());
  }

  private InsertResult insert(ApiKey key, Task task, Optional<LeaseToken> lease) {
    Instant later = clock.instant().plusSeconds(60);
    return open.tasks.insert(
        new NewTask(task, Optional.empty(), lease, later, later, 1_000, 0, key.id()));
  }

  private void end(Claim claim, int pictures) {
    Instant now = clock.instant();
    var files = new ArrayList<darkroom.task.TaskFile>();
    for (int shot = 0; shot < pictures; shot++) {
      files.add(Samples.file(claim.task(), shot, now));
    }
    Ending ending =
        files.isEmpty()
            ? Ending.failed(new Failure(Reason.ENGINE_FAILED, ""), now)
            : Ending.finished(claim.task(), files, now);
    assertThat(open.tasks.finish(claim, ending, Optional.empty())).isEqualTo(Written.DONE);
  }

  private Credits available() {
    return open.ledger.balance(account.value()).orElseThrow().available();
  }

  private Duration untilNext(CreditPeriod period, Duration length) {
    Instant now = clock.instant();
    return Duration.between(now, period.startOf(now).plus(length));
  }
}

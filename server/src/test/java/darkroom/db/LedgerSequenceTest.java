package darkroom.db;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.account.AccountId;
import darkroom.credit.Balance;
import darkroom.credit.Credits;
import darkroom.credit.LedgerEntry;
import darkroom.task.Claim;
import darkroom.task.Ending;
import darkroom.task.Failure;
import darkroom.task.Headroom;
import darkroom.task.InsertResult;
import darkroom.task.LeaseToken;
import darkroom.task.Names;
import darkroom.task.Reason;
import darkroom.task.Samples;
import darkroom.task.SettableClock;
import darkroom.task.Task;
import darkroom.task.TaskFile;
import darkroom.task.Written;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random operations against the law of the ledger; the seed is in every message. */
class LedgerSequenceTest {
  private static final int ACCOUNTS = 16;
  private static final int STEPS = 250;

  private final SettableClock clock = new SettableClock();
  private final Names names = new Names();
  @TempDir private Path folder;

  /** One account as simple arithmetic has it. */
  private static final class Model {
    private long available;
    private long held;
    private long spent;
    private long granted;

    private Balance balance() {
      return new Balance(
          new Credits(available), new Credits(held), new Credits(spent), new Credits(granted));
    }
  }

  @Test
  void random_operations_keep_the_law_of_the_ledger() throws Exception {
    long seed = Long.getLong("darkroom.test.seed", new Random().nextLong());
    try (var open = new OpenStore(folder, clock)) {
      List<AccountId> accounts =
          IntStream.range(0, ACCOUNTS).mapToObj(i -> open.account(Credits.ZERO)).toList();
      var claims = new Claims(open);

      // a thread an account, so that their steps share commits
      try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
        var runs = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < ACCOUNTS; i++) {
          var random = new Random(seed + i);
          AccountId account = accounts.get(i);
          runs.add(() -> live(open, claims, account, random, "seed " + seed));
        }
        for (Future<Integer> run : side.invokeAll(runs)) {
          assertThat(run.get()).isEqualTo(STEPS);
        }
      }

      accounts.forEach(account -> assertEntriesSumUp(open, account, "seed " + seed));
    }
  }

  private int live(OpenStore open, Claims claims, AccountId account, Random random, String seed) {
    var model = new Model();
    var running = new ArrayList<Claim>();
    for (int step = 0; step < STEPS; step++) {
      switch (random.nextInt(6)) {
        case 0 -> grant(open, account, model, 1 + random.nextInt(40_000));
        case 1 -> adjust(open, account, model, random.nextInt(20_000) - 15_000);
        case 2, 3 -> submit(open, claims, account, model, running, random);
        default -> {
          if (!running.isEmpty()) {
            Claim claim = running.remove(random.nextInt(running.size()));
            end(open, claim, model, random.nextInt(claim.task().input().n() + 1));
          }
        }
      }
      Balance balance = open.ledger.balance(account.value()).orElseThrow();
      assertThat(balance).as("%s, step %s of %s", seed, step, account).isEqualTo(model.balance());
      assertThat(balance.addsUp()).as("%s, step %s of %s", seed, step, account).isTrue();
    }
    return STEPS;
  }

  private static void grant(OpenStore open, AccountId account, Model model, long amount) {
    open.ledger.append(account.value(), new LedgerEntry.Grant(new Credits(amount), "random"));
    model.available += amount;
    model.granted += amount;
  }

  private static void adjust(OpenStore open, AccountId account, Model model, long amount) {
    Optional<Balance> moved =
        open.ledger.append(
            account.value(), new LedgerEntry.Adjustment(new Credits(amount), "random"));
    boolean possible = model.available + amount >= 0;
    assertThat(moved.isPresent()).isEqualTo(possible);
    if (possible) {
      model.available += amount;
      model.granted += amount;
    }
  }

  private void submit(
      OpenStore open,
      Claims claims,
      AccountId account,
      Model model,
      List<Claim> running,
      Random random) {
    int n = 1 + random.nextInt(6);
    Task task = Samples.task("t" + names.next(10), account, n, clock.instant());
    long price = task.held().thousandths();
    InsertResult result = open.tasks.insert(Samples.queued(task));
    boolean possible = model.available >= price;
    assertThat(result)
        .isEqualTo(possible ? new InsertResult.Inserted() : new InsertResult.TooFewCredits());
    if (possible) {
      model.available -= price;
      model.held += price;
      running.add(claims.of(task));
    }
  }

  private void end(OpenStore open, Claim claim, Model model, int pictures) {
    Task task = claim.task();
    Instant now = clock.instant();
    List<TaskFile> files =
        IntStream.range(0, pictures)
            .mapToObj(shot -> Samples.file(task, shot, now.plusSeconds(60)))
            .toList();
    Ending ending =
        files.isEmpty()
            ? Ending.failed(new Failure(Reason.ENGINE_FAILED, ""), now)
            : Ending.finished(task, files, now);
    assertThat(open.tasks.finish(claim, ending, Optional.empty())).isEqualTo(Written.DONE);
    long price = task.held().thousandths();
    long captured = task.unitPrice().times(pictures).thousandths();
    model.held -= price;
    model.spent += captured;
    model.available += price - captured;
  }

  private static void assertEntriesSumUp(OpenStore open, AccountId account, String seed) {
    Model sum =
        open.database.read(session -> {
          var model = new Model();
          session
              .sql("select kind, amount, captured, released from ledger where account_id = :id")
              .set("id", account.value())
              .list(row -> {
                long amount = row.number("amount");
                switch (row.text("kind")) {
                  case "grant", "adjustment" -> {
                    model.available += amount;
                    model.granted += amount;
                  }
                  case "hold" -> {
                    model.available -= amount;
                    model.held += amount;
                  }
                  case "settle" -> {
                    model.held -= amount;
                    model.spent += row.number("captured");
                    model.available += row.number("released");
                  }
                  default -> throw new AssertionError(row.text("kind"));
                }
                return amount;
              });
          return model;
        });

    assertThat(open.ledger.balance(account.value())).as(seed).contains(sum.balance());
  }

  /** Claims tasks for whoever asks, though a claim takes the oldest of all accounts. */
  private final class Claims {
    private final OpenStore open;
    private final Map<String, Claim> claimed = new HashMap<>();

    private Claims(OpenStore open) {
      this.open = open;
    }

    private synchronized Claim of(Task task) {
      if (!claimed.containsKey(task.id().value())) {
        open.tasks
            .claim(
                1_000,
                Samples.lease(clock.instant()),
                Headroom.UNBOUNDED,
                () -> new LeaseToken(names.next(22)))
            .forEach(claim -> claimed.put(claim.task().id().value(), claim));
      }
      return Objects.requireNonNull(claimed.remove(task.id().value()), "not claimed");
    }
  }
}

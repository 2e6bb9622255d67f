package darkroom.verify.money;

import darkroom.account.AccountId;
import darkroom.catalog.ImageInput;
import darkroom.catalog.Size;
import darkroom.credit.Balance;
import darkroom.credit.Credits;
import darkroom.credit.LedgerEntry;
import darkroom.credit.LedgerStore;
import darkroom.task.Claim;
import darkroom.task.Ending;
import darkroom.task.InsertResult;
import darkroom.task.LeaseToken;
import darkroom.task.NewTask;
import darkroom.task.StoreException;
import darkroom.task.Task;
import darkroom.task.TaskId;
import darkroom.task.TaskStatus;
import darkroom.task.TaskStore;
import darkroom.task.Written;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/**
 * One account's random life beside a model in plain longs; wherever the two differ is drift. Used
 * by one thread.
 */
final class LedgerLife {
  private static final long[] EDGES = {
    Long.MAX_VALUE, Long.MAX_VALUE - 1, 1L << 62, (1L << 53) + 1, 2_000_000_000_000_000L
  };
  private static final int MOST_RUNNING = 20;

  private final AccountId account;
  private final LedgerStore ledger;
  private final TaskStore tasks;
  private final Random random;
  private final List<Claim> running = new ArrayList<>();
  private long available;
  private long held;
  private long spent;
  private long granted;
  private long drift;
  private long again;
  private int drawn;

  LedgerLife(AccountId account, LedgerStore ledger, TaskStore tasks, Random random) {
    this.account = account;
    this.ledger = ledger;
    this.tasks = tasks;
    this.random = random;
  }

  /** Differences between model and store so far. */
  long drift() {
    return drift;
  }

  /** Ends that were taken a second time so far. */
  long again() {
    return again;
  }

  /** Does that many operations; each is one write. */
  long live(long operations) {
    for (long done = 0; done < operations; done++) {
      switch (random.nextInt(10)) {
        case 0 -> grant(1 + random.nextInt(60_000));
        case 1 -> adjust(random.nextInt(40_000) - 30_000);
        case 2 -> edge();
        case 3, 4, 5 -> submit(random.nextInt(8) == 0, 1 + random.nextInt(6));
        default -> end();
      }
      if (done % 16 == 0) {
        compare(ledger.balance(account.value()));
      }
    }
    compare(ledger.balance(account.value()));
    return operations;
  }

  /** Ends one task along this path as often as a lost acknowledgement might make us. */
  long repeat(SettlePath path, int times) {
    grant(1_000_000);
    submit(false, 6); // what stays held would pay for a second settlement
    Claim other = running.removeLast();
    submit(path == SettlePath.TEST, 3);
    Claim claim = running.removeLast();
    Ending ending = path.ending(claim.task(), now());
    for (int time = 0; time < times; time++) {
      Written written = finish(claim, ending);
      again += time > 0 && written != Written.STALE ? 1 : 0;
      drift += time == 0 && written != Written.DONE ? 1 : 0;
    }
    settle(claim.task(), ending);
    compare(ledger.balance(account.value()));
    running.add(other);
    return times;
  }

  private void grant(long amount) {
    available += amount;
    granted += amount;
    compare(ledger.append(account.value(), new LedgerEntry.Grant(new Credits(amount), "")));
  }

  private void adjust(long amount) {
    Optional<Balance> moved =
        ledger.append(account.value(), new LedgerEntry.Adjustment(new Credits(amount), ""));
    boolean possible = available + amount >= 0;
    if (possible) {
      available += amount;
      granted += amount;
      compare(moved);
    } else {
      drift += moved.isPresent() ? 1 : 0;
    }
  }

  /** Amounts that must change nothing. */
  private void edge() {
    var amount = new Credits(EDGES[random.nextInt(EDGES.length)]);
    LedgerEntry entry =
        random.nextBoolean()
            ? new LedgerEntry.Grant(amount, "")
            : new LedgerEntry.Adjustment(Credits.ZERO.minus(amount), "");
    drift += ledger.append(account.value(), entry).isPresent() ? 1 : 0;
  }

  private void submit(boolean test, int n) {
    if (running.size() >= MOST_RUNNING) {
      end();
      return;
    }
    Task task = task(test, n);
    var token = new LeaseToken(task.id().value() + "-lease");
    Instant later = task.createdAt().plusSeconds(3_600);
    InsertResult result =
        tasks.insert(
            new NewTask(
                task, Optional.empty(), Optional.of(token), later, later, 1_000_000, 0, "key_0"));
    long price = task.held().thousandths();
    boolean possible = available >= price;
    drift += result instanceof InsertResult.Inserted == possible ? 0 : 1;
    if (possible) {
      available -= price;
      held += price;
      running.add(new Claim(task, token, later, List.of()));
    }
  }

  /** Ends a running task, at times with a stale claim before, and always once more after it. */
  private void end() {
    if (running.isEmpty()) {
      grant(20_000);
      return;
    }
    Claim claim = running.remove(random.nextInt(running.size()));
    Task task = claim.task();
    Ending ending = SettlePath.delivered(task, random.nextInt(task.input().n() + 1), now());
    if (random.nextInt(4) == 0) {
      var stale = new Claim(task, new LeaseToken("stale"), claim.deadline(), List.of());
      again += finish(stale, ending) == Written.STALE ? 0 : 1;
    }
    drift += finish(claim, ending) == Written.DONE ? 0 : 1;
    settle(task, ending);
    if (random.nextInt(4) == 0) {
      again += finish(claim, ending) == Written.STALE ? 0 : 1;
    }
  }

  /** An end that breaks on a constraint is none that was turned away. */
  private Written finish(Claim claim, Ending ending) {
    try {
      return tasks.finish(claim, ending, Optional.empty());
    } catch (StoreException e) {
      return Written.OVER_CAP;
    }
  }

  private void settle(Task task, Ending ending) {
    long price = task.held().thousandths();
    long captured = ending.captured().thousandths();
    held -= price;
    spent += captured;
    available += price - captured;
  }

  private void compare(Optional<Balance> stored) {
    var model =
        new Balance(
            new Credits(available), new Credits(held), new Credits(spent), new Credits(granted));
    drift += stored.isPresent() && stored.get().equals(model) && model.addsUp() ? 0 : 1;
  }

  private Task task(boolean test, int n) {
    return new Task(
        new TaskId(account.value() + "-" + drawn++),
        account,
        test,
        "seedream-4.5",
        new ImageInput("a fox", Size.ofWire("2048x2048"), n, List.of(), true, false),
        new Credits(1 + random.nextInt(9_999)),
        Optional.empty(),
        TaskStatus.NOT_STARTED,
        Optional.empty(),
        now(),
        Optional.empty(),
        Optional.empty(),
        Credits.ZERO,
        List.of(),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty());
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}

package darkroom.verify.fault;

import darkroom.verify.Plan;
import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** One victim on a disk of its own, whose power is cut again and again. For one use. */
final class PowerCuts {
  private static final int DISK_MEGABYTES = 768;
  private static final int CREDITS = 10_000_000;
  private static final int SHORT = 5;

  /** Shows only where little else is written that would take a name to the disk with it. */
  private static final String SPARSE_BUG = "P04";

  private final Plan plan;
  private final MockProcess mock;
  private final Hooks hooks;
  private long lost;
  private long corrupt;
  private int acked;
  private int finished;

  private PowerCuts(Plan plan, MockProcess mock, Hooks hooks) {
    this.plan = plan;
    this.mock = mock;
    this.hooks = hooks;
  }

  /**
   * @param plan of this disk alone, whose folder is empty
   */
  static PowerCuts of(Plan plan, int rounds) throws Exception {
    try (var mock = new MockProcess(plan);
        var hooks = new Hooks();
        var mounts = new PrivateMounts()) {
      var cuts = new PowerCuts(plan, mock, hooks);
      cuts.run(mounts, rounds);
      return cuts;
    }
  }

  /** Acknowledged orders that are gone. */
  long lost() {
    return lost;
  }

  /** Everything else that is wrong. */
  long corrupt() {
    return corrupt;
  }

  int acked() {
    return acked;
  }

  int finished() {
    return finished;
  }

  private void run(PrivateMounts mounts, int rounds) throws Exception {
    var disk =
        new LoopDisk(
            mounts,
            plan.folder().resolve("disk.img"),
            plan.folder().resolve("data"),
            DISK_MEGABYTES);
    disk.mount();
    Victim.Settings settings =
        mock.victim(plan).data(disk.folder().resolve("d")).prefix(mounts.prefix());
    try (Victim victim = settings.start()) {
      var customer = new Customer(victim);
      customer.grant(Files.readString(disk.view().resolve("d/admin-key")).strip(), CREDITS);
      if (rounds > SHORT) {
        fillLog(customer);
      }
      Random random = plan.random("cuts");
      for (int round = 0; round < rounds; round++) {
        cut(round, victim, disk, random);
      }
      victim.stop();
      var end = new Audit(customer, hooks, mock);
      end.closed(disk.view().resolve("d"), plan.folder().resolve("look"), -1);
      corrupt += end.corrupt();
    }
    disk.unmount();
  }

  /**
   * Fills the write-ahead log past the size from which on it is written over: before, each commit
   * lengthens the file, and that takes the names of new pictures to the disk as well.
   */
  private void fillLog(Customer customer) throws IOException, InterruptedException {
    var book = new Book();
    try (var load = new Load(customer, book, 8, 0, key -> Order.plain(key, hooks.ok()), "fill-")) {
      while (load.answered() < 250 && load.refused() < 250) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
    new Audit(customer, hooks, mock).all(book);
  }

  private void cut(int round, Victim victim, LoopDisk disk, Random random) throws Exception {
    var customer = new Customer(victim);
    var book = new Book();
    boolean sparse = random.nextBoolean() || plan.bug().equals(Optional.of(SPARSE_BUG));
    int threads = sparse ? 1 : 2 + random.nextInt(5);
    int pause = sparse ? 150 : random.nextInt(20);
    int millis = 300 + random.nextInt(1_200);
    var load =
        new Load(customer, book, threads, pause, key -> Order.plain(key, hooks.ok()), round + "-");
    awaitFirst(load);
    TimeUnit.MILLISECONDS.sleep(millis);
    if (sparse) {
      // the moment after a task has ended, before anything else may have reached the disk with it
      int told = hooks.told();
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
      while (hooks.told() == told && System.nanoTime() < until) {
        Thread.onSpinWait();
      }
    }
    new PowerSwitch().cut(disk.view());
    victim.kill();
    load.close();
    disk.unmount();
    disk.mount();
    victim.restart();
    var audit = new Audit(customer, hooks, mock);
    audit.all(book);
    acked += book.acknowledged().size();
    lost += audit.lost();
    corrupt += audit.corrupt();
    finished += audit.finished();
    if (!audit.isClean() || round % 10 == 0) {
      plan.progress("cut " + round + ": acked=" + book.acknowledged().size() + " " + audit);
    }
  }

  /** A cut before anything is acknowledged would show nothing. */
  private static void awaitFirst(Load load) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (load.answered() == 0 && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}

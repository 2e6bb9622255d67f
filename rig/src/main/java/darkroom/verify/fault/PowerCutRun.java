package darkroom.verify.fault;

import darkroom.verify.Plan;
import darkroom.verify.Run;
import darkroom.verify.Tally;
import darkroom.verify.rig.Victim;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Cuts the power of the victim's disk under load, again and again on one disk, and judges after the
 * journal was replayed. A control that does not sync its commits has to lose acknowledged orders by
 * the same cuts, or they would prove nothing.
 */
public final class PowerCutRun implements Run {
  private static final int ROUNDS = 200;
  private static final int CONTROL_SHARE = 20;
  private static final int DISK_MEGABYTES = 768;
  private static final int CREDITS = 10_000_000;
  private static final int SHORT = 5;
  private static final String CONTROL_BUG = "P02";

  @Override
  public String name() {
    return "powercut";
  }

  @Override
  public String promise() {
    return "a power cut loses no acknowledged task and no file of a finished one";
  }

  @Override
  public Tally run(Plan plan) throws Exception {
    Tool.need("unshare", "nsenter", "mkfs.ext4", "mount", "umount");
    int rounds = plan.rounds(ROUNDS);
    var tally = new Tally().bad("acked_lost", "corrupt");
    Score score = cuts(plan, rounds);
    tally.bad("acked_lost", score.lost).bad("corrupt", score.corrupt);
    if (rounds > 1) {
      control(plan, Math.ceilDiv(rounds, CONTROL_SHARE), tally);
    }
    tally.volume("rounds", rounds, ROUNDS);
    return tally.fact("acked", score.acked).fact("finished_files", score.finished);
  }

  private static void control(Plan plan, int rounds, Tally tally) throws Exception {
    Path folder = Files.createDirectories(plan.folder().resolve("control"));
    var control = new Plan(OptionalInt.of(rounds), plan.seed(), folder, Optional.of(CONTROL_BUG));
    Score lossy = cuts(control, rounds);
    tally.exactly("control_lost_any", lossy.lost > 0 ? 1 : 0, 1);
    tally.fact("control_lost", lossy.lost).fact("control_rounds", rounds);
  }

  private static final class Score {
    private long lost;
    private long corrupt;
    private int acked;
    private int finished;
  }

  private static Score cuts(Plan plan, int rounds) throws Exception {
    var score = new Score();
    try (var mock = new MockProcess(plan);
        var hooks = new Hooks();
        var mounts = new PrivateMounts()) {
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
          fillLog(customer, hooks);
        }
        Random random = plan.random("cuts");
        for (int round = 0; round < rounds; round++) {
          cut(plan, round, victim, disk, hooks, random, score);
        }
        victim.stop();
        var end = new Audit(customer, hooks);
        end.closed(disk.view().resolve("d"), plan.folder().resolve("look"), -1);
        score.corrupt += end.corrupt();
      }
      disk.unmount();
    }
    return score;
  }

  /**
   * Fills the write-ahead log past the size from which on it is written over: before, each commit
   * lengthens the file, and that takes the names of new pictures to the disk as well.
   */
  private static void fillLog(Customer customer, Hooks hooks) throws InterruptedException {
    var book = new Book();
    try (var load = new Load(customer, book, 8, 0, key -> Order.plain(key, hooks.ok()), "fill-")) {
      while (load.answered() < 250 && load.refused() < 250) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
    new Audit(customer, hooks).all(book);
  }

  private static void cut(
      Plan plan, int round, Victim victim, LoopDisk disk, Hooks hooks, Random random, Score score)
      throws Exception {
    var customer = new Customer(victim);
    var book = new Book();
    boolean sparse = random.nextBoolean();
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
    var audit = new Audit(customer, hooks);
    audit.all(book);
    score.acked += book.acknowledged().size();
    score.lost += audit.lost();
    score.corrupt += audit.corrupt();
    score.finished += audit.finished();
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

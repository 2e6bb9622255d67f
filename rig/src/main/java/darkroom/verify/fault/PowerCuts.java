package darkroom.verify.fault;

import darkroom.verify.Plan;
import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * One victim on disks of its own, whose power is cut again and again. With its pictures apart the
 * commits of the database do not take their names to the disk by the way, as they do on one ext4:
 * there a sync of any file commits the journal of all. For one use.
 */
final class PowerCuts {
  private static final int DISK_MEGABYTES = 768;
  private static final int CREDITS = 10_000_000;
  private static final int SHORT = 5;

  /** Shows only where nothing else is written that would take a name to the disk with it. */
  private static final String SPARSE_BUG = "P04";

  private final Plan plan;
  private final MockProcess mock;
  private final Hooks hooks;
  private final List<LoopDisk> disks = new ArrayList<>();
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
   * @param plan of this victim alone, whose folder is empty
   * @param apart whether pictures have a disk of their own
   */
  static PowerCuts of(Plan plan, int rounds, boolean apart) throws Exception {
    try (var mock = new MockProcess(plan);
        var hooks = new Hooks();
        var mounts = new PrivateMounts()) {
      var cuts = new PowerCuts(plan, mock, hooks);
      cuts.run(mounts, rounds, apart);
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

  private void run(PrivateMounts mounts, int rounds, boolean apart) throws Exception {
    Path data = plan.folder().resolve("data");
    var disk = new LoopDisk(mounts, plan.folder().resolve("disk.img"), data, DISK_MEGABYTES);
    disks.add(disk);
    disk.mount();
    if (apart) {
      addPictures(mounts, data.resolve("d"));
    }
    Victim.Settings settings = mock.victim(plan).data(data.resolve("d")).prefix(mounts.prefix());
    try (Victim victim = settings.start()) {
      var customer = new Customer(victim);
      customer.grant(Files.readString(disk.view().resolve("d/admin-key")).strip(), CREDITS);
      if (rounds > SHORT) {
        fillLog(customer);
      }
      Random random = plan.random("cuts");
      boolean alive = true;
      for (int round = 0; alive && round < rounds; round++) {
        alive = cut(round, victim, random);
      }
      if (alive) {
        victim.stop();
        var end = new Audit(customer, hooks, mock);
        end.closed(disk.view().resolve("d"), plan.folder().resolve("look"), -1);
        corrupt += end.corrupt();
      }
    }
    unmount();
  }

  private void addPictures(PrivateMounts mounts, Path own) throws Exception {
    Path folder = own.resolve("objects");
    var pictures =
        new LoopDisk(mounts, plan.folder().resolve("pictures.img"), folder, DISK_MEGABYTES);
    disks.add(pictures);
    mounts.run("chmod", "700", own.toString()); // nobody else's, or it is refused
    pictures.mount();
    mounts.run("rmdir", folder.resolve("lost+found").toString());
  }

  private void unmount() throws IOException, InterruptedException {
    for (LoopDisk disk : disks.reversed()) {
      disk.unmount();
    }
  }

  /**
   * Fills the write-ahead log past the size from which on it is written over, as in every process
   * that has run for a while: recovery then meets old frames behind the last new one.
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

  /** Returns false when the victim could not start on what was left: then all is lost. */
  private boolean cut(int round, Victim victim, Random random) throws Exception {
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
    var power = new PowerSwitch();
    for (LoopDisk disk : disks) { // the database first: what fails after it is told to nobody
      power.cut(disk.view());
    }
    victim.kill();
    load.close();
    unmount();
    for (LoopDisk disk : disks) {
      disk.mount();
    }
    acked += book.acknowledged().size();
    try {
      victim.restart();
    } catch (IOException e) {
      plan.progress("cut " + round + ": " + e.getMessage());
      lost += book.acknowledged().size();
      corrupt++;
      return false;
    }
    var audit = new Audit(customer, hooks, mock);
    audit.all(book);
    lost += audit.lost();
    corrupt += audit.corrupt();
    finished += audit.finished();
    if (!audit.isClean() || round % 10 == 0) {
      plan.progress("cut " + round + ": acked=" + book.acknowledged().size() + " " + audit);
    }
    return true;
  }

  /** A cut before anything is acknowledged would show nothing. */
  private static void awaitFirst(Load load) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (load.answered() == 0 && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}

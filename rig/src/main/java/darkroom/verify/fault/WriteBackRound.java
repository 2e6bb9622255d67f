package darkroom.verify.fault;

import darkroom.verify.Plan;
import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A disk that takes writes into the page cache and then cannot bring them home: an ext4 image that
 * is larger than the tmpfs it lies on. Afterwards the room is there, the journal is replayed, and
 * everything acknowledged has to be too.
 */
final class WriteBackRound {
  private static final int IMAGE_MEGABYTES = 64;
  private static final long RED_WITHIN_SECONDS = 40;

  private final Plan plan;
  private final MockProcess mock;
  private final Hooks hooks;
  private final int number;
  private final Path log;
  private boolean red;
  private boolean down;
  private boolean failed;
  private long lost;

  WriteBackRound(Plan plan, MockProcess mock, Hooks hooks, int number) {
    this.plan = plan;
    this.mock = mock;
    this.hooks = hooks;
    this.number = number;
    log = plan.folder().resolve("failing-" + number + ".log");
  }

  void run() throws Exception {
    Path small = Files.createDirectories(plan.folder().resolve("small-" + number));
    Path data = plan.folder().resolve("failing-" + number);
    try (var mounts = new PrivateMounts()) {
      mounts.run("mount", "-t", "tmpfs", "-o", "size=7m", "tmpfs", small.toString());
      var disk = new LoopDisk(mounts, small.resolve("disk.img"), data, IMAGE_MEGABYTES);
      disk.mount();
      Victim.Settings settings =
          mock.victim(plan).data(data.resolve("d")).log(log).prefix(mounts.prefix());
      try (Victim victim = settings.start()) {
        Book book = untilRed(victim);
        victim.kill();
        disk.unmount();
        mounts.run("mount", "-o", "remount,size=80m", small.toString());
        disk.mount();
        victim.restart();
        var audit = new Audit(new Customer(victim), hooks, mock);
        audit.all(book);
        lost = audit.lost() + audit.corrupt();
        plan.progress("write-back " + number + ": red=" + red + " failed=" + failed + " down=" + down + " " + audit);
        victim.stop();
      }
    }
  }

  private Book untilRed(Victim victim) throws InterruptedException, IOException {
    var customer = new Customer(victim);
    var book = new Book();
    var load =
        new Load(customer, book, 4, 2, key -> Order.plain(key, hooks.ok()), "back-" + number + "-");
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(RED_WITHIN_SECONDS);
    while (!red && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(50);
      String word = customer.readiness();
      red = !word.isEmpty() && !word.equals("ready");
    }
    load.close();
    failed = Files.readString(log).contains("database.commit_failed");
    down = customer.readiness().equals("store_down");
    return book;
  }

  /**
   * Whether {@code /health/ready} gave no reason, or did not name the database although that had
   * failed.
   */
  boolean wasSilent() {
    return !red || (failed && !down);
  }

  /** Acknowledged orders that are gone, or whose files are. */
  long lost() {
    return lost;
  }
}

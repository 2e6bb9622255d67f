package darkroom.verify.fault;

import darkroom.verify.Plan;
import darkroom.verify.Tally;
import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One victim whose disk is taken away in one way and given back. */
final class HarmRound {
  private static final long HARM_SECONDS = 4;
  private static final long REFUSED_WITHIN_SECONDS = 15;
  private static final long HEALED_WITHIN_SECONDS = 20;
  private static final int FLOOR_MEGABYTES = 8;
  private static final int DESCRIPTORS = 256;

  private final Plan plan;
  private final Harm harm;
  private final MockProcess mock;
  private final Hooks hooks;
  private final String name;
  private final Path data;
  private final Path objects;
  private final Path logs;
  private final List<Path> filler = new ArrayList<>();
  private String said = "";

  HarmRound(Plan plan, Harm harm, MockProcess mock, Hooks hooks, int number) {
    this.plan = plan;
    this.harm = harm;
    this.mock = mock;
    this.hooks = hooks;
    name = "harm-" + number + "-";
    Path folder = plan.folder().resolve("harm-" + number);
    data = folder.resolve("data");
    objects = data.resolve("objects");
    logs = folder.resolve("logs");
  }

  /** What was seen, for the operator of the rig. */
  String said() {
    return said;
  }

  /** Whether it healed without a restart. */
  boolean run(Tally tally) throws Exception {
    try (var mounts = new PrivateMounts()) {
      // closed to others: an open folder that holds anything already is refused at the start
      tmpfs(mounts, data, "size=24m,mode=700");
      tmpfs(mounts, objects, "size=24m,mode=700,nr_inodes=400");
      tmpfs(mounts, logs, "size=1m");
      try (Victim victim = settings(mounts).start()) {
        return run(victim, mounts, tally);
      }
    }
  }

  private Victim.Settings settings(PrivateMounts mounts) throws IOException {
    var prefix = new ArrayList<>(mounts.prefix());
    // root may write anywhere but for these
    prefix.addAll(List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search"));
    Path log = mounts.view(logs).resolve("victim.log");
    Victim.Settings settings = mock.victim(plan).data(data).log(log).prefix(prefix);
    return harm == Harm.BELOW_FLOOR
        ? settings.env("DARKROOM_STORAGE_FREE_SPACE_FLOOR", FLOOR_MEGABYTES + "MiB")
        : settings;
  }

  private boolean run(Victim victim, PrivateMounts mounts, Tally tally) throws Exception {
    var customer = new Customer(victim);
    var book = new Book();
    String done = book.order(customer, Order.plain(name + "first", hooks.ok())).task();
    new Audit(customer, hooks, mock).all(book);
    book.order(customer, new Order(name + "slow", "{{slow 1500}}", false, hooks.ok()));
    book.order(customer, new Order(name + "edit", "", true, hooks.ok()));
    harm(victim, mounts);
    int refused = 0;
    int polls = 0;
    int number = 0;
    long begun = System.nanoTime();
    while (seconds(begun) < HARM_SECONDS
        || (harm.isRefused() && refused == 0 && seconds(begun) < REFUSED_WITHIN_SECONDS)) {
      Order order = new Order(name + number++, "", number % 3 == 0, hooks.ok());
      refused += book.order(customer, order).status() == 503 ? 1 : 0;
      polls += customer.status(done).status() == 200 ? 0 : 1;
      TimeUnit.MILLISECONDS.sleep(100);
    }
    String word = customer.readiness();
    heal(victim, mounts);
    boolean healed = isHealed(customer, book);
    var audit = new Audit(customer, hooks, mock);
    if (healed) {
      audit.all(book);
      victim.stop();
      audit.closed(mounts.view(data), plan.folder().resolve("look"), -1);
    }
    said = "refused=" + refused + " of " + number + " ready=" + word + " " + audit;
    tally.bad("not_refused", harm.isRefused() && refused == 0 ? 1 : 0);
    tally.bad("poll_fail", polls).bad("false_ack", audit.lost()).bad("corrupt", audit.corrupt());
    return healed;
  }

  private boolean isHealed(Customer customer, Book book) throws InterruptedException {
    long begun = System.nanoTime();
    for (int i = 0; seconds(begun) < HEALED_WITHIN_SECONDS; i++) {
      if (customer.readiness().equals("ready")
          && book.order(customer, Order.plain(name + "again-" + i, hooks.ok())).status() == 200) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return false;
  }

  private void harm(Victim victim, PrivateMounts mounts) throws Exception {
    switch (harm) {
      case DATABASE_FULL -> fill(mounts.view(data), 0);
      case FILES_FULL -> fill(mounts.view(objects), 0);
      case LOG_FULL -> fill(mounts.view(logs), 0);
      case BELOW_FLOOR -> fill(mounts.view(objects), (FLOOR_MEGABYTES - 2) << 20);
      case NO_INODES -> useUpInodes(mounts.view(objects));
      case READ_ONLY -> remount(mounts, "ro");
      case NO_PERMISSION -> mounts.run("chmod", "-R", "a-w", objects.toString());
      case NO_DESCRIPTORS -> limit(victim, Math.min(DESCRIPTORS, open(victim)));
    }
  }

  private void heal(Victim victim, PrivateMounts mounts) throws Exception {
    switch (harm) {
      case READ_ONLY -> remount(mounts, "rw");
      case NO_PERMISSION -> mounts.run("chmod", "-R", "u+w", objects.toString());
      case NO_DESCRIPTORS -> limit(victim, 4096);
      default -> {
        for (Path file : filler) {
          Files.delete(file);
        }
      }
    }
  }

  /** Writes until nothing more goes in, or until no more than {@code leave} bytes are left. */
  private void fill(Path folder, long leave) throws IOException {
    Path file = folder.resolve("filler");
    filler.add(file);
    var block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(file)) {
      // not by FileStore, which knows the mounts of the rig's own namespace only
      while (leave == 0 || folder.toFile().getUsableSpace() > leave) {
        out.write(block);
      }
    } catch (IOException full) {
      if (leave > 0) {
        throw full;
      }
    }
  }

  private void useUpInodes(Path folder) throws IOException {
    try {
      while (true) {
        filler.add(Files.createFile(folder.resolve("filler-" + filler.size())));
      }
    } catch (FileSystemException full) {
      // that was the last one
    }
  }

  /** A file being written makes it busy for a moment. */
  private void remount(PrivateMounts mounts, String how) throws Exception {
    for (int tries = 1; ; tries++) {
      try {
        mounts.run("mount", "-o", "remount," + how, objects.toString());
        return;
      } catch (IOException busy) {
        if (tries == 100) {
          throw busy;
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  private static void limit(Victim victim, int files) throws Exception {
    Tool.run(
        List.of("prlimit", "--pid", Long.toString(victim.pid()), "--nofile=" + files + ":4096"));
  }

  /** Descriptors it has open: with that as its limit it gets no more. */
  private static int open(Victim victim) throws IOException {
    try (var files = Files.list(Path.of("/proc/" + victim.pid() + "/fd"))) {
      return (int) files.count();
    }
  }

  private static void tmpfs(PrivateMounts mounts, Path folder, String options) throws Exception {
    mounts.run("mkdir", "-p", folder.toString());
    mounts.run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString());
  }

  private static long seconds(long begun) {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
  }
}

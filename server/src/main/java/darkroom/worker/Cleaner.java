package darkroom.worker;

import darkroom.engine.upstream.Spool;
import darkroom.storage.ObjectKey;
import darkroom.storage.ObjectStorage;
import darkroom.task.ReferenceIntake;
import darkroom.task.TaskConfig;
import darkroom.task.TaskFile;
import darkroom.task.TaskId;
import darkroom.task.TaskStore;
import darkroom.upload.KeptReference;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what is past its time: expired pictures, ended tasks, old idempotency keys, references
 * whose task is no longer open, answers of engines that no task is waiting for. Goes in small bites
 * so that submits do not feel it. One thread of its own.
 */
public final class Cleaner {
  private static final Logger log = LoggerFactory.getLogger(Cleaner.class);
  private static final int BITE = 500;

  /** So many that cannot be deleted are passed over in one round, then the round is over. */
  private static final int MOST_STUCK = 10_000;

  /** An answer is written under its task's deadline; more than that is for clocks that differ. */
  private static final Duration SPOOL_SLACK = Duration.ofHours(1);

  private final TaskStore store;
  private final ObjectStorage storage;
  private final ReferenceIntake references;
  private final Spool spool;
  private final TaskConfig config;
  private final Duration interval;
  private final InstantSource clock;
  private final Thread thread = Thread.ofVirtual().name("cleaner").unstarted(this::loop);
  private Set<TaskId> ownerless = Set.of();

  public Cleaner(
      TaskStore store,
      ObjectStorage storage,
      ReferenceIntake references,
      Spool spool,
      TaskConfig config,
      Duration interval,
      InstantSource clock) {
    this.store = store;
    this.storage = storage;
    this.references = references;
    this.spool = spool;
    this.config = config;
    this.interval = interval;
    this.clock = clock;
  }

  public void start() {
    thread.start();
  }

  /** One round, of as many bites as it takes. A step that fails keeps no other from its work. */
  public void clean() {
    Instant now = clock.instant();
    int files = step("files", () -> deleteExpired(now));
    int tasks = step("tasks", () -> inBites(() -> store.purge(now.minus(config.keepRows()), BITE)));
    int keys =
        step(
            "keys",
            () -> inBites(() -> store.forgetKeys(now.minus(config.idempotencyAge()), BITE)));
    int kept = step("references", this::sweepReferences);
    int answers =
        step("answers", () -> spool.sweep(now.minus(config.deadline()).minus(SPOOL_SLACK)));
    if (files + tasks + keys + kept + answers > 0) {
      log.atInfo()
          .addKeyValue("files", files)
          .addKeyValue("tasks", tasks)
          .addKeyValue("keys", keys)
          .addKeyValue("references", kept)
          .addKeyValue("answers", answers)
          .log("cleaner.cleaned");
    }
  }

  public void stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }

  private static int step(String name, Step step) {
    if (Thread.currentThread().isInterrupted()) {
      return 0;
    }
    try {
      return step.run();
    } catch (IOException | RuntimeException e) {
      log.atError().addKeyValue("step", name).setCause(e).log("cleaner.failed");
      return 0;
    }
  }

  /** What one bite leaves over would never be caught up with on a busy service. */
  private static int inBites(IntSupplier bite) {
    int all = 0;
    int eaten = BITE;
    while (eaten == BITE && !Thread.currentThread().isInterrupted()) {
      eaten = bite.getAsInt();
      all += eaten;
    }
    return all;
  }

  /** Pictures that cannot be deleted stay listed, and each bite looks past them. */
  private int deleteExpired(Instant now) {
    var stuck = new HashSet<TaskFile>();
    var trouble = new AtomicReference<@Nullable IOException>();
    int all = 0;
    boolean more = true;
    while (more && stuck.size() < MOST_STUCK && !Thread.currentThread().isInterrupted()) {
      List<TaskFile> expired = store.expiredFiles(now, stuck.size() + BITE);
      more = expired.size() == stuck.size() + BITE;
      var deleted = new ArrayList<TaskFile>();
      for (TaskFile file : expired) {
        if (!stuck.contains(file)) {
          Optional<IOException> failure = delete(file);
          failure.ifPresent(trouble::set);
          (failure.isPresent() ? stuck : deleted).add(file);
        }
      }
      if (!deleted.isEmpty()) {
        store.filesDeleted(deleted);
      }
      all += deleted.size();
    }
    if (!stuck.isEmpty()) {
      log.atWarn()
          .addKeyValue("files", stuck.size())
          .setCause(trouble.get())
          .log("cleaner.files_stuck");
    }
    return all;
  }

  private Optional<IOException> delete(TaskFile file) {
    try {
      storage.delete(new ObjectKey(file.objectKey()));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  /**
   * References are written before their task is, so one without an open task may only be young: it
   * goes when two rounds in a row found it so. References in use do not count towards the bite, so
   * however many there are, none of the others is out of reach.
   */
  private int sweepReferences() throws IOException {
    var found = new HashSet<TaskId>();
    var inUse = new AtomicReference<@Nullable TaskId>(); // those of one task come one after another
    storage.visit(
        KeptReference.FOLDER,
        key -> {
          TaskId task = KeptReference.task(key);
          if (!task.equals(inUse.get()) && !found.contains(task)) {
            if (store.isOpen(task)) {
              inUse.set(task);
            } else {
              found.add(task);
            }
          }
          return found.size() < BITE && !Thread.currentThread().isInterrupted();
        });
    Set<TaskId> twice = found.stream().filter(ownerless::contains).collect(Collectors.toSet());
    twice.forEach(references::discard);
    ownerless = found;
    return twice.size();
  }

  private void loop() {
    try {
      while (true) {
        Thread.sleep(interval);
        clean();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @FunctionalInterface
  private interface Step {
    int run() throws IOException;
  }
}

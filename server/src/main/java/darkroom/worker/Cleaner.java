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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
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

  /** One round, of as many bites as it takes. */
  public void clean() throws IOException {
    Instant now = clock.instant();
    int files = inBites(() -> deleteExpired(now));
    int tasks = inBites(() -> store.purge(now.minus(config.keepRows()), BITE));
    int keys = inBites(() -> store.forgetKeys(now.minus(config.idempotencyAge()), BITE));
    int kept = sweepReferences();
    int answers = spool.sweep(now.minus(config.deadline()).minus(SPOOL_SLACK));
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

  /** What one bite leaves over would never be caught up with on a busy service. */
  private static int inBites(Bite bite) throws IOException {
    int all = 0;
    int eaten = BITE;
    while (eaten == BITE && !Thread.currentThread().isInterrupted()) {
      eaten = bite.eat();
      all += eaten;
    }
    return all;
  }

  private int deleteExpired(Instant now) throws IOException {
    List<TaskFile> expired = store.expiredFiles(now, BITE);
    for (TaskFile file : expired) {
      storage.delete(new ObjectKey(file.objectKey()));
    }
    if (!expired.isEmpty()) {
      store.filesDeleted(expired);
    }
    return expired.size();
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
        cleanOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void cleanOnce() {
    try {
      clean();
    } catch (IOException | RuntimeException e) {
      log.atError().setCause(e).log("cleaner.failed");
    }
  }

  @FunctionalInterface
  private interface Bite {
    int eat() throws IOException;
  }
}

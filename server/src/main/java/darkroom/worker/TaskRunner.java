package darkroom.worker;

import darkroom.catalog.Model;
import darkroom.catalog.ModelCatalog;
import darkroom.engine.Engines;
import darkroom.task.Attempt;
import darkroom.task.Claim;
import darkroom.task.Failure;
import darkroom.task.Reason;
import darkroom.task.Task;
import darkroom.task.TaskConfig;
import darkroom.task.TaskFile;
import darkroom.task.TaskStore;
import darkroom.worker.shot.PictureKeeper;
import darkroom.worker.shot.Shot;
import darkroom.worker.shot.ShotOutcome;
import darkroom.worker.shot.ShotRunner;
import darkroom.worker.shot.TaskProgress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on one claim from its references to its end: all missing shots side by side, then its
 * completion. Thread-safe.
 */
public final class TaskRunner {
  private static final Logger log = LoggerFactory.getLogger(TaskRunner.class);
  private static final Set<Attempt.State> OPEN =
      EnumSet.of(Attempt.State.SENDING, Attempt.State.ACCEPTED, Attempt.State.STORED);

  /** How long a task that comes back after its deadline looks after what it has at engines. */
  private static final Duration LAST_LOOK = Duration.ofSeconds(10);

  /** The clock is past the deadline when that cuts in: by this a shot tells it from a stop. */
  private static final Duration BEYOND = Duration.ofMillis(1);

  private final ModelCatalog catalog;
  private final Engines engines;
  private final PromptDesk prompts;
  private final ReferenceGatherer references;
  private final ShotRunner shots;
  private final PictureKeeper keeper;
  private final TaskStore store;
  private final TaskCompletion completion;
  private final TaskConfig config;
  private final InstantSource clock;

  public TaskRunner(
      ModelCatalog catalog,
      Engines engines,
      PromptDesk prompts,
      ReferenceGatherer references,
      ShotRunner shots,
      PictureKeeper keeper,
      TaskStore store,
      TaskCompletion completion,
      TaskConfig config,
      InstantSource clock) {
    this.catalog = catalog;
    this.engines = engines;
    this.prompts = prompts;
    this.references = references;
    this.shots = shots;
    this.keeper = keeper;
    this.store = store;
    this.completion = completion;
    this.config = config;
    this.clock = clock;
  }

  /**
   * Returns when the task ended, was given back for later, or was lost to another worker.
   *
   * @param arrived told when its pictures are about to wait for their engines
   * @return whether it ended here
   * @throws InterruptedException when the process stops; the claim still holds
   */
  boolean run(Claim claim, Runnable arrived) throws InterruptedException {
    Task task = claim.task();
    forgetUnlisted(claim);
    Instant now = clock.instant();
    boolean firstTime = claim.attempts().isEmpty() && task.files().isEmpty();
    if (firstTime && task.createdAt().plus(config.maxWait()).isBefore(now)) {
      return completion.end(
          claim, List.of(), new Failure(Reason.DEADLINE_EXCEEDED, "waited too long for a worker"));
    }
    boolean open = claim.attempts().stream().anyMatch(attempt -> OPEN.contains(attempt.state()));
    if (isLate(claim) && !open) {
      return completion.end(claim, task.files(), tooLate(claim));
    }
    Optional<Model> model = catalog.find(task.model());
    if (model.isEmpty() || !hasEngine(claim, model.get())) {
      return completion.end(
          claim,
          task.files(),
          new Failure(Reason.ENGINE_UNAVAILABLE, "no engine for " + task.model()));
    }
    Optional<Claim> prepared = prompts.prepare(claim, model.get());
    if (prepared.isEmpty()) {
      return completion.lost(claim);
    }
    try (Gathered gathered = references.gather(task)) {
      Optional<Failure> closed = closed(claim, gathered);
      if (closed.isPresent() && !open) {
        return completion.end(claim, task.files(), closed.get());
      }
      return conclude(claim, shoot(prepared.get(), model.get(), gathered, closed, arrived));
    }
  }

  /**
   * Why nothing more is sent; what is at an engine already may be paid for, and is looked after.
   */
  private Optional<Failure> closed(Claim claim, Gathered gathered) {
    return isLate(claim)
        ? Optional.of(tooLate(claim))
        : gathered.problem().map(detail -> new Failure(Reason.REFERENCE_UNREADABLE, detail));
  }

  private boolean isLate(Claim claim) {
    return !clock.instant().isBefore(claim.deadline());
  }

  /** An earlier claim may have found out what became of it, and died before it could say so. */
  private static Failure tooLate(Claim claim) {
    Map<Integer, Attempt.State> last = new HashMap<>();
    claim.attempts().forEach(attempt -> last.put(attempt.shot(), attempt.state()));
    claim.task().files().forEach(file -> last.remove(file.shot()));
    return last.containsValue(Attempt.State.UNKNOWN)
        ? new Failure(Reason.UPSTREAM_OUTCOME_UNKNOWN, "known before its deadline, ended after it")
        : new Failure(Reason.DEADLINE_EXCEEDED, "past its deadline when claimed");
  }

  /**
   * A picture that an earlier claim published and died before listing is nobody's. It goes before
   * the work begins, with a fresh lease, and not after the end, where a kill would leave it for
   * ever.
   */
  private void forgetUnlisted(Claim claim) {
    try {
      for (Attempt attempt : claim.attempts()) {
        keeper.forget(attempt.id(), claim.task().files());
      }
    } catch (IOException e) {
      log.atWarn().addKeyValue("task", claim.task().id()).setCause(e).log("task.tidy_failed");
    }
  }

  private boolean hasEngine(Claim claim, Model model) {
    Task task = claim.task();
    return !claim.attempts().isEmpty()
        || (task.engine().isPresent()
            ? engines.named(task.engine().get()).isPresent()
            : !engines.candidates(model, task.test()).isEmpty());
  }

  private ConcurrentMap<Integer, ShotOutcome> shoot(
      Claim claim, Model model, Gathered gathered, Optional<Failure> closed, Runnable arrived)
      throws InterruptedException {
    var outcomes = new ConcurrentHashMap<Integer, ShotOutcome>();
    var missing = new ArrayList<Callable<Integer>>();
    var progress = new TaskProgress(store, claim, clock);
    claim.task().files().forEach(file -> outcomes.put(file.shot(), new ShotOutcome.Stored(file)));
    for (int index = 0; index < claim.task().input().n(); index++) {
      if (!outcomes.containsKey(index)) {
        int number = index;
        List<Attempt> earlier =
            claim.attempts().stream().filter(attempt -> attempt.shot() == number).toList();
        var shot = new Shot(claim, number, model, earlier, gathered.references(), closed, progress);
        missing.add(() -> {
          outcomes.put(number, shots.run(shot));
          return number;
        });
      }
    }
    arrived.run();
    Duration left = Duration.between(clock.instant(), claim.deadline());
    Duration look = claim.tenth(LAST_LOOK);
    long most =
        (closed.isPresent() && left.compareTo(look) < 0 ? look : left).plus(BEYOND).toNanos();
    // leaving the block waits for every shot, so that none writes behind the task's back
    try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        for (var finished : side.invokeAll(missing, most, TimeUnit.NANOSECONDS)) {
          surface(finished);
        }
      } catch (InterruptedException e) {
        side.shutdownNow();
        throw e;
      }
    }
    return outcomes;
  }

  /**
   * Trouble with the store, or a shot that broke down, ends this run; the lease runs out and the
   * task comes back.
   */
  private static void surface(java.util.concurrent.Future<Integer> finished) {
    if (finished.state() == java.util.concurrent.Future.State.FAILED) {
      throw finished.exceptionNow() instanceof RuntimeException trouble
          ? trouble
          : new IllegalStateException("a shot broke down", finished.exceptionNow());
    }
  }

  private boolean conclude(Claim claim, Map<Integer, ShotOutcome> outcomes) {
    var files = new ArrayList<TaskFile>();
    var failure = new Failure(Reason.DEADLINE_EXCEEDED, "not done at its deadline");
    Optional<Instant> later = Optional.empty();
    boolean failed = false;
    for (int index = 0; index < claim.task().input().n(); index++) {
      switch (outcomes.get(index)) {
        case null -> {} // cut off by the deadline
        case ShotOutcome.Stored stored -> files.add(stored.file());
        case ShotOutcome.Lost lost -> {
          return completion.lost(claim);
        }
        case ShotOutcome.Failed ended -> {
          failure = failed ? failure : ended.failure();
          failed = true;
        }
        case ShotOutcome.Later wait -> {
          failure = failed ? failure : wait.ifTooLate();
          Instant due = later.filter(wait.dueAt()::isAfter).orElse(wait.dueAt());
          later = Optional.of(due);
        }
      }
    }
    if (later.isPresent() && later.get().isBefore(claim.deadline())) {
      store.giveBack(claim, later.get());
      return false;
    }
    return completion.end(claim, files, failure);
  }
}

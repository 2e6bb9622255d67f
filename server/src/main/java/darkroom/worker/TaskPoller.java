package darkroom.worker;

import darkroom.task.Admission;
import darkroom.task.Claim;
import darkroom.task.DirectHandoff;
import darkroom.task.Headroom;
import darkroom.task.Lease;
import darkroom.task.LeaseToken;
import darkroom.task.StoreException;
import darkroom.task.Task;
import darkroom.task.TaskConfig;
import darkroom.task.TaskStore;
import darkroom.worker.shot.PaidCalls;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the workers busy: claims due tasks while there are free places, runs each on a virtual
 * thread, renews the leases of what runs. A submit may hand its task straight to a free place as
 * long as nobody waits in the queue before it. Thread-safe.
 */
public final class TaskPoller implements DirectHandoff {
  private static final Logger log = LoggerFactory.getLogger(TaskPoller.class);
  private static final int TOKEN_LENGTH = 22;
  private static final Duration OBSERVE_EVERY = Duration.ofSeconds(1);

  private final TaskStore store;
  private final TaskRunner runner;
  private final Admission admission;
  private final UnaryOperator<Map<String, Integer>> room;
  private final PaidCalls paidCalls;
  private final WorkerConfig config;
  private final TaskConfig taskConfig;
  private final InstantSource clock;
  private final IntFunction<String> randomBase62;
  private final Semaphore places;
  private final Semaphore news = new Semaphore(0);
  private final RunningTasks running;
  private final Arrivals arrivals = new Arrivals();
  private final Thread claimer;
  private final Thread heartbeat;
  private volatile boolean stopping;
  private volatile boolean stopped;
  private volatile boolean backlog = true;
  private volatile boolean heldBack;
  private volatile boolean outage;

  /**
   * @param room how many pictures of live tasks may begin now, by model, when so many are on their
   *     way to an engine; no bound where it says nothing
   */
  public TaskPoller(
      TaskStore store,
      TaskRunner runner,
      Admission admission,
      UnaryOperator<Map<String, Integer>> room,
      PaidCalls paidCalls,
      WorkerConfig config,
      TaskConfig taskConfig,
      InstantSource clock,
      IntFunction<String> randomBase62) {
    this.store = store;
    this.runner = runner;
    this.admission = admission;
    this.room = room;
    this.paidCalls = paidCalls;
    this.config = config;
    this.taskConfig = taskConfig;
    this.clock = clock;
    this.randomBase62 = randomBase62;
    this.running = new RunningTasks(store, taskConfig.lease());
    this.places = new Semaphore(config.tasks());
    this.claimer = Thread.ofVirtual().name("task-claimer").unstarted(this::claimLoop);
    this.heartbeat = Thread.ofVirtual().name("task-heartbeat").unstarted(this::heartbeatLoop);
  }

  /** Takes up what a former process left, then what is due. */
  public void start() {
    int left = store.releaseAllLeases();
    log.atInfo().addKeyValue("tasks", left).log("tasks.taken_over");
    claimer.start();
    heartbeat.start();
  }

  /** Tasks being worked on. */
  public int running() {
    return running.size();
  }

  @Override
  public Optional<Place> reserve(Task task) {
    if (stopping || backlog || !hasRoom(task) || !places.tryAcquire()) {
      return Optional.empty();
    }
    return Optional.of(new ReservedPlace(freshToken()));
  }

  /** Room at an engine that was full belongs to who waits for it. */
  private boolean hasRoom(Task task) {
    Integer left = task.test() ? null : room.apply(arrivals.pictures()).get(task.model());
    return left == null || (left > 0 && admission.waiting() == 0);
  }

  @Override
  public void wake() {
    backlog = true;
    news.release();
  }

  /** Stops claiming, waits for what runs, then gives back the rest without spending an attempt. */
  public void stop() throws InterruptedException {
    stopping = true;
    news.release();
    claimer.join();
    long until = System.nanoTime() + config.drain().toNanos();
    while (!running.isEmpty() && System.nanoTime() < until) {
      Thread.sleep(20);
    }
    paidCalls.stop();
    int rest = running.size();
    awaitPaidCalls();
    stopped = true;
    heartbeat.interrupt();
    heartbeat.join();
    log.atInfo().addKeyValue("given_back", rest).log("tasks.drained");
  }

  /**
   * What is left to the next process is cut short, except for answers that only this one can get.
   */
  private void awaitPaidCalls() throws InterruptedException {
    long until = System.nanoTime() + config.drainPaid().toNanos();
    boolean late = false;
    while (!running.isEmpty() && !late) {
      late = System.nanoTime() >= until;
      for (Map.Entry<LeaseToken, Thread> task : running.threads().entrySet()) {
        if (late || !paidCalls.isOpen(task.getKey())) {
          task.getValue().interrupt();
        }
      }
      Thread.sleep(20);
    }
    for (Thread thread : running.threads().values()) {
      thread.join(Duration.ofSeconds(5));
    }
  }

  private void claimLoop() {
    while (!stopping) {
      try {
        claimSome();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        outage(e);
        pause(config.pollInterval());
      }
    }
  }

  private void claimSome() throws InterruptedException {
    if (!places.tryAcquire(config.pollInterval().toMillis(), TimeUnit.MILLISECONDS)) {
      return;
    }
    int free = 1 + places.drainPermits();
    List<Claim> claims = List.of();
    try {
      news.drainPermits();
      Lease lease = lease();
      running.renewIfDue(lease.now()); // what runs here is not due then, whatever the time is now
      claims = store.claim(free, lease, headroom(), this::freshToken);
      outage = false;
    } finally {
      places.release(free - claims.size());
    }
    admission.claimed(claims.size());
    backlog = claims.size() == free;
    claims.forEach(this::begin);
    if (!backlog) {
      news.tryAcquire(config.pollInterval().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void begin(Claim claim) {
    Thread thread =
        Thread.ofVirtual().name("task-" + claim.task().id()).unstarted(() -> work(claim));
    if (running.add(claim, thread)) {
      arrivals.claimed(claim);
      thread.start();
    } else {
      yieldToOurselves(claim);
    }
  }

  /**
   * Two threads that look after the same attempts would each undo what the other one saves. The one
   * that runs is told of its lost lease by the next heartbeat, and ends.
   */
  private void yieldToOurselves(Claim claim) {
    log.atWarn().addKeyValue("task", claim.task().id()).log("task.runs_already");
    try {
      store.giveBack(claim, clock.instant().plus(running.beat()));
    } catch (StoreException e) {
      log.atWarn().addKeyValue("task", claim.task().id()).setCause(e).log("task.give_back_failed");
    } finally {
      places.release();
    }
  }

  private void work(Claim claim) {
    try {
      if (runner.run(claim, () -> arrivals.arrived(claim))) {
        admission.ended();
      }
    } catch (InterruptedException e) {
      giveBack(claim);
    } catch (RuntimeException e) {
      // the lease runs out and the task comes back
      log.atError().addKeyValue("task", claim.task().id()).setCause(e).log("task.run_failed");
    } finally {
      arrivals.arrived(claim);
      running.remove(claim);
      places.release();
      if (heldBack) {
        news.release(); // an engine that was full may have a place now
      }
    }
  }

  private void giveBack(Claim claim) {
    var _ = Thread.interrupted(); // a second interrupt must not keep the task from the next worker
    try {
      store.giveBack(claim, clock.instant());
    } catch (StoreException e) {
      log.atWarn().addKeyValue("task", claim.task().id()).setCause(e).log("task.give_back_failed");
    }
  }

  private void heartbeatLoop() {
    Duration beat = running.beat();
    Duration step = beat.compareTo(OBSERVE_EVERY) < 0 ? beat : OBSERVE_EVERY;
    Instant observed = clock.instant();
    while (!stopped) {
      pause(step);
      if (stopped) {
        return; // that was the stop's interrupt, no outage
      }
      Instant now = clock.instant();
      Duration since = Duration.between(observed, now);
      // each on its own: what keeps one from the store may let the other through
      attempt(() -> running.renewIfDue(now));
      if (attempt(() -> admission.observed(store.waiting(), since))) {
        observed = now;
      }
    }
  }

  private boolean attempt(Runnable step) {
    try {
      step.run();
      return true;
    } catch (RuntimeException e) {
      if (!stopped) {
        outage(e);
      }
      return false;
    }
  }

  private void outage(RuntimeException e) {
    if (!outage) {
      log.atError().setCause(e).log("tasks.store_unavailable");
    }
    outage = true;
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Headroom headroom() {
    Map<String, Integer> pictures = room.apply(arrivals.pictures());
    heldBack = !pictures.isEmpty();
    return new Headroom(pictures, clock.instant().minus(taskConfig.maxWait()));
  }

  private Lease lease() {
    Instant now = clock.instant();
    return new Lease(now, now.plus(taskConfig.lease()), taskConfig.deadline());
  }

  private LeaseToken freshToken() {
    return new LeaseToken(randomBase62.apply(TOKEN_LENGTH));
  }

  /** A place kept free for one submit. */
  private final class ReservedPlace implements Place {
    private final LeaseToken token;

    private ReservedPlace(LeaseToken token) {
      this.token = token;
    }

    @Override
    public LeaseToken token() {
      return token;
    }

    @Override
    public void take(Claim claim) {
      begin(claim);
    }

    @Override
    public void giveUp() {
      places.release();
    }
  }
}

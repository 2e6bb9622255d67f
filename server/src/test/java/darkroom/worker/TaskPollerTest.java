package darkroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.catalog.Model;
import darkroom.catalog.ModelCatalog;
import darkroom.task.Admission;
import darkroom.task.Claim;
import darkroom.task.DirectHandoff;
import darkroom.task.InsertResult;
import darkroom.task.NewTask;
import darkroom.task.Samples;
import darkroom.task.StoreException;
import darkroom.task.Task;
import darkroom.task.TaskStatus;
import darkroom.task.TaskStore;
import darkroom.worker.ScriptedEngine.Misfortune.Hang;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TaskPollerTest {
  private final ScriptedEngine engine = ScriptedEngine.paid();
  @TempDir private Path folder;
  private Workshop shop;
  private TaskPoller poller;
  private final Admission admission = new Admission(Workshop.TASKS, () -> Long.MAX_VALUE, 0);

  @BeforeEach
  void open() throws Exception {
    shop = new Workshop(folder, engine);
    poller = poller(2);
  }

  private final AtomicInteger looks = new AtomicInteger();
  private volatile UnaryOperator<Map<String, Integer>> room = coming -> Map.of();

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void what_waits_is_run() throws Exception {
    Task first = shop.submit(1);
    Task second = shop.submit(1);

    poller.start();

    awaitFinished(first);
    awaitFinished(second);
    poller.stop();
    assertThat(engine.submits()).hasSize(2);
  }

  @Test
  void a_submit_goes_straight_to_a_free_worker() throws Exception {
    poller.start();
    DirectHandoff.Place place = reservedOne();
    Task task = handed(place);

    awaitFinished(task);
    poller.stop();
  }

  @Test
  void there_are_as_many_places_as_workers_and_given_up_ones_come_back() throws Exception {
    poller.start();
    DirectHandoff.Place one = reservedOne();
    DirectHandoff.Place two = reservedOne();

    Optional<DirectHandoff.Place> third = poller.reserve(anyTask());
    one.giveUp();
    DirectHandoff.Place again = reservedOne();

    assertThat(third).isEmpty();
    assertThat(one.token()).isNotEqualTo(two.token());
    two.giveUp();
    again.giveUp();
    poller.stop();
  }

  @Test
  void nobody_overtakes_the_queue() throws Exception {
    Optional<DirectHandoff.Place> beforeTheFirstLook = poller.reserve(anyTask());
    engine.script(0, new Hang(), new Hang());
    shop.submit(1);
    shop.submit(1);
    shop.submit(1);
    poller.start();
    engine.entered.acquire(2);

    Optional<DirectHandoff.Place> whileOneWaits = poller.reserve(anyTask());

    assertThat(beforeTheFirstLook).isEmpty();
    assertThat(whileOneWaits).isEmpty();
    assertThat(poller.running()).isEqualTo(2);
    assertThat(shop.open.tasks.waiting()).isEqualTo(1);
    poller.stop();
  }

  @Test
  void a_stopped_node_returns_its_tasks_untouched() throws Exception {
    engine.script(0, new Hang());
    Task task = shop.submit(1);
    poller.start();
    engine.entered.acquire();

    poller.stop();

    assertThat(poller.running()).isZero();
    assertThat(poller.reserve(anyTask())).isEmpty();
    assertThat(shop.find(task).status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(shop.open.tasks.waiting()).isEqualTo(1);
    Claim next = shop.claim();
    assertThat(next.attempts()).hasSize(1);
  }

  @Test
  void a_start_takes_over_what_a_dead_process_held() throws Exception {
    Task task = shop.submit(1);
    shop.claim(); // its lease has not run out

    poller.start();

    awaitFinished(task);
    poller.stop();
  }

  @Test
  void a_stop_waits_for_an_answer_that_only_this_process_can_get_and_begins_nothing_more()
      throws Exception {
    var answer = new CountDownLatch(1);
    var calls = new Semaphore(0);
    engine.onSubmit(request -> {
      calls.release();
      await(answer);
    });
    Task task = shop.submit(8);
    poller.start();
    calls.acquire(4); // as many as the engine takes at once

    Thread stop = Thread.ofVirtual().start(() -> stop(poller));
    Workshop.await("the stop", () -> stop.getState() == Thread.State.TIMED_WAITING);
    answer.countDown();
    stop.join();

    assertThat(shop.find(task).files()).hasSize(4);
    assertThat(engine.submits()).hasSize(4);
    assertThat(shop.open.attemptsOf(task.id())).containsOnly("stored");
    assertThat(shop.open.tasks.waiting()).isEqualTo(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void stop(TaskPoller poller) {
    try {
      poller.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_task_that_no_engine_takes_now_stays_in_the_queue_until_one_does() throws Exception {
    room = coming -> Map.of("seedream-4.5", 0);
    Task task = shop.submit(1);
    poller.start();
    awaitQuiet();
    boolean handedOver = poller.reserve(anyTask()).isPresent();
    TaskStatus meanwhile = shop.find(task).status();

    room = coming -> Map.of();
    poller.wake();

    awaitFinished(task);
    poller.stop();
    assertThat(handedOver).isFalse();
    assertThat(meanwhile).isEqualTo(TaskStatus.NOT_STARTED);
  }

  @Test
  void room_that_comes_free_at_a_full_engine_belongs_to_who_waits_for_it() throws Exception {
    room = coming -> Map.of("seedream-4.5", 0);
    shop.submit(1);
    admission.queued();
    poller.start();
    awaitQuiet();
    Thread caller = Thread.currentThread();
    // free since the claimer has looked
    room = coming -> Map.of("seedream-4.5", Thread.currentThread() == caller ? 1 : 0);

    boolean overtakes = poller.reserve(anyTask()).isPresent();
    room = coming -> Map.of("seedream-4.5", 1);
    poller.wake();

    assertThat(overtakes).isFalse();
    DirectHandoff.Place afterIt = reservedOne(); // it was taken from the queue, so the way is free
    assertThat(engine.submits()).hasSize(1);
    afterIt.giveUp();
    poller.stop();
  }

  @Test
  void a_task_that_waited_too_long_for_an_engine_is_ended() throws Exception {
    room = coming -> Map.of("seedream-4.5", 0);
    Task task = shop.submit(1);
    shop.clock.advance(Workshop.TASKS.maxWait().plusSeconds(1));

    poller.start();

    Workshop.await("the end", () -> shop.find(task).status() == TaskStatus.FAILED);
    poller.stop();
    assertThat(engine.submits()).isEmpty();
  }

  @Test
  void no_more_begin_than_keep_the_engine_busy_so_that_the_deadline_of_the_rest_does_not_run()
      throws Exception {
    var answer = new CountDownLatch(1);
    var calls = new Semaphore(0);
    engine.onSubmit(request -> {
      calls.release();
      await(answer);
    });
    List<Model> models = ModelCatalog.load(Optional.empty()).models();
    room = coming -> shop.engines.headroom(models, coming, shop.clock.instant());
    for (int i = 0; i < 20; i++) {
      shop.submit(1);
    }
    TaskPoller wide = poller(64);

    wide.start();
    calls.acquire(4); // as many as the engine takes at once
    awaitQuiet();
    int waiting = shop.open.tasks.waiting();
    answer.countDown();
    Workshop.await("all", () -> shop.open.tasks.waiting() == 0);
    wide.stop();

    assertThat(waiting).isEqualTo(20 - 2 * 4);
  }

  @Test
  void what_runs_here_is_not_claimed_again_when_the_store_takes_no_renewals_for_a_while()
      throws Exception {
    engine.script(0, new Hang());
    shop.submit(1);
    var renewals = new Renewals(shop.open.tasks);
    poller = poller(2, renewals.store());
    poller.start();
    engine.entered.acquire();

    renewals.mode = Renewals.Mode.FAIL;
    shop.clock.advance(Workshop.TASKS.lease().plusSeconds(5));
    renewals.tried.acquire(2);
    renewals.mode = Renewals.Mode.RENEW;
    renewals.awaitClaims(3);

    assertThat(engine.asked()).isEmpty();
    assertThat(poller.running()).isOne();
    poller.stop();
    assertThat(engine.submits()).hasSize(1);
  }

  @Test
  void a_task_that_runs_here_is_not_run_a_second_time_whoever_holds_its_lease() throws Exception {
    engine.script(0, new Hang());
    shop.submit(1);
    var renewals = new Renewals(shop.open.tasks);
    poller = poller(2, renewals.store());
    poller.start();
    engine.entered.acquire();

    renewals.mode = Renewals.Mode.PRETEND;
    shop.clock.advance(Workshop.TASKS.lease().plusSeconds(5));
    renewals.awaitClaims(3);

    assertThat(engine.asked()).isEmpty();
    assertThat(poller.running()).isOne();
    poller.stop();
    assertThat(engine.submits()).hasSize(1);
    assertThat(shop.open.tasks.waiting()).isOne();
  }

  /** A store whose renewals go as a test says, and whose claims can be waited for. */
  private static final class Renewals {
    private enum Mode {
      RENEW,
      FAIL,
      PRETEND
    }

    private final TaskStore real;
    private final Semaphore tried = new Semaphore(0);
    private final Semaphore claimed = new Semaphore(0);
    private volatile Mode mode = Mode.RENEW;

    private Renewals(TaskStore real) {
      this.real = real;
    }

    private TaskStore store() {
      return (TaskStore)
          Proxy.newProxyInstance(
              TaskStore.class.getClassLoader(),
              new Class<?>[] {TaskStore.class},
              (proxy, method, arguments) -> {
                Mode now = mode;
                if (method.getName().equals("renew") && now != Mode.RENEW) {
                  tried.release();
                  if (now == Mode.FAIL) {
                    throw StoreException.notWritten("disk full", new IOException("disk full"));
                  }
                  return List.of();
                }
                try {
                  return method.invoke(real, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                } finally {
                  if (method.getName().equals("claim")) {
                    claimed.release();
                  }
                }
              });
    }

    private void awaitClaims(int number) throws InterruptedException {
      claimed.drainPermits();
      claimed.acquire(number);
    }
  }

  /** The claimer has looked, and found nothing that it may take. */
  private void awaitQuiet() throws InterruptedException {
    int before = looks.get();
    Workshop.await("two more looks", () -> looks.get() > before + 1);
  }

  private Task anyTask() {
    return Samples.task("any", shop.account, 1, shop.clock.instant());
  }

  private Map<String, Integer> room(Map<String, Integer> coming) {
    looks.incrementAndGet();
    return room.apply(coming);
  }

  private TaskPoller poller(int places) {
    return poller(places, shop.open.tasks);
  }

  private TaskPoller poller(int places, TaskStore store) {
    return new TaskPoller(
        store,
        shop.runner,
        admission,
        this::room,
        shop.paidCalls,
        Workshop.config(places),
        Workshop.TASKS,
        shop.clock,
        shop.names::next);
  }

  /** The claimer holds all places for the moment of a claim, so one may have to ask again. */
  private DirectHandoff.Place reservedOne() throws InterruptedException {
    var found = new DirectHandoff.Place[1];
    Workshop.await(
        "a free place",
        () -> {
          if (found[0] == null) {
            poller.reserve(anyTask()).ifPresent(place -> found[0] = place);
          }
          return found[0] != null;
        });
    return found[0];
  }

  private Task handed(DirectHandoff.Place place) {
    Instant now = shop.clock.instant();
    Task task = Samples.task("handed", shop.account, 1, now);
    Instant deadline = now.plus(Workshop.TASKS.deadline());
    InsertResult result =
        shop.open.tasks.insert(
            new NewTask(
                task,
                Optional.empty(),
                Optional.of(place.token()),
                now.plusSeconds(15),
                deadline,
                10,
                0,
                Samples.KEY));
    assertThat(result).isEqualTo(new InsertResult.Inserted());
    place.take(new Claim(task, place.token(), deadline, List.of()));
    return task;
  }

  private void awaitFinished(Task task) throws InterruptedException {
    Workshop.await("the end", () -> shop.find(task).status() == TaskStatus.FINISHED);
  }
}

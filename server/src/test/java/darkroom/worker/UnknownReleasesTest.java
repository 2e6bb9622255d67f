package darkroom.worker;

import static darkroom.worker.Workshop.money;
import static org.assertj.core.api.Assertions.assertThat;

import darkroom.engine.EngineLimits;
import darkroom.engine.EngineTraits;
import darkroom.engine.Refusal;
import darkroom.task.Reason;
import darkroom.task.Samples;
import darkroom.task.Task;
import darkroom.task.TaskConfig;
import darkroom.task.TaskStatus;
import darkroom.worker.ScriptedEngine.Misfortune.Draw;
import darkroom.worker.ScriptedEngine.Misfortune.LoseAnswer;
import darkroom.worker.ScriptedEngine.Misfortune.Refuse;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The cap of tasks a day whose pictures of unknown outcome are released (limit L18). */
@Timeout(60)
class UnknownReleasesTest {
  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // by each test
  private Workshop shop;

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void one_over_the_cap_is_charged_and_says_so() throws Exception {
    open(1);

    Task released = lose(1);
    Task charged = lose(1);

    assertThat(shop.find(released).reason()).contains(Reason.UPSTREAM_OUTCOME_UNKNOWN);
    assertThat(shop.find(charged).reason()).contains(Reason.UPSTREAM_OUTCOME_CHARGED);
    assertThat(shop.find(charged).status()).isEqualTo(TaskStatus.FAILED);
    assertThat(shop.find(charged).captured()).isEqualTo(charged.held());
    assertThat(shop.balance()).isEqualTo(money(95, 0, 5));
    assertThat(shop.open.ledgerOf(charged.id())).containsExactly("hold 5 0 0", "settle 5 5 0");
  }

  @Test
  void a_partial_task_over_the_cap_is_charged_for_what_was_lost_too() throws Exception {
    open(1);
    lose(1);

    Task partial = lose(2);

    assertThat(shop.find(partial).status()).isEqualTo(TaskStatus.FINISHED);
    assertThat(shop.find(partial).files()).hasSize(1);
    assertThat(shop.find(partial).reason()).isEmpty();
    assertThat(shop.balance()).isEqualTo(money(90, 0, 10));
  }

  @Test
  void the_next_day_of_utc_begins_anew() throws Exception {
    open(1);
    lose(1);
    shop.clock.advance(Duration.ofDays(1));

    Task released = lose(1);

    assertThat(shop.find(released).reason()).contains(Reason.UPSTREAM_OUTCOME_UNKNOWN);
    assertThat(shop.balance()).isEqualTo(money(100, 0, 0));
  }

  @Test
  void without_a_cap_every_unknown_outcome_is_released() throws Exception {
    open(0);

    lose(1);
    lose(1);
    lose(1);

    assertThat(shop.balance()).isEqualTo(money(100, 0, 0));
  }

  @Test
  void a_picture_that_was_sent_twice_and_lost_twice_is_charged_once() throws Exception {
    open(
        1,
        resending()
            .script(0, new LoseAnswer(), new LoseAnswer(), new LoseAnswer(), new LoseAnswer()));
    lose(1);

    Task charged = lose(1);

    assertThat(shop.open.attemptsOf(charged.id())).containsExactly("unknown", "unknown");
    assertThat(shop.find(charged).reason()).contains(Reason.UPSTREAM_OUTCOME_CHARGED);
    assertThat(shop.balance()).isEqualTo(money(95, 0, 5));
  }

  @Test
  void a_picture_that_came_by_a_second_submit_is_no_lost_one() throws Exception {
    open(
        1,
        resending()
            .script(0, new LoseAnswer(), new LoseAnswer(), new LoseAnswer(), new Draw())
            .script(1, new Refuse(Refusal.CONTENT_POLICY)));
    lose(1);

    Task partial = lose(2);

    assertThat(shop.find(partial).files()).hasSize(1);
    assertThat(shop.find(partial).captured()).isEqualTo(Samples.UNIT);
    assertThat(shop.balance()).isEqualTo(money(95, 0, 5));
  }

  /** Asked once more after a lost answer. */
  private static ScriptedEngine resending() {
    var limits = new EngineLimits(4, 0, 1, 0, BigDecimal.ZERO);
    return ScriptedEngine.named("ark", EngineTraits.paid(limits));
  }

  /** A task of which the first picture's answer gets lost for good. */
  private Task lose(int n) throws InterruptedException {
    Task task = shop.submit(n);
    shop.run(shop.claim());
    return task;
  }

  private void open(int cap) throws Exception {
    ScriptedEngine engine =
        ScriptedEngine.paid()
            .script(0, new LoseAnswer(), new LoseAnswer(), new LoseAnswer(), new LoseAnswer());
    open(cap, engine);
    engine.onReconcile(() -> shop.clock.advance(Duration.ofSeconds(50)));
  }

  private void open(int cap, ScriptedEngine engine) throws Exception {
    TaskConfig base = Workshop.TASKS;
    var config =
        new TaskConfig(
            base.maxOpenPerAccount(),
            base.maxWaiting(),
            0,
            cap,
            base.maxWait(),
            base.deadline(),
            base.lease(),
            base.idempotencyAge(),
            base.keepRows());
    shop = new Workshop(folder, config, engine);
  }
}

package darkroom.task;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.account.AccountId;
import darkroom.account.ApiKey;
import darkroom.account.CreditLimits;
import darkroom.account.CreditUse;
import darkroom.catalog.ImageInput;
import darkroom.catalog.InputProblem;
import darkroom.catalog.ModelCatalog;
import darkroom.credit.Credits;
import darkroom.db.OpenStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TaskServiceTest {
  private static final String GOOD =
      "{'model': 'seedream-4.5', 'input': {'prompt': 'a fox', 'n': 2}}";
  private static final TaskConfig CONFIG =
      new TaskConfig(
          3,
          2,
          0,
          0,
          Duration.ofHours(24),
          Duration.ofMinutes(30),
          Duration.ofSeconds(15),
          Duration.ofHours(24),
          Duration.ofDays(90));

  private final SettableClock clock = new SettableClock();
  private final Names names = new Names();
  private final AtomicLong freeBytes = new AtomicLong(1_000);
  private final Desk desk = new Desk();
  private final Handoff handoff = new Handoff();
  private Optional<String> engineCannot = Optional.empty();
  private Optional<String> onlyCannot = Optional.empty();
  private Optional<String> badCallback = Optional.empty();
  @TempDir private Path folder;
  private OpenStore open;
  private Admission admission;
  private TaskService service;
  private AccountId account;

  /** References as a test wants them. */
  private static final class Desk implements ReferenceIntake {
    private Optional<InputProblem> problem = Optional.empty();
    private final List<String> calls = new ArrayList<>();

    @Override
    public Optional<InputProblem> judge(ImageInput input) {
      return problem;
    }

    @Override
    public Result keep(TaskId task, ImageInput input) {
      calls.add("keep");
      return new Result.Kept(input);
    }

    @Override
    public void discard(TaskId task) {
      calls.add("discard");
    }
  }

  /** Hands on to nobody, or to a place that notes what it got. */
  private static final class Handoff implements DirectHandoff {
    private final Names tokens = new Names();
    private boolean free;
    private final List<String> calls = new ArrayList<>();

    @Override
    public Optional<Place> reserve(Task task) {
      if (!free) {
        return Optional.empty();
      }
      var token = new LeaseToken(tokens.next(22)); // never the same twice, as the store insists
      return Optional.of(
          new Place() {
            @Override
            public LeaseToken token() {
              return token;
            }

            @Override
            public void take(Claim claim) {
              calls.add("take");
            }

            @Override
            public void giveUp() {
              calls.add("giveUp");
            }
          });
    }

    @Override
    public void wake() {
      calls.add("wake");
    }
  }

  @BeforeEach
  void open() {
    open = new OpenStore(folder, clock);
    account = open.account(Credits.of(1_000));
    admission = new Admission(CONFIG, freeBytes::get, 100);
    service =
        new TaskService(
            ModelCatalog.load(Optional.empty()),
            open.tasks,
            (model, input, test, only) -> only.isPresent() ? onlyCannot : engineCannot,
            desk,
            url -> badCallback,
            admission,
            handoff,
            CONFIG,
            clock,
            names::next);
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void an_accepted_task_is_held_and_waits_when_all_are_busy() {
    SubmitResult result = submit(GOOD);

    assertThat(result)
        .isInstanceOfSatisfying(
            SubmitResult.Accepted.class,
            accepted -> {
              Task task = service.find(account, accepted.id().value()).orElseThrow();
              assertThat(task.status()).isEqualTo(TaskStatus.NOT_STARTED);
              assertThat(accepted.held()).isEqualTo(task.held());
            });
    assertThat(handoff.calls).containsExactly("wake");
    assertThat(admission.waiting()).isEqualTo(1);
  }

  @Test
  void a_free_worker_gets_the_task_at_once() {
    handoff.free = true;

    var accepted = (SubmitResult.Accepted) submit(GOOD);

    assertThat(handoff.calls).containsExactly("take");
    assertThat(service.find(account, accepted.id().value()).orElseThrow().status())
        .isEqualTo(TaskStatus.RUNNING);
    assertThat(admission.waiting()).isZero();
  }

  @Test
  void a_place_is_given_back_when_no_task_came_to_be() {
    handoff.free = true;
    account = open.account(Credits.of(1));

    SubmitResult result = submit(GOOD);

    assertThat(result).isInstanceOf(SubmitResult.InsufficientCredits.class);
    assertThat(handoff.calls).containsExactly("giveUp");
    assertThat(desk.calls).containsExactly("keep", "discard");
  }

  /** Everything is wrong at once; each step mends the first fault that is told. */
  @Test
  void checks_come_in_the_order_of_the_contract() {
    account = open.account(Credits.ZERO);
    desk.problem =
        Optional.of(new InputProblem("input.image_urls[0]", "bad", InputProblem.Kind.VALIDATION));
    badCallback = Optional.of("must be an https URL");
    engineCannot = Optional.of("is beyond every engine");
    freeBytes.set(1);
    admission.observed(2, Duration.ofSeconds(1));
    List<String> other = List.of("seedream-4.5-edit");
    String bad = "{'model': 'seedream-4.5', 'input': {'n': 99}, 'callback_url': 'x'}";
    String called = GOOD.replace("'input'", "'callback_url': 'x', 'input'");

    assertThat(submit("{'model': 7}", other))
        .isEqualTo(new SubmitResult.InvalidRequest("model: must be the id of a model, a string"));
    assertThat(submit("{'model': 'nobody'}", other)).isEqualTo(new SubmitResult.UnknownModel());
    assertThat(submit(bad, other)).isEqualTo(new SubmitResult.ModelNotAllowed());
    assertThat(problems(submit(bad))).contains("input.prompt", "input.n");
    assertThat(problems(submit(called))).containsExactly("input.image_urls[0]");
    desk.problem = Optional.empty();
    assertThat(submit(called))
        .isEqualTo(new SubmitResult.InvalidRequest("callback_url: must be an https URL"));
    badCallback = Optional.empty();
    assertThat(submit(called))
        .isEqualTo(new SubmitResult.InvalidRequest("input: is beyond every engine"));
    engineCannot = Optional.empty();
    assertThat(submit(called)).isInstanceOf(SubmitResult.DiskLow.class);
    freeBytes.set(1_000);
    admission.observed(2, Duration.ofSeconds(1));
    assertThat(submit(called)).isEqualTo(new SubmitResult.QueueFull(false, Duration.ofSeconds(5)));
    admission.observed(0, Duration.ofSeconds(1));
    assertThat(submit(called)).isInstanceOf(SubmitResult.InsufficientCredits.class);
    assertThat(desk.calls).as("nothing was kept before the queue was asked").hasSize(2);
  }

  @Test
  void a_replay_comes_before_every_other_check() {
    var first = (SubmitResult.Accepted) keyed("key", GOOD);
    engineCannot = Optional.of("is beyond every engine");
    freeBytes.set(1);
    admission.observed(99, Duration.ofSeconds(1));

    SubmitResult again = keyed("key", GOOD);
    SubmitResult reordered =
        keyed("key", "{'input': {'n': 2.0, 'prompt': 'a fox'}, 'model': 'seedream-4.5'}");
    SubmitResult other = keyed("key", "{'model': 'nobody'}");

    var expected = new SubmitResult.AlreadyAccepted(first.id(), first.createdAt());
    assertThat(again).isEqualTo(expected);
    assertThat(reordered).isEqualTo(expected);
    assertThat(other).isEqualTo(new SubmitResult.KeyConflict());
  }

  @Test
  void a_refused_submit_leaves_its_key_free() {
    keyed("key", "{'model': 'nobody'}");

    assertThat(keyed("key", GOOD)).isInstanceOf(SubmitResult.Accepted.class);
  }

  @Test
  void an_account_with_too_many_open_tasks_is_told_so() {
    handoff.free = true;
    for (int i = 0; i < 3; i++) {
      assertThat(submit(GOOD)).isInstanceOf(SubmitResult.Accepted.class);
    }

    assertThat(submit(GOOD)).isEqualTo(new SubmitResult.QueueFull(true, Duration.ofSeconds(5)));
  }

  @Test
  void a_trial_of_one_engine_is_judged_by_that_engine_and_keeps_its_name() {
    engineCannot = Optional.of("is beyond every engine");
    var trial =
        new SubmitCommand(
            key(ApiKey.Mode.LIVE, List.of()), Optional.empty(), json(GOOD), Optional.of("fal"));

    var accepted = (SubmitResult.Accepted) service.submit(trial);
    onlyCannot = Optional.of("is beyond fal");

    assertThat(service.find(account, accepted.id().value()).orElseThrow().engine()).contains("fal");
    assertThat(service.submit(trial))
        .isEqualTo(new SubmitResult.InvalidRequest("input: is beyond fal"));
  }

  @Test
  void a_test_key_holds_nothing() {
    account = open.account(Credits.ZERO);

    var accepted =
        (SubmitResult.Accepted)
            service.submit(
                new SubmitCommand(key(ApiKey.Mode.TEST, List.of()), Optional.empty(), json(GOOD)));

    assertThat(accepted.held()).isEqualTo(Credits.ZERO);
  }

  @Test
  void foreign_unknown_and_impossible_ids_find_nothing() {
    var accepted = (SubmitResult.Accepted) submit(GOOD);

    assertThat(service.find(open.account(Credits.ZERO), accepted.id().value())).isEmpty();
    assertThat(service.find(account, "task-unified-1-aaaaaaaa")).isEmpty();
    assertThat(service.find(account, "../../etc/passwd")).isEmpty();
    assertThat(service.find(account, "")).isEmpty();
  }

  private SubmitResult submit(String body) {
    return submit(body, List.of());
  }

  private SubmitResult submit(String body, List<String> models) {
    return service.submit(
        new SubmitCommand(key(ApiKey.Mode.LIVE, models), Optional.empty(), json(body)));
  }

  private SubmitResult keyed(String key, String body) {
    return service.submit(
        new SubmitCommand(key(ApiKey.Mode.LIVE, List.of()), Optional.of(key), json(body)));
  }

  private ApiKey key(ApiKey.Mode mode, List<String> models) {
    return new ApiKey(
        "key_1",
        account,
        "",
        mode,
        ApiKey.Scope.MEMBER,
        "sk-…",
        models,
        Optional.empty(),
        CreditLimits.NONE,
        CreditUse.NONE,
        clock.instant(),
        Optional.empty(),
        Optional.empty());
  }

  private static List<String> problems(SubmitResult result) {
    return ((SubmitResult.InvalidInput) result)
        .problems().stream().map(InputProblem::field).toList();
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text.replace('\'', '"'));
  }
}

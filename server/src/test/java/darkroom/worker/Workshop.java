package darkroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.account.AccountId;
import darkroom.catalog.ModelCatalog;
import darkroom.credit.Balance;
import darkroom.credit.Credits;
import darkroom.db.OpenStore;
import darkroom.engine.Engine;
import darkroom.engine.Engines;
import darkroom.engine.PromptRewriter;
import darkroom.image.CleanCopy;
import darkroom.image.Decoder;
import darkroom.image.DecoderConfig;
import darkroom.image.FetchConfig;
import darkroom.image.ImageFetcher;
import darkroom.image.ImageGate;
import darkroom.image.ImageLimits;
import darkroom.image.MetadataConfig;
import darkroom.net.AddressGuard;
import darkroom.net.AddressRange;
import darkroom.net.GuardedHttp;
import darkroom.net.NetConfig;
import darkroom.net.TargetUrl;
import darkroom.storage.FileLinks;
import darkroom.storage.LocalStorage;
import darkroom.task.Attempt;
import darkroom.task.Claim;
import darkroom.task.Headroom;
import darkroom.task.InsertResult;
import darkroom.task.Lease;
import darkroom.task.LeaseToken;
import darkroom.task.Names;
import darkroom.task.Samples;
import darkroom.task.SettableClock;
import darkroom.task.Task;
import darkroom.task.TaskConfig;
import darkroom.upload.ReferenceDesk;
import darkroom.webhook.DeliveryClaim;
import darkroom.worker.shot.AttemptLog;
import darkroom.worker.shot.AttemptRunner;
import darkroom.worker.shot.EngineMetrics;
import darkroom.worker.shot.JobWatch;
import darkroom.worker.shot.PaidCalls;
import darkroom.worker.shot.PictureIntake;
import darkroom.worker.shot.PictureKeeper;
import darkroom.worker.shot.RetryPolicy;
import darkroom.worker.shot.Router;
import darkroom.worker.shot.ShotRunner;
import darkroom.worker.shot.Wakeups;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A whole worker over a real database and real files, with a clock that stands still. */
final class Workshop implements AutoCloseable {
  static final TaskConfig TASKS =
      new TaskConfig(
          100,
          1_000,
          0,
          0,
          Duration.ofHours(24),
          Duration.ofMinutes(30),
          Duration.ofSeconds(15),
          Duration.ofHours(24),
          Duration.ofDays(90));

  final SettableClock clock = new SettableClock();
  final Names names = new Names();
  final OpenStore open;
  final LocalStorage storage;
  final ReferenceDesk desk;
  final TaskRunner runner;
  final PrometheusRegistry registry = new PrometheusRegistry();
  final WorkerMetrics metrics = new WorkerMetrics(registry);
  final Wakeups wakeups = new Wakeups();
  final PaidCalls paidCalls = new PaidCalls();
  final Engines engines;
  Optional<URI> callbackUrl = Optional.empty();
  PromptRewriter rewriter = PromptRewriter.NONE;
  volatile boolean diskLow;
  volatile Runnable beforeSubmit = () -> {};
  final AtomicInteger woken = new AtomicInteger();
  final AccountId account;
  private final GuardedHttp http;

  Workshop(Path folder, Engine... engines) throws IOException {
    this(folder, TASKS, engines);
  }

  Workshop(Path folder, TaskConfig tasks, Engine... engines) throws IOException {
    open = new OpenStore(folder, clock);
    account = open.account(Credits.of(100));
    storage = new LocalStorage(folder.resolve("objects"));
    var limits = new ImageLimits(1 << 20, 1 << 20, 1_000_000, 4_096);
    var gate = new ImageGate(limits);
    var guard = new AddressGuard(List.of(AddressRange.parse("127.0.0.1/32")), false, Set::of);
    http = new GuardedHttp(new NetConfig(List.of(), Duration.ofSeconds(1), 4, 4), guard, "hop");
    var links = new FileLinks(URI.create("https://img.example.com"));
    var decoder =
        new Decoder(new DecoderConfig(1_000_000, Duration.ofSeconds(5), Duration.ofSeconds(5)));
    var copies = new CleanCopy(gate, decoder, new MetadataConfig(false));
    desk = new ReferenceDesk(storage, copies, limits, guard, links);
    var keeper =
        new PictureKeeper(
            storage, copies, decoder, limits.maxBytes(), Duration.ofDays(30), clock, names::next);
    var retries = new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(1), new Random(1));
    this.engines = new Engines(List.of(engines));
    var router = new Router(this.engines, clock);
    var reports = new AttemptLog(new EngineMetrics(registry), clock);
    var attempts =
        new AttemptRunner(
            open.tasks,
            router,
            new JobWatch(
                open.tasks,
                router,
                wakeups,
                config(8).enginePoll(),
                config(8).reconcileWindow(),
                clock),
            new PictureIntake(open.tasks, keeper, retries, reports, clock),
            retries,
            paidCalls,
            reports,
            (engine, attempt) -> {
              beforeSubmit.run();
              return callbackUrl;
            },
            clock,
            names::next);
    var shots = new ShotRunner(router, attempts, paidCalls, clock);
    var gatherer =
        new ReferenceGatherer(
            new ImageFetcher(http, limits, new FetchConfig(Duration.ofSeconds(30), 3)),
            gate,
            copies,
            storage,
            open.tasks,
            links,
            desk,
            () -> diskLow,
            Files.createDirectories(folder.resolve("scratch")),
            clock);
    var callbacks =
        new CallbackWriter(
            task -> task.status().word().getBytes(StandardCharsets.UTF_8),
            TargetUrl::destination,
            names::next,
            woken::incrementAndGet);
    runner =
        new TaskRunner(
            ModelCatalog.load(Optional.empty()),
            this.engines,
            new PromptDesk(prompt -> rewriter.rewrite(prompt), this.engines, open.tasks),
            gatherer,
            shots,
            keeper,
            open.tasks,
            new TaskCompletion(
                this.engines, gatherer, open.tasks, callbacks, tasks, metrics, clock),
            tasks,
            clock);
  }

  static WorkerConfig config(int tasks) {
    return new WorkerConfig(
        tasks,
        Duration.ofMillis(20),
        Duration.ZERO,
        Duration.ofSeconds(2),
        Duration.ofSeconds(1),
        Duration.ofMinutes(1),
        Duration.ofMinutes(2),
        Duration.ofMillis(1),
        Duration.ofMinutes(1));
  }

  /** A task of n pictures in the queue, with a callback. */
  Task submit(int n) {
    Task task =
        Samples.task(
            "t" + names.next(6),
            account,
            Samples.input(n),
            Optional.of("https://a.example/hook"),
            clock.instant());
    assertThat(open.tasks.insert(Samples.queued(task))).isEqualTo(new InsertResult.Inserted());
    return task;
  }

  /** The same, and made from the picture at this address. */
  Task submit(int n, String reference) {
    Task task =
        Samples.task(
            "r" + names.next(6).toLowerCase(java.util.Locale.ROOT),
            account,
            Samples.input(n).withImageUrls(List.of(reference)),
            Optional.empty(),
            clock.instant());
    assertThat(open.tasks.insert(Samples.queued(task))).isEqualTo(new InsertResult.Inserted());
    return task;
  }

  Claim claim() {
    return claim(TASKS.deadline());
  }

  Claim claim(Duration deadline) {
    var lease = new Lease(clock.instant(), clock.instant().plus(TASKS.lease()), deadline);
    List<Claim> claims =
        open.tasks.claim(1, lease, Headroom.UNBOUNDED, () -> new LeaseToken(names.next(22)));
    assertThat(claims).hasSize(1);
    return claims.getFirst();
  }

  boolean run(Claim claim) throws InterruptedException {
    return runner.run(claim, () -> {});
  }

  /** What a worker leaves that died while a job ran for it. */
  Attempt leftRunning(Duration deadline, String job) {
    Claim dead = claim(deadline);
    Attempt sent = Attempt.sending("attempt-of-the-dead", 0, 1, "ark");
    open.tasks.intend(dead, sent);
    open.tasks.progress(dead, sent.accepted(job));
    clock.advance(Duration.ofMinutes(1));
    return sent.accepted(job);
  }

  /** What a worker leaves that died after it had written its intent down. */
  Attempt leftBehind(String engine) {
    Claim dead = claim();
    Attempt attempt = Attempt.sending("attempt-of-the-dead", 0, 1, engine);
    open.tasks.intend(dead, attempt);
    clock.advance(Duration.ofMinutes(1));
    return attempt;
  }

  Task find(Task task) {
    return open.tasks.find(account, task.id()).orElseThrow();
  }

  Balance balance() {
    return open.ledger.balance(account.value()).orElseThrow();
  }

  List<DeliveryClaim> owed() {
    return open.deliveries.claim(
        100, 100, Map.of(), clock.instant(), clock.instant(), () -> names.next(22));
  }

  /** Waits for something that another thread brings about. */
  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    var never = new CountDownLatch(1);
    for (int i = 0; i < 2_000 && !condition.getAsBoolean(); i++) {
      never.await(5, TimeUnit.MILLISECONDS);
    }
    assertThat(condition.getAsBoolean()).as(what).isTrue();
  }

  static Balance money(long available, long held, long spent) {
    return new Balance(Credits.of(available), Credits.of(held), Credits.of(spent), Credits.of(100));
  }

  @Override
  public void close() {
    open.close();
    http.close();
  }
}

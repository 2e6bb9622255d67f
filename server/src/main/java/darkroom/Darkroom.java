package darkroom;

import darkroom.account.Accounts;
import darkroom.account.ApiKeys;
import darkroom.account.SecretBox;
import darkroom.account.WebhookSecrets;
import darkroom.admin.AdminHandler;
import darkroom.admin.EngineTrial;
import darkroom.admin.EnginesHandler;
import darkroom.admin.EnginesView;
import darkroom.catalog.ModelCatalog;
import darkroom.config.Secret;
import darkroom.db.Database;
import darkroom.db.JdbcAccountStore;
import darkroom.db.JdbcDeliveryStore;
import darkroom.db.JdbcEngineModeStore;
import darkroom.db.JdbcLedgerStore;
import darkroom.db.JdbcTaskStore;
import darkroom.engine.Engine;
import darkroom.engine.EngineCallbacks;
import darkroom.engine.EngineModes;
import darkroom.engine.Engines;
import darkroom.engine.builtin.BuiltinEngine;
import darkroom.engine.prompt.ChatRewriter;
import darkroom.engine.upstream.Spool;
import darkroom.http.AccountHandler;
import darkroom.http.EngineCallbackHandler;
import darkroom.http.FileHandler;
import darkroom.http.GenerateHandler;
import darkroom.http.HealthHandler;
import darkroom.http.HealthHandler.Readiness;
import darkroom.http.HttpApi;
import darkroom.http.TaskHandler;
import darkroom.image.CleanCopy;
import darkroom.image.Decoder;
import darkroom.image.ImageFetcher;
import darkroom.image.ImageGate;
import darkroom.image.ImageLimits;
import darkroom.net.AddressGuard;
import darkroom.net.EngineHttp;
import darkroom.net.GuardedHttp;
import darkroom.net.OwnAddresses;
import darkroom.net.TargetUrl;
import darkroom.storage.FileLinks;
import darkroom.storage.LocalStorage;
import darkroom.task.Admission;
import darkroom.task.TaskService;
import darkroom.upload.ReferenceDesk;
import darkroom.webhook.RetrySchedule;
import darkroom.webhook.WebhookSender;
import darkroom.webhook.WebhookSigner;
import darkroom.wire.CallbackView;
import darkroom.wire.FullTaskView;
import darkroom.wire.Gateway;
import darkroom.wire.HttpMetrics;
import darkroom.wire.HttpServer;
import darkroom.wire.OwnRequests;
import darkroom.wire.Route;
import darkroom.wire.RouteTable;
import darkroom.wire.TaskView;
import darkroom.worker.CallbackWriter;
import darkroom.worker.Cleaner;
import darkroom.worker.DeliveryPoller;
import darkroom.worker.DeliveryRunner;
import darkroom.worker.PromptDesk;
import darkroom.worker.ReferenceGatherer;
import darkroom.worker.TaskCompletion;
import darkroom.worker.TaskPoller;
import darkroom.worker.TaskRunner;
import darkroom.worker.WorkerMetrics;
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
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: builds every room with {@code new}, in the order in which they need each
 * other. Whoever reads the constructor knows the whole program.
 */
final class Darkroom implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Darkroom.class);

  private final DataFolder folder;
  private final Database database;
  private final GuardedHttp callbackHttp;
  private final GuardedHttp referenceHttp;
  private final GuardedHttp resultHttp;
  private final EngineHttp engineHttp;
  private final TaskPoller tasks;
  private final DeliveryPoller deliveries;
  private final Cleaner cleaner;
  private final HttpServer http;
  private final Gateway gateway;
  private final List<Route> routes;
  private final Gateway management;
  private final HttpMetrics httpMetrics;
  private final OwnRequests own;
  private final boolean onLoopback;
  private final AddressRanges addresses = new AddressRanges();
  private final RandomText random;
  private final URI publicUrl;
  private final Admission admission;
  private final Optional<Secret> firstKey;
  private volatile Readiness phase = Readiness.STARTING;

  /**
   * @param moreEngines engines beside the built-in one
   * @throws StartException when the operator has to do something first
   */
  Darkroom(Settings settings, List<Engine> moreEngines) throws IOException {
    InstantSource clock = new SteadyClock();
    var secureRandom = new SecureRandom();
    random = new RandomText(secureRandom);
    var registry = new PrometheusRegistry();

    // the ground: data folder, port, catalog, database, files
    folder = DataFolder.open(settings.data());
    http = listen(settings);
    publicUrl = settings.publicUrl().orElseGet(() -> localUrl(settings, http.port()));
    ModelCatalog catalog = ModelCatalog.load(settings.catalog().folder());
    if (System.getProperty("org.sqlite.tmpdir") == null) {
      System.setProperty("org.sqlite.tmpdir", folder.natives().toString());
    }
    database = Database.open(folder.database(), settings.store());
    var storage = new LocalStorage(folder.objects());
    folder.forceNames();
    var links = new FileLinks(publicUrl);

    // accounts and money
    var accountStore = new JdbcAccountStore(database);
    var ledger = new JdbcLedgerStore(database, clock);
    Secret secret = secretKey(settings);
    var box = new SecretBox(secret, secureRandom);
    var secrets = new WebhookSecrets(accountStore, box, secureRandom, clock);
    var accounts = new Accounts(accountStore, secrets, clock, random::base62);
    var keys = new ApiKeys(accountStore, clock, random::base62);
    firstKey = new FirstStart(accounts, keys, ledger, folder).run(settings.bootstrapKey());

    // out into the network, and pictures from there
    var guard =
        new AddressGuard(
            settings.net().allowedRanges(),
            settings.isLoopbackInstallation(),
            new OwnAddresses(),
            http.port());
    // told to foreign hosts, so it is nothing that stands for anything else
    own = new OwnRequests(GuardedHttp.HOP, random.base62(22));
    // a client each, so that none takes threads, connections or a host's places from the others
    callbackHttp =
        new GuardedHttp(
            settings.net().withPerHost(settings.webhook().perHost()), guard, own.mark());
    referenceHttp = new GuardedHttp(settings.net(), guard, own.mark());
    resultHttp = new GuardedHttp(settings.net(), guard, own.mark());
    var gate = new ImageGate(settings.image());
    var fetcher = new ImageFetcher(referenceHttp, settings.image(), settings.fetch());
    var decoder = new Decoder(settings.decoder());
    var copies = new CleanCopy(gate, decoder, settings.metadata());
    var desk = new ReferenceDesk(storage, copies, settings.image(), guard, links);

    // engines
    var all = new ArrayList<Engine>(moreEngines);
    engineHttp = engineHttp(settings);
    var spool = new Spool(folder.answers());
    boolean callable = !settings.isLoopbackInstallation();
    var taskStore = new JdbcTaskStore(database, clock);
    var upstream =
        new UpstreamEngines(
            engineHttp, resultHttp, decoder, spool, taskStore::isHeldByAnother, clock, callable);
    all.addAll(upstream.build(settings.engines()));
    all.add(new BuiltinEngine(decoder, settings.engines().builtin()));
    var engines = new Engines(all);
    var modes = new EngineModes(engines, new JdbcEngineModeStore(database), clock);
    modes.restore();

    // callbacks
    var deliveryStore = new JdbcDeliveryStore(database);
    var workerMetrics = new WorkerMetrics(registry);
    var sender =
        new WebhookSender(
            callbackHttp::send,
            new WebhookSigner(settings.webhook().poyoSignature()),
            settings.webhook(),
            clock);
    var schedule = new RetrySchedule(settings.webhook().schedule(), secureRandom);
    deliveries =
        new DeliveryPoller(
            deliveryStore,
            new DeliveryRunner(deliveryStore, secrets, sender, schedule, workerMetrics, clock),
            settings.webhook(),
            settings.worker().pollInterval(),
            clock,
            random::base62);

    // tasks
    var view = new TaskView(links, clock);
    var callbackView = new CallbackView(view, settings.webhook().shape());
    var callbacks =
        new CallbackWriter(
            callbackView::body, TargetUrl::destination, random::base62, deliveries::wake);
    admission =
        new Admission(settings.task(), storage::freeBytes, settings.storage().freeSpaceFloor());
    ImageLimits results = settings.image().ofResults();
    var keeper =
        new PictureKeeper(
            storage,
            new CleanCopy(new ImageGate(results), decoder, settings.metadata()),
            decoder,
            results.maxBytes(),
            settings.storage().keepFiles(),
            clock,
            random::base62);
    var retries =
        new RetryPolicy(settings.worker().retryBase(), settings.worker().retryCap(), secureRandom);
    var router = new Router(engines, clock);
    var wakeups = new Wakeups();
    var paidCalls = new PaidCalls();
    var engineCallbacks =
        new EngineCallbacks(
            settings.isLoopbackInstallation() ? Optional.empty() : Optional.of(publicUrl),
            secret,
            engines,
            (attempt, job) -> {
              boolean known = taskStore.told(attempt, job);
              wakeups.wake(attempt);
              return known;
            },
            clock);
    var reports = new AttemptLog(new EngineMetrics(registry), clock);
    var attempts =
        new AttemptRunner(
            taskStore,
            router,
            new JobWatch(
                taskStore,
                router,
                wakeups,
                settings.worker().enginePoll(),
                settings.worker().reconcileWindow(),
                clock),
            new PictureIntake(taskStore, keeper, retries, reports, clock),
            retries,
            paidCalls,
            reports,
            engineCallbacks::url,
            clock,
            random::base36);
    var shots = new ShotRunner(router, attempts, paidCalls, clock);
    var references =
        new ReferenceGatherer(
            fetcher,
            gate,
            copies,
            storage,
            taskStore,
            links,
            desk,
            () -> storage.freeBytes() < settings.storage().freeSpaceFloor(),
            folder.scratch(),
            clock);
    var runner =
        new TaskRunner(
            catalog,
            engines,
            new PromptDesk(ChatRewriter.of(settings.prompt(), engineHttp), engines, taskStore),
            references,
            shots,
            keeper,
            taskStore,
            new TaskCompletion(
                engines, references, taskStore, callbacks, settings.task(), workerMetrics, clock),
            settings.task(),
            clock);
    tasks =
        new TaskPoller(
            taskStore,
            runner,
            admission,
            coming -> engines.headroom(catalog.models(), coming, clock.instant()),
            paidCalls,
            settings.worker(),
            settings.task(),
            clock,
            random::base62);
    cleaner =
        new Cleaner(
            taskStore,
            storage,
            desk,
            spool,
            settings.task(),
            settings.worker().cleanInterval(),
            clock);
    var service =
        new TaskService(
            catalog,
            taskStore,
            engines,
            desk,
            new CallbackUrls(
                guard,
                settings.isLoopbackInstallation() || settings.webhook().allowHttp(),
                publicUrl),
            admission,
            tasks,
            settings.task(),
            clock,
            random::base36);

    // the wire
    new Gauges(database, admission, tasks, deliveryStore).register(registry);
    new EngineGauges(engines, taskStore, clock).register(registry);
    httpMetrics = new HttpMetrics(registry);
    var health = new HealthHandler(this::readiness, registry);
    var doors = new ArrayList<Route>();
    doors.addAll(
        HttpApi.routes(
            new GenerateHandler(service, view),
            new TaskHandler(service, new FullTaskView(view, links)),
            new AccountHandler(accounts, secrets),
            new FileHandler(taskStore, storage, clock),
            new EngineCallbackHandler(engineCallbacks),
            health));
    doors.addAll(new AdminHandler(accounts, keys, ledger, catalog, addresses, clock).routes());
    var trial = new EngineTrial(engines, catalog, service, clock);
    var enginesView = new EnginesView(engines, settings.catalog(), trial::model);
    doors.addAll(
        new EnginesHandler(engines, modes, catalog, enginesView, trial, taskStore, clock).routes());
    onLoopback = settings.isLoopbackInstallation();
    routes = List.copyOf(doors);
    gateway = gateway(settings, routes, keys, clock);
    management = gateway(settings, HttpApi.management(health), keys, clock);
  }

  /** Takes up what a former process left, then opens the door. */
  void start() {
    tasks.start();
    deliveries.start();
    cleaner.start();
    open();
    phase = Readiness.READY;
    log.atInfo()
        .addKeyValue("url", publicUrl)
        .addKeyValue("port", http.port())
        .log("server.started");
  }

  int port() {
    return http.port();
  }

  OptionalInt managementPort() {
    return http.managementPort();
  }

  URI publicUrl() {
    return publicUrl;
  }

  /** Every route there is, for whoever must not miss one: docs and attack runs. */
  List<Route> routes() {
    return routes;
  }

  /** What to tell whoever started it. */
  Greeting greeting() {
    return new Greeting(publicUrl, firstKey, folder.firstKey());
  }

  /**
   * Stops politely: no new requests, those under way answered, pictures under way drawn within the
   * drain time, everything else left to the next start.
   */
  @Override
  public void close() {
    phase = Readiness.DRAINING;
    log.atInfo().log("server.stopping");
    stop("http", http::stop);
    Thread taskDrain = Thread.ofVirtual().start(() -> stop("tasks", tasks::stop));
    stop("deliveries", deliveries::stop);
    stop("tasks", taskDrain::join);
    stop("cleaner", cleaner::stop);
    stop("callbacks", callbackHttp::close);
    stop("references", referenceHttp::close);
    stop("results", resultHttp::close);
    stop("engines", engineHttp::close);
    stop("database", database::close);
    stop("folder", folder::close);
    log.atInfo().log("server.stopped");
  }

  private Gateway gateway(
      Settings settings, List<Route> routes, ApiKeys keys, InstantSource clock) {
    return new Gateway(
        new RouteTable(routes),
        keys,
        addresses,
        settings.http(),
        !onLoopback,
        own,
        httpMetrics,
        clock);
  }

  private Readiness readiness() {
    if (phase != Readiness.READY) {
      return phase;
    }
    if (!database.isWritable()) {
      return Readiness.STORE_DOWN;
    }
    return admission.diskLow() ? Readiness.DISK_LOW : Readiness.READY;
  }

  private HttpServer listen(Settings settings) throws IOException {
    try {
      return new HttpServer(settings.http());
    } catch (IllegalStateException e) {
      folder.close();
      throw new StartException(String.valueOf(e.getMessage()));
    }
  }

  private void open() {
    try {
      http.start(gateway, management, addresses, onLoopback, httpMetrics, () -> random.base62(12));
    } catch (IllegalStateException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    }
  }

  private static EngineHttp engineHttp(Settings settings) {
    try {
      return new EngineHttp(settings.net().connectTimeout());
    } catch (IllegalStateException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    }
  }

  private Secret secretKey(Settings settings) throws IOException {
    if (settings.secretKey().isPresent()) {
      return settings.secretKey().get();
    }
    String name = "secret-key";
    Optional<Secret> stored = folder.readSecret(name, Settings.SHORTEST_SECRET_KEY);
    if (stored.isPresent()) {
      return stored.get();
    }
    var fresh = new Secret(random.base62(43)); // 256 bits
    DataFolder.writeSecret(folder.root().resolve(name), fresh);
    return fresh;
  }

  private static URI localUrl(Settings settings, int port) {
    String host = settings.http().host();
    return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }

  /** One part that does not stop must not keep the others from it. */
  private static void stop(String part, Stopping stopping) {
    try {
      stopping.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.atWarn().addKeyValue("part", part).setCause(e).log("server.stop_failed");
    }
  }

  @FunctionalInterface
  private interface Stopping {
    void run() throws Exception;
  }
}

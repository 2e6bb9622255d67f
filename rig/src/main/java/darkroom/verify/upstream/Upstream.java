package darkroom.verify.upstream;

import darkroom.fake.Fakes;
import darkroom.verify.Plan;
import darkroom.verify.rig.Api;
import darkroom.verify.rig.FakeProcess;
import darkroom.verify.rig.LogFile;
import darkroom.verify.rig.Receiver;
import darkroom.verify.rig.RoleProcess;
import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * A victim with every engine configured, a fake for each of them, and a receiver of callbacks. The
 * victim counts as reachable from outside, so that engines are told where to call back.
 */
final class Upstream implements AutoCloseable {
  private static final long GRANTED = 100_000_000;

  /** Longer than the delay of a history that comes late. */
  private static final Duration USUAL_WINDOW = Duration.ofSeconds(4);

  /** The engine that can be shut away. */
  private static final String BEHIND_DOOR = "openai";

  private final Plan plan;
  private final Map<String, FakeProcess> fakes;
  private final Shelf shelf;
  private final Victim victim;
  private final RoleProcess receiver;
  private final Door door;

  private Upstream(
      Plan plan,
      Map<String, FakeProcess> fakes,
      Shelf shelf,
      Victim victim,
      RoleProcess receiver,
      Door door) {
    this.plan = plan;
    this.fakes = fakes;
    this.shelf = shelf;
    this.victim = victim;
    this.receiver = receiver;
    this.door = door;
  }

  /**
   * @param timeout of each call of an engine
   * @param deadline of a task
   */
  static Upstream start(Plan plan, Duration timeout, Duration deadline)
      throws IOException, InterruptedException {
    return start(plan, timeout, deadline, USUAL_WINDOW);
  }

  /**
   * @param window how long the victim asks what became of a lost answer, at least
   */
  static Upstream start(Plan plan, Duration timeout, Duration deadline, Duration window)
      throws IOException, InterruptedException {
    var fakes = new LinkedHashMap<String, FakeProcess>();
    var vendors = new ArrayList<Vendor>();
    for (String name : engines()) {
      fakes.put(name, new FakeProcess(plan, name));
      vendors.add(Vendor.of(name));
    }
    var shelf = new Shelf(vendors);
    Path catalog = plan.folder().resolve("catalog");
    shelf.writeTo(catalog);
    int port = Victim.freePort();
    Victim.Settings settings =
        Victim.of(plan)
            .port(port)
            .env("DARKROOM_CATALOG_FOLDER", catalog.toString())
            .env("DARKROOM_TASK_DEADLINE", deadline.toSeconds() + "s")
            .env("DARKROOM_TASK_MAX_OPEN_PER_ACCOUNT", "100000")
            .env("DARKROOM_WORKER_TASKS", "400")
            .env("DARKROOM_WORKER_ENGINE_POLL", "300ms")
            .env("DARKROOM_WORKER_RECONCILE_WINDOW", window.toSeconds() + "s")
            .env("DARKROOM_WORKER_RETRY_BASE", "300ms")
            .env("DARKROOM_WORKER_RETRY_CAP", "2s")
            .env("DARKROOM_WORKER_CLEAN_INTERVAL", "1s")
            .env("DARKROOM_WEBHOOK_SCHEDULE", "0s, 1s, 1s, 1s, 2s, 2s, 5s, 5s, 10s, 10s, 20s, 20s")
            .env("DARKROOM_WEBHOOK_ALLOW_HTTP", "true")
            .env("DARKROOM_NET_PER_HOST", "64")
            .env("DARKROOM_HTTP_MAX_CONNECTIONS_PER_ADDRESS", "10000")
            // behind a proxy, as it were: only then engines may call back
            .env("DARKROOM_HTTP_TRUSTED_PROXIES", "192.0.2.1/32")
            .env("DARKROOM_PUBLIC_URL", "http://127.0.0.1:" + port);
    for (Vendor vendor : vendors) {
      configure(settings, vendor, fakes, shelf, timeout);
      vendor.settings(plan.folder()).forEach(settings::setting);
    }
    FakeProcess hidden = Objects.requireNonNull(fakes.get(BEHIND_DOOR));
    var door = new Door(hidden.port());
    String address = "engine." + BEHIND_DOOR + ".base-url";
    String origin = Objects.requireNonNull(hidden.settings().get(address));
    settings.setting(address, origin.replace(":" + hidden.port(), ":" + door.port()));
    Victim victim = settings.start();
    var receiver =
        new RoleProcess(
            Receiver.class,
            plan.folder().resolve("rig.log"),
            "0",
            receiverLog(plan).toString(),
            victim.url("/").toString(),
            Victim.MEMBER_KEY);
    new Api(victim, victim.adminKey()).grant(GRANTED - 10_000);
    return new Upstream(plan, fakes, shelf, victim, receiver, door);
  }

  /** One fake for each engine: {@code openai-together}, say, is another face of {@code openai}. */
  private static List<String> engines() {
    var names = new TreeSet<>(Fakes.names());
    return names.stream()
        .filter(name -> names.stream().noneMatch(other -> name.startsWith(other + "-")))
        .toList();
  }

  private static void configure(
      Victim.Settings settings,
      Vendor vendor,
      Map<String, FakeProcess> fakes,
      Shelf shelf,
      Duration timeout) {
    String prefix = "engine." + vendor.name() + ".";
    settings.setting(prefix + "timeout", timeout.toSeconds() + "s");
    settings.setting(prefix + "concurrency", "64");
    settings.setting(prefix + "per-minute", "0");
    if (!vendor.model().isEmpty()) {
      settings.setting(prefix + "models", shelf.names(vendor));
    }
    if (!vendor.editModel().isEmpty()) {
      settings.setting(prefix + "edit-models", shelf.editNames(vendor, vendor.editModel()));
    }
    FakeProcess fake = fakes.get(vendor.name());
    if (fake != null) {
      fake.settings().forEach(settings::setting);
    }
  }

  Plan plan() {
    return plan;
  }

  Victim victim() {
    return victim;
  }

  Shelf shelf() {
    return shelf;
  }

  /** Its engine's name. */
  String behindDoor() {
    return BEHIND_DOOR;
  }

  Door door() {
    return door;
  }

  List<FakeProcess> fakes() {
    return List.copyOf(fakes.values());
  }

  /** Credits of the account before the first task. */
  long granted() {
    return GRANTED;
  }

  /** An address of the receiver, its own for each number. */
  String callback(int number) {
    return "http://127.0.0.1:" + receiver.port() + "/hook/" + number;
  }

  /** Waits until all these tasks were called back about; returns those that were not. */
  Set<String> awaitCallbacks(Set<String> tasks, Duration limit)
      throws IOException, InterruptedException {
    var missing = new LinkedHashSet<>(tasks);
    long until = System.nanoTime() + limit.toNanos();
    while (true) {
      for (JsonNode line : LogFile.read(receiverLog(plan))) {
        missing.remove(line.path("task").asString(""));
      }
      if (missing.isEmpty() || System.nanoTime() > until) {
        return missing;
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }

  private static Path receiverLog(Plan plan) {
    return plan.folder().resolve("receiver.jsonl");
  }

  @Override
  public void close() throws IOException {
    victim.close();
    door.close();
    receiver.close();
    fakes.values().forEach(FakeProcess::close);
  }
}

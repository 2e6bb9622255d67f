package darkroom.verify.rig;

import darkroom.verify.Plan;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Everything a run under load needs: a victim that draws with the engine mock, and the three
 * processes that are never killed. The process that owns this object is the referee.
 */
public final class Rig implements AutoCloseable {
  /** Median time the engine mock works on a picture, in milliseconds. */
  private static final int ENGINE_MILLIS = 120;

  private final Plan plan;
  private final RoleProcess engine;
  private final RoleProcess receiver;
  private final RoleProcess loader;
  private final Victim victim;

  private Rig(
      Plan plan, RoleProcess engine, Victim victim, RoleProcess receiver, RoleProcess loader) {
    this.plan = plan;
    this.engine = engine;
    this.victim = victim;
    this.receiver = receiver;
    this.loader = loader;
  }

  /**
   * Starts all of it; the load begins with {@link #load}.
   *
   * @param pauseMillis how long each of the loader's threads waits between its submits
   */
  public static Rig start(Plan plan, Victim.Settings settings, int pauseMillis)
      throws IOException, InterruptedException {
    Path errors = plan.folder().resolve("rig.log");
    var engine =
        new RoleProcess(
            EngineMock.class,
            errors,
            "0",
            engineLog(plan).toString(),
            Long.toString(plan.seed()),
            Integer.toString(ENGINE_MILLIS));
    URI mock = URI.create("http://127.0.0.1:" + engine.port());
    Victim victim =
        settings
            .engine(mock)
            .env("DARKROOM_WORKER_ENGINE_POLL", "100ms")
            .env("DARKROOM_WORKER_RECONCILE_WINDOW", "2s")
            .env("DARKROOM_WORKER_CLEAN_INTERVAL", "1s")
            .env("DARKROOM_TASK_MAX_OPEN_PER_ACCOUNT", "100000")
            .env(
                "DARKROOM_WEBHOOK_SCHEDULE",
                "0s, 1s, 1s, 1s, 1s, 2s, 2s, 5s, 5s, 5s, 10s, 10s, 10s, 20s, 20s")
            .start();
    URI server = victim.url("/");
    var receiver =
        new RoleProcess(
            Receiver.class,
            errors,
            "0",
            receiverLog(plan).toString(),
            server.toString(),
            Victim.MEMBER_KEY);
    var loader =
        new RoleProcess(
            Loader.class,
            errors,
            server.toString(),
            Victim.MEMBER_KEY,
            new Api(victim, victim.adminKey()).testKey(),
            "http://127.0.0.1:" + receiver.port() + "/",
            loaderLog(plan).toString(),
            Long.toString(plan.seed()),
            Integer.toString(pauseMillis));
    return new Rig(plan, engine, victim, receiver, loader);
  }

  public Victim victim() {
    return victim;
  }

  /** Says {@code callback TASK} for each it took. */
  public RoleProcess receiver() {
    return receiver;
  }

  /** Says {@code submit ATTEMPT} for each it took. */
  public RoleProcess engine() {
    return engine;
  }

  /** Says {@code answer STATUS} for each it got. */
  public RoleProcess loader() {
    return loader;
  }

  public void load() throws IOException {
    loader.tell("go");
  }

  /**
   * Ends the load and waits until nothing is unanswered; the victim has to live.
   *
   * @throws IOException when that takes more than two minutes
   */
  public void pause() throws IOException, InterruptedException {
    loader.tell("pause");
    long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (System.nanoTime() < until) {
      if (loader.await(1, TimeUnit.SECONDS).equals("idle")) {
        return;
      }
    }
    throw new IOException("submits stayed without an answer; see " + plan.folder());
  }

  /** Gives the first account more credits, as an operator does. */
  public void grant(long credits) throws IOException, InterruptedException {
    new Api(victim, victim.adminKey()).grant(credits);
  }

  static Path loaderLog(Plan plan) {
    return plan.folder().resolve("loader.jsonl");
  }

  static Path engineLog(Plan plan) {
    return plan.folder().resolve("engine.jsonl");
  }

  static Path receiverLog(Plan plan) {
    return plan.folder().resolve("receiver.jsonl");
  }

  @Override
  public void close() {
    loader.close();
    victim.close();
    receiver.close();
    engine.close();
  }
}

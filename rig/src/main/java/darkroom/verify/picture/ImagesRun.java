package darkroom.verify.picture;

import darkroom.verify.Plan;
import darkroom.verify.Run;
import darkroom.verify.Tally;
import darkroom.verify.rig.Lies;
import darkroom.verify.rig.Victim;
import java.util.List;

/**
 * Damaged pictures, bombs, lying engines and polyglots (T12, T14, T15, T16, V13). A round is a
 * damaged file; a run of few rounds drops few bombs and opens no browser.
 */
public final class ImagesRun implements Run {
  private static final int FILES = 3_000;
  private static final int WIRE_SHARE = 10;
  private static final int BROWSER_FROM = 500;
  private static final long RSS_GROWTH_MB = 256;

  /** As {@code ./darkroom} starts it: what uses up the heap ends the victim, and is seen. */
  private static final String EXIT = "-XX:+ExitOnOutOfMemoryError";

  private static final List<String> SAMPLE_OF_LIES =
      List.of("html", "png-bomb", "jpeg-short-scan", "png-tail-script");

  @Override
  public String name() {
    return "images";
  }

  @Override
  public String promise() {
    return "no hostile picture crashes, stalls or swells the server, or runs in a browser";
  }

  @Override
  public Tally run(Plan plan) throws Exception {
    int files = plan.rounds(FILES);
    boolean whole = files >= BROWSER_FROM;
    var tally = new Tally();
    tally.bad("crashes", "hangs");
    long read = new DamagedFiles(plan, tally).read(files);
    long sent;
    try (Victim victim = Victim.of(plan).flag(EXIT).start()) {
      var caller = new Caller(victim);
      plan.progress("damaged files over the wire");
      sent = new DamagedFiles(plan, tally).send(Math.max(6, files / WIRE_SHARE), caller);
      tally.volume("files", read + sent, FILES);
      tally.fact("wire", sent);
      plan.progress("bombs");
      var drop = new BombDrop(plan, victim, caller, tally);
      tally.volume("bombs", drop.run(whole ? 60 : 10), 60);
      tally.atMost("rss_growth_mb", drop.grownMegabytes(), RSS_GROWTH_MB);
      tally.bad("dead", victim.isAlive() ? 0 : 1);
    }
    try (EngineProcess engine = EngineProcess.start(plan.folder().resolve("mock.jsonl"), 1);
        Victim victim =
            Victim.of(plan)
                .engine(engine.address())
                .data(plan.folder().resolve("data-of-liars"))
                .env("DARKROOM_WORKER_ENGINE_POLL", "50ms")
                .flag(EXIT)
                .start()) {
      var caller = new Caller(victim);
      plan.progress("lies");
      new LyingEngine(caller, tally).run(whole ? Lies.ALL : SAMPLE_OF_LIES);
      if (whole) {
        plan.progress("polyglots");
        new Polyglot(plan, caller, tally).run();
      } else {
        tally.fact("browser", "skipped");
      }
      tally.bad("dead", victim.isAlive() ? 0 : 1);
    }
    return tally;
  }
}

package darkroom.verify.fuzz;

import darkroom.FuzzedConfig;
import darkroom.FuzzedLog;
import darkroom.http.FuzzedRange;
import darkroom.net.FuzzedAddress;
import darkroom.verify.Plan;
import darkroom.verify.Run;
import darkroom.verify.Tally;
import darkroom.webhook.FuzzedRetryAfter;
import darkroom.wire.FuzzedForwarded;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * V22, and the fuzzing part of T15, T48, T55 and T58: readers of foreign bytes under inputs grown
 * for a given number of minutes (the rounds of this run), shared evenly between the targets.
 */
public final class FuzzRun implements Run {
  private static final int FULL_MINUTES = 60;

  @Override
  public String name() {
    return "fuzz";
  }

  @Override
  public String promise() {
    return "no bytes make a reader of foreign bytes lie, fail or take a second";
  }

  @Override
  public Tally run(Plan plan) throws IOException, InterruptedException {
    return run(plan, Duration.ofMinutes(plan.rounds(FULL_MINUTES)));
  }

  Tally run(Plan plan, Duration time) throws IOException, InterruptedException {
    List<Target> targets = targets(plan.folder());
    var tally = new Tally().volume("targets", targets.size(), 8);
    long all = 0;
    for (Target target : targets) {
      var fuzzer =
          new Fuzzer(target, plan.random(target.name()), plan.folder().resolve("findings"));
      fuzzer.run(time.dividedBy(targets.size()));
      plan.progress(
          target.name()
              + ": "
              + fuzzer.executions()
              + " inputs, "
              + fuzzer.answers()
              + " different answers, "
              + fuzzer.findings()
              + " findings");
      tally.fact(target.name(), fuzzer.executions()).bad("findings", fuzzer.findings());
      all += fuzzer.executions();
    }
    return tally.fact("execs", all).exactly("silent", silent(tally, targets), 0);
  }

  /** Targets that were fed nothing at all: then the run proved nothing about them. */
  private static long silent(Tally tally, List<Target> targets) {
    return targets.stream().filter(target -> tally.value(target.name()) == 0).count();
  }

  /** Every target; those that need a file get one in this folder. */
  static List<Target> targets(Path folder) {
    return List.of(
        new JsonTarget(),
        new UrlTarget(),
        new FuzzedAddress(),
        new ImageHeadTarget(folder),
        new SizeTarget(),
        new SignatureTarget(),
        new TaskIdTarget(),
        new FuzzedConfig(folder),
        new DataUriTarget(),
        new FuzzedRange(),
        new FuzzedForwarded(),
        new FuzzedRetryAfter(),
        new FuzzedLog());
  }
}

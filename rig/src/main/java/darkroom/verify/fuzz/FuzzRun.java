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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * V22, and the fuzzing part of T15, T48, T55 and T58: readers of foreign bytes under inputs grown
 * for a given number of minutes (the rounds of this run), shared evenly between the targets, of which
 * two are at work at once.
 */
public final class FuzzRun implements Run {
  private static final int FULL_MINUTES = 60;
  private static final int AT_ONCE = 2;

  @Override
  public String name() {
    return "fuzz";
  }

  @Override
  public String promise() {
    return "no bytes make a reader of foreign bytes lie, fail or take a second";
  }

  @Override
  public Tally run(Plan plan) throws Exception {
    return run(plan, Duration.ofMinutes(plan.rounds(FULL_MINUTES)));
  }

  Tally run(Plan plan, Duration time) throws Exception {
    List<Target> targets = targets(plan.folder());
    var tally = new Tally().volume("targets", targets.size(), 8);
    // each has its own share of the processor's time, two at once
    var fuzzers = new ArrayList<Fuzzer>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      var ends = new ArrayList<Future<?>>();
      for (Target target : targets) {
        var fuzzer =
            new Fuzzer(target, plan.random(target.name()), plan.folder().resolve("findings"));
        fuzzers.add(fuzzer);
        ends.add(
            threads.submit(() -> {
              fuzzer.run(time.dividedBy(targets.size()));
              plan.progress(fuzzer.toString());
              return true;
            }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    }
    long all = 0;
    for (int i = 0; i < targets.size(); i++) {
      Fuzzer fuzzer = fuzzers.get(i);
      tally.fact(targets.get(i).name(), fuzzer.executions());
      tally.bad("findings", fuzzer.findings());
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

package darkroom.verify.fuzz;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Feeds one target for a while. An input that gets an answer not heard before joins those that
 * others are grown from. An input that broke the law, or took a second three times in a row, is
 * written down. One thread feeds; {@link #run} watches it, because a reader may never come back.
 */
final class Fuzzer {
  static final Duration SLOW = Duration.ofSeconds(1);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final Duration HANGING = Duration.ofSeconds(20);
  private static final int MOST_KEPT = 4_000;
  private static final int MOST_FINDINGS = 20;

  private final Target target;
  private final Mutator mutator;
  private final Random random;
  private final Path folder;
  private final List<byte[]> kept = new ArrayList<>();
  private final Set<String> answers = new HashSet<>();
  private final Set<String> findings = new HashSet<>();
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong executions = new AtomicLong();
  private volatile byte[] current = new byte[0];

  /**
   * @param folder where findings are written, made when there is one
   */
  Fuzzer(Target target, Random random, Path folder) {
    this.target = target;
    this.random = random;
    this.folder = folder;
    mutator = new Mutator(random, target);
    target.seeds().forEach(seed -> kept.add(seed.getBytes(target.charset())));
  }

  /** Feeds for this long. */
  void run(Duration time) throws IOException, InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    begun.set(System.nanoTime());
    Thread feeder =
        Thread.ofPlatform().daemon().name("fuzz-" + target.name()).start(() -> feed(end));
    while (!feeder.join(Duration.ofMillis(200))) {
      if (System.nanoTime() - begun.get() > HANGING.toNanos()) {
        note(current, "hangs");
        return;
      }
    }
  }

  long executions() {
    return executions.get();
  }

  /** How many different faults were found. */
  int findings() {
    synchronized (findings) {
      return findings.size();
    }
  }

  int answers() {
    return answers.size();
  }

  @Override
  public String toString() {
    return target.name()
        + ": "
        + executions()
        + " inputs, "
        + answers()
        + " different answers, "
        + findings()
        + " findings";
  }

  private void feed(long end) {
    List<byte[]> seeds = List.copyOf(kept);
    seeds.forEach(this::one);
    while (System.nanoTime() < end && findings() < MOST_FINDINGS) {
      byte[] from = kept.get(random.nextInt(kept.size()));
      byte[] other = kept.get(random.nextInt(kept.size()));
      one(mutator.grown(from, other));
    }
  }

  private void one(byte[] input) {
    current = input;
    long start = System.nanoTime();
    begun.set(start);
    try {
      String answer = target.read(input);
      if (answers.size() < MOST_KEPT && answers.add(answer)) {
        kept.add(input);
      }
    } catch (Throwable thrown) { // a StackOverflowError is just what is looked for
      note(input, fault(thrown));
    }
    executions.incrementAndGet();
    if (System.nanoTime() - start > SLOW.toNanos() && isSlow(input)) {
      note(input, "slow");
    }
  }

  /** A machine that is busy with other things is no finding, so its own processor time counts. */
  private boolean isSlow(byte[] input) {
    for (int i = 0; i < 2; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      begun.set(System.nanoTime());
      try {
        target.read(input);
      } catch (Throwable alreadyNoted) {
        // only the time counts here
      }
      if (THREADS.getCurrentThreadCpuTime() - start <= SLOW.toNanos()) {
        return false;
      }
    }
    return true;
  }

  private static String fault(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    String place = trace.length == 0 ? "" : trace[0].toString();
    return thrown instanceof Finding
        ? String.valueOf(thrown.getMessage())
        : thrown.getClass() + " " + place;
  }

  /** The first input of each fault is kept. */
  private void note(byte[] input, String fault) {
    int number;
    synchronized (findings) {
      if (!findings.add(fault)) {
        return;
      }
      number = findings.size();
    }
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve(target.name() + "-" + number), input);
      Files.writeString(folder.resolve(target.name() + "-" + number + ".txt"), fault + "\n");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

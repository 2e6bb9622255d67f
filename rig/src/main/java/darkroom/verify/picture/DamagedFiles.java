package darkroom.verify.picture;

import darkroom.image.CleanCopy;
import darkroom.image.Decoder;
import darkroom.image.DecoderConfig;
import darkroom.image.ImageGate;
import darkroom.image.ImageLimits;
import darkroom.image.ImageVerdict;
import darkroom.image.MetadataConfig;
import darkroom.verify.Plan;
import darkroom.verify.Tally;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/**
 * Damaged pictures (T15): most go straight to the classes that read strangers' files, some the
 * whole way over the wire.
 */
final class DamagedFiles {
  private static final Duration HANG = Duration.ofSeconds(2);
  private static final int WIRE_DRAWN = 10;
  private static final Duration GIVE_UP = Duration.ofSeconds(60);

  private final Plan plan;
  private final Tally tally;
  private final ImageGate gate =
      new ImageGate(new ImageLimits(20 << 20, 20 << 20, 50_000_000, 16_384));
  private final Decoder decoder =
      new Decoder(new DecoderConfig(50_000_000, Duration.ofSeconds(20), Duration.ofSeconds(10)));
  private final CleanCopy copies = new CleanCopy(gate, decoder, new MetadataConfig(false));

  DamagedFiles(Plan plan, Tally tally) {
    this.plan = plan;
    this.tally = tally;
  }

  /** Judges, copies and decodes so many in this process; anything but a verdict is a crash. */
  long read(int count) throws Exception {
    Random random = plan.random("damage");
    List<byte[]> samples = Samples.all(random);
    var damage = new Damage(random);
    long usable = 0;
    long slowest = 0;
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      for (int i = 0; i < count; i++) {
        byte[] picture = damage.of(samples.get(i % samples.size()));
        var took = new AtomicLong();
        Future<Boolean> read = reader.submit(() -> timed(picture, took));
        try {
          usable += read.get(GIVE_UP.toSeconds(), TimeUnit.SECONDS) ? 1 : 0;
        } catch (ExecutionException e) {
          tally.bad("crashes", 1);
          keep("crash-" + i, picture);
          plan.progress("file " + i + ": " + e.getCause());
        } catch (TimeoutException e) {
          reader.shutdownNow();
          reader = Executors.newSingleThreadExecutor();
          took.set(GIVE_UP.toNanos());
        }
        slowest = Math.max(slowest, took.get() / 1_000_000);
        if (took.get() > HANG.toNanos()) {
          tally.bad("hangs", 1);
          keep("hang-" + i, picture);
        }
      }
    } finally {
      reader.shutdownNow();
    }
    tally.fact("usable", usable).fact("slowest_ms", slowest);
    return count;
  }

  /** Processor time, so that a busy machine is no hang. */
  private boolean timed(byte[] picture, AtomicLong nanos) throws IOException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long begun = threads.getCurrentThreadCpuTime();
    try {
      return read(picture);
    } finally {
      nanos.set(threads.getCurrentThreadCpuTime() - begun);
    }
  }

  private boolean read(byte[] picture) throws IOException {
    Path raw = Files.write(plan.folder().resolve("raw"), picture);
    Path clean = plan.folder().resolve("clean");
    ImageVerdict verdict;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(clean))) {
      verdict = copies.upright(raw, out);
    }
    if (gate.judge(raw) instanceof ImageVerdict.Usable(var header)) {
      decoder.canShow(raw, header); // as it came: what the copy refuses must not break it either
    }
    if (!(verdict instanceof ImageVerdict.Usable(var header))) {
      return false;
    }
    if (!gate.judge(clean).equals(verdict)) {
      throw new IllegalStateException("the copy says something else than its verdict");
    }
    return decoder.canShow(clean, header);
  }

  /** Sends so many as references; each has to be refused or to come to an end. */
  long send(int count, Caller caller) throws Exception {
    Random random = plan.random("wire");
    List<byte[]> samples = Samples.all(random);
    var damage = new Damage(random);
    var tasks = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      String uri = dataUri(damage.of(samples.get(random.nextInt(samples.size()))));
      Caller.Submitted submitted = caller.submit("A heron [[fail]]", List.of(uri));
      if (submitted.status() != 200 && submitted.status() != 400) {
        tally.bad("crashes", 1);
        plan.progress("wire " + i + ": " + submitted.status());
      }
      if (submitted.millis() > GIVE_UP.toMillis()) {
        tally.bad("hangs", 1);
      }
      submitted.task().ifPresent(tasks::add);
    }
    // every tenth is drawn from, the others only come to the engine and end there
    for (int i = 0; i < count / WIRE_DRAWN; i++) {
      String uri = dataUri(damage.of(samples.get(random.nextInt(samples.size()))));
      caller.submit("A heron", List.of(uri)).task().ifPresent(tasks::add);
    }
    long finished = 0;
    for (String task : tasks) {
      var end = caller.end(task);
      tally.bad("hangs", end.isEmpty() ? 1 : 0);
      finished += end.map(JsonNode::toString).orElse("").contains("\"finished\"") ? 1 : 0;
    }
    tally.fact("wire_accepted", tasks.size()).fact("wire_drawn", finished);
    return (long) count + count / WIRE_DRAWN;
  }

  static String dataUri(byte[] picture) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(picture);
  }

  private void keep(String name, byte[] picture) throws IOException {
    Files.write(plan.folder().resolve(name), picture);
  }
}

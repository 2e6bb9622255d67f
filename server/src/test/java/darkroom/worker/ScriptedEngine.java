package darkroom.worker;

import darkroom.catalog.ImageInput;
import darkroom.catalog.Model;
import darkroom.engine.Engine;
import darkroom.engine.EngineLimits;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.EngineTraits;
import darkroom.engine.Refusal;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/** An engine whose misfortunes a test writes down beforehand. Without any it draws. Thread-safe. */
final class ScriptedEngine implements Engine {
  static final byte[] JPEG = jpeg();

  /** What may happen to a submit. */
  sealed interface Misfortune {
    /** None. */
    record Draw() implements Misfortune {}

    record NotSent() implements Misfortune {}

    /** For want of something on our side. */
    record NotReady() implements Misfortune {}

    record Refuse(Refusal refusal) implements Misfortune {}

    /** Asks to be left alone for so long. */
    record Busy(Duration pause) implements Misfortune {}

    /** Becomes a job that runs for so many polls and is there then. */
    record Accept(String job, int polls) implements Misfortune {}

    record LoseAnswer() implements Misfortune {}

    record Garbage() implements Misfortune {}

    /** Never answers; ends by interrupt. */
    record Hang() implements Misfortune {}

    record BreakDown() implements Misfortune {}

    /** Takes a job, and forgets it. */
    record Forget() implements Misfortune {}
  }

  private final String name;
  private final EngineTraits traits;
  private final Map<Integer, Deque<Misfortune>> script = new ConcurrentHashMap<>();
  private final Deque<EngineResult> reconciles = new ArrayDeque<>();
  private final Deque<EngineResult> polls = new ArrayDeque<>();
  private final Map<String, Integer> jobs = new ConcurrentHashMap<>();
  private final Map<String, Integer> submits = new ConcurrentHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> polled = new ArrayList<>();
  private volatile Consumer<EngineRequest> onSubmit = request -> {};
  private volatile Runnable onReconcile = () -> {};
  private volatile Runnable onPoll = () -> {};
  private final Set<String> forgotten = ConcurrentHashMap.newKeySet();
  private final List<String> cancelled = new CopyOnWriteArrayList<>();
  private final List<String> prompts = new CopyOnWriteArrayList<>();
  private volatile Optional<String> cannot = Optional.empty();
  final Semaphore entered = new Semaphore(0);

  private ScriptedEngine(String name, EngineTraits traits) {
    this.name = name;
    this.traits = traits;
  }

  /** Costs money and is not pure. */
  static ScriptedEngine paid() {
    return new ScriptedEngine(
        "ark",
        EngineTraits.paid(EngineLimits.unbounded(4))
            .reconciledBy(EngineTraits.Reconcile.HISTORY)
            .labelled("scripted"));
  }

  /** Costs money and cannot be asked afterwards. */
  static ScriptedEngine forgetful() {
    return new ScriptedEngine(
        "ark", EngineTraits.paid(EngineLimits.unbounded(4)).labelled("scripted"));
  }

  /** Any other one. */
  static ScriptedEngine named(String name, EngineTraits traits) {
    return new ScriptedEngine(name, traits);
  }

  static ScriptedEngine pure() {
    return new ScriptedEngine(
        "builtin",
        new EngineTraits(
            EngineTraits.Cost.LOCAL,
            true,
            EngineTraits.Reconcile.HISTORY,
            false,
            false,
            "",
            EngineLimits.unbounded(1)));
  }

  /** What happens to the submits of a shot, one after the other; after that it draws. */
  ScriptedEngine script(int shot, Misfortune... misfortunes) {
    script.put(shot, new ArrayDeque<>(List.of(misfortunes)));
    return this;
  }

  ScriptedEngine reconciles(EngineResult... results) {
    reconciles.addAll(List.of(results));
    return this;
  }

  /** What the first polls are answered with, whatever the job. */
  ScriptedEngine polls(EngineResult... results) {
    polls.addAll(List.of(results));
    return this;
  }

  /** A job that an earlier process started. */
  ScriptedEngine job(String job, int polls) {
    jobs.put(job, polls);
    return this;
  }

  ScriptedEngine onSubmit(Consumer<EngineRequest> look) {
    onSubmit = look;
    return this;
  }

  ScriptedEngine onReconcile(Runnable step) {
    onReconcile = step;
    return this;
  }

  ScriptedEngine onPoll(Runnable step) {
    onPoll = step;
    return this;
  }

  ScriptedEngine thatCannot(String why) {
    cannot = Optional.of(why);
    return this;
  }

  /** Jobs that nobody wanted any more. */
  List<String> cancelled() {
    return List.copyOf(cancelled);
  }

  /** As they were sent. */
  List<String> prompts() {
    return List.copyOf(prompts);
  }

  /** Submits by attempt id. */
  Map<String, Integer> submits() {
    return Map.copyOf(submits);
  }

  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  synchronized List<String> polled() {
    return List.copyOf(polled);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public EngineTraits traits() {
    return traits;
  }

  @Override
  public Optional<String> cannot(Model model, ImageInput input) {
    return cannot;
  }

  @Override
  public void cancel(EngineRequest request, String jobId) {
    cancelled.add(jobId);
  }

  @Override
  public EngineResult submit(EngineRequest request) {
    prompts.add(request.input().prompt());
    onSubmit.accept(request);
    submits.merge(request.attemptId(), 1, Integer::sum);
    entered.release();
    return switch (next(request.shot())) {
      case Misfortune.Draw draw -> drawn();
      case Misfortune.NotSent notSent -> new EngineResult.NotSent("connection refused");
      case Misfortune.NotReady notReady -> new EngineResult.NotReady("no room to decode");
      case Misfortune.Refuse refuse -> new EngineResult.Refused(refuse.refusal(), "said no");
      case Misfortune.Busy busy ->
          new EngineResult.Refused(Refusal.BUSY, "slow down", Optional.of(busy.pause()));
      case Misfortune.Accept accept -> {
        jobs.put(accept.job(), accept.polls());
        yield new EngineResult.Accepted(accept.job());
      }
      case Misfortune.LoseAnswer lost -> new EngineResult.Unknown("connection reset");
      case Misfortune.Garbage garbage ->
          new EngineResult.Produced(out -> out.write("<html>no".getBytes(StandardCharsets.UTF_8)));
      case Misfortune.Hang hang -> hang();
      case Misfortune.Forget forget -> {
        forgotten.add("forgotten-" + request.attemptId());
        yield new EngineResult.Accepted("forgotten-" + request.attemptId());
      }
      case Misfortune.BreakDown down -> throw new StackOverflowError("engine broke down");
    };
  }

  @Override
  public synchronized EngineResult poll(EngineRequest request, String jobId) {
    polled.add(jobId);
    onPoll.run();
    EngineResult planned = polls.poll();
    if (planned != null) {
      return planned;
    }
    if (forgotten.contains(jobId)) {
      return new EngineResult.Gone("no such job");
    }
    int left = jobs.merge(jobId, -1, Integer::sum);
    return left >= 0 ? new EngineResult.Running(OptionalInt.of(50)) : drawn();
  }

  @Override
  public synchronized EngineResult reconcile(EngineRequest request) {
    asked.add(request.attemptId());
    onReconcile.run();
    EngineResult next = reconciles.poll();
    return next == null ? new EngineResult.Unknown("cannot tell") : next;
  }

  static EngineResult drawn() {
    return new EngineResult.Produced(out -> out.write(JPEG));
  }

  private synchronized Misfortune next(int shot) {
    Deque<Misfortune> planned = script.getOrDefault(shot, new ArrayDeque<>());
    return planned.isEmpty() ? new Misfortune.Draw() : planned.removeFirst();
  }

  private static EngineResult hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new EngineResult.Unknown("interrupted");
  }

  private static byte[] jpeg() {
    var out = new ByteArrayOutputStream();
    try {
      ImageIO.write(new BufferedImage(8, 6, BufferedImage.TYPE_INT_RGB), "jpeg", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}

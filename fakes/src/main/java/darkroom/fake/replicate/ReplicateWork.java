package darkroom.fake.replicate;

import darkroom.fake.kit.Desk;
import darkroom.fake.kit.HookFault;
import darkroom.fake.kit.Misfortune;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How predictions begin, end and are told of. Thread-safe. */
final class ReplicateWork {
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,5})([smh])");

  private final Desk desk;
  private final ReplicateHooks hooks;

  ReplicateWork(Desk desk) {
    this.desk = desk;
    this.hooks = new ReplicateHooks(desk.clock());
  }

  /** The value of a {@code Cancel-After}, such as {@code 90s} or {@code 1m}. */
  static Optional<Duration> duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          default -> Duration.ofHours(amount);
        });
  }

  /** Returns when the job is on its way; it ends by itself. */
  void run(ReplicateJob job, Optional<String> cancelAfter) {
    if (ReplicateHooks.is(job.fate(), HookFault.EARLY)) {
      begin(job);
      end(job);
      return;
    }
    cancelAfter
        .flatMap(ReplicateWork::duration)
        .ifPresent(deadline -> desk.after(deadline, () -> tooLate(job)));
    desk.after(
        SOON,
        () -> {
          // its end comes after its beginning was told, so that callbacks keep their order
          begin(job);
          endLater(job);
        });
  }

  private void endLater(ReplicateJob job) {
    switch (job.fate()) {
      case Misfortune.Stuck _ -> {}
      case Misfortune.Late late -> desk.after(late.after(), () -> end(job));
      default -> desk.after(SOON, () -> end(job));
    }
  }

  void cancel(ReplicateJob job) {
    if (job.end("canceled", desk.clock().instant())) {
      tell(job, "completed");
    }
  }

  private void tooLate(ReplicateJob job) {
    String status = job.status().equals("starting") ? "aborted" : "canceled";
    if (job.end(status, desk.clock().instant())) {
      tell(job, "completed");
    }
  }

  private void begin(ReplicateJob job) {
    if (job.begin(desk.clock().instant())) {
      tell(job, "start");
    }
  }

  private void end(ReplicateJob job) {
    String status = job.error().isEmpty() ? "succeeded" : "failed";
    if (job.end(status, desk.clock().instant())) {
      tell(job, "completed");
    }
  }

  private void tell(ReplicateJob job, String event) {
    boolean silent = ReplicateHooks.is(job.fate(), HookFault.NONE);
    if (job.webhook().isEmpty() || !job.tells(event) || silent) {
      return;
    }
    boolean other = ReplicateHooks.is(job.fate(), HookFault.OTHERID);
    String id = other ? "q" + job.id().substring(1) : job.id();
    String body = job.json(id, desk.origin(), desk.results()).toString();
    hooks.send(job.webhook().get(), body, job.fate());
  }
}

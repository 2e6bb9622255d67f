package darkroom.engine.poyo;

import darkroom.engine.upstream.Spool;
import darkroom.engine.upstream.UpstreamJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Submits that nobody may have written down the outcome of, byte for byte, so that each can be sent
 * once more under the same key. What makes that safe is the upstream's promise to answer a known
 * key and the same body with the task it has. So the body is kept and not made anew (its references
 * may have other addresses by then), nothing is resent after a time in which an upstream may forget
 * a key, and the file is gone for good before the second request leaves: no crash makes a third.
 * Thread-safe.
 */
final class PoyoResend {
  /** Half of what a Darkroom remembers a key for. */
  private static final Duration LATEST = Duration.ofHours(12);

  /** Milliseconds since 1970. */
  private static final Pattern TIME = Pattern.compile("[0-9]{1,15}");

  private final Spool spool;
  private final Duration wait;
  private final InstantSource clock;

  PoyoResend(Spool spool, Duration wait, InstantSource clock) {
    this.spool = spool;
    this.wait = wait;
    this.clock = clock;
  }

  /**
   * A submit.
   *
   * @param since when it was sent first
   */
  record Submit(Instant since, String body) {}

  /**
   * Has the body on the disk; called before it is sent.
   *
   * @throws IOException when the disk fails; then nothing is to be sent
   */
  void keep(String attemptId, Submit submit) throws IOException {
    Path draft = spool.of(attemptId + ".draft");
    String text = submit.since().toEpochMilli() + "\n" + submit.body();
    try {
      Files.write(draft, text.getBytes(StandardCharsets.UTF_8));
      spool.force(draft);
      // whole under its name or not there: half a submit must never be sent
      Files.move(draft, file(attemptId), StandardCopyOption.ATOMIC_MOVE);
      spool.force(file(attemptId));
    } finally {
      spool.discard(draft);
    }
  }

  /** The outcome is written down: nothing is to be sent any more. */
  void settle(String attemptId) {
    spool.discard(file(attemptId));
    spool.discard(answer(attemptId));
  }

  /**
   * The submit to send now; given out once, whatever happens to the process. Empty while it is too
   * early for it, too late, when it was taken, or when what lies there is no whole submit.
   *
   * @throws IOException when the disk fails
   */
  Optional<Submit> take(String attemptId) throws IOException {
    Path file = file(attemptId);
    try {
      Optional<Submit> submit = read(Files.readString(file));
      Instant now = clock.instant();
      if (submit.isEmpty() || now.isBefore(submit.get().since().plus(wait))) {
        return Optional.empty();
      }
      spool.remove(file);
      return submit.filter(it -> now.isBefore(it.since().plus(LATEST)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Optional<Submit> read(String text) {
    String[] parts = text.split("\n", 2);
    if (parts.length < 2
        || !TIME.matcher(parts[0]).matches()
        || UpstreamJson.object(parts[1]).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Submit(Instant.ofEpochMilli(Long.parseLong(parts[0])), parts[1]));
  }

  /**
   * What the second request was answered with, for the case that nobody lives to write it down.
   * Throws nothing: the answer is there, and is worth more than its copy.
   */
  void answered(String attemptId, String taskId) {
    try {
      Path file = answer(attemptId);
      Files.writeString(file, taskId);
      spool.force(file);
    } catch (IOException e) {
      // the caller is about to write it down too
    }
  }

  /**
   * The task that the second request was answered with.
   *
   * @throws IOException when the disk fails
   */
  Optional<String> taskOf(String attemptId) throws IOException {
    try {
      return PoyoAnswer.taskId(Files.readString(answer(attemptId)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private Path file(String attemptId) {
    return spool.of(attemptId + ".submit");
  }

  private Path answer(String attemptId) {
    return spool.of(attemptId + ".task");
  }
}

package darkroom.engine.poyo;

import darkroom.engine.upstream.Spool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

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
    Path file = file(attemptId);
    String text = submit.since().toEpochMilli() + "\n" + submit.body();
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    spool.force(file);
  }

  /** The outcome is written down: nothing is to be sent any more. */
  void settle(String attemptId) {
    spool.discard(file(attemptId));
    spool.discard(answer(attemptId));
  }

  /**
   * The submit to send now; given out once, whatever happens to the process. Empty while it is too
   * early for it, too late, or when it was taken.
   *
   * @throws IOException when the disk fails
   */
  Optional<Submit> take(String attemptId) throws IOException {
    Path file = file(attemptId);
    try {
      String[] parts = Files.readString(file).split("\n", 2);
      var submit = new Submit(Instant.ofEpochMilli(Long.parseLong(parts[0])), parts[1]);
      Instant now = clock.instant();
      if (now.isBefore(submit.since().plus(wait))) {
        return Optional.empty();
      }
      spool.remove(file);
      return Optional.of(submit).filter(it -> now.isBefore(it.since().plus(LATEST)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
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

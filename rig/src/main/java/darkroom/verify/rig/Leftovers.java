package darkroom.verify.rig;

import darkroom.verify.Tally;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Files that belong to nobody once all tasks have ended, however often the victim was killed. */
public final class Leftovers {
  private static final Duration SWEEP = Duration.ofSeconds(20);

  private Leftovers() {}

  /**
   * Answers that a kill left are swept when they are older than any task may be; so they are made
   * that old, and looked for again. The victim has to live, with a cleaner that comes often.
   */
  public static void answers(Path data, Tally tally) throws IOException, InterruptedException {
    Path folder = data.resolve("answers");
    var old = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
      for (Path file : left) {
        Files.setLastModifiedTime(file, old);
      }
    } catch (NoSuchFileException swept) {
      // just now, or there never was one
    }
    long until = System.nanoTime() + SWEEP.toNanos();
    while (Ledgers.files(folder) > 0 && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    tally.bad("left_in_answers", Ledgers.files(folder));
  }

  /** What is used up while a picture is made; the victim has stopped. */
  public static void drafts(Path data, Tally tally) throws IOException {
    tally.bad("left_in_scratch", Ledgers.files(data.resolve("scratch")));
    tally.bad("left_in_tmp", Ledgers.files(data.resolve("objects/tmp")));
  }
}

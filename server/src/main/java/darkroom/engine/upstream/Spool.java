package darkroom.engine.upstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Answers that hold a picture themselves, as files. Such an answer is the outcome of a paid call:
 * it is on the disk, and its attempt names it, before anything else is done with it, so that a
 * crash costs no second picture. Thread-safe.
 */
public final class Spool {
  private final Path folder;

  /**
   * @param folder there already, and kept over restarts
   */
  public Spool(Path folder) {
    this.folder = folder;
  }

  /** Where the answer of this attempt goes. */
  public Path of(String attemptId) {
    return folder.resolve(attemptId);
  }

  /**
   * Brings an answer and its name to the disk.
   *
   * @throws IOException when the disk fails; whether the answer survives a power cut is open then
   */
  public void force(Path file) throws IOException {
    try (var bytes = FileChannel.open(file, StandardOpenOption.WRITE);
        var names = FileChannel.open(folder, StandardOpenOption.READ)) {
      bytes.force(true);
      names.force(true);
    }
  }

  /** Deletes an answer; one that is gone already is fine. */
  public void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // a later sweep takes it
    }
  }

  /**
   * Deletes a file in such a way that no crash brings it back.
   *
   * @throws NoSuchFileException when it is gone already
   * @throws IOException when the disk fails
   */
  public void remove(Path file) throws IOException {
    Files.delete(file);
    try (var names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  /**
   * Deletes what was last written before that: answers of attempts whose process died between
   * keeping the picture and tidying.
   *
   * @return how many
   */
  public int sweep(Instant before) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> isOlder(file, before)).toList();
    }
    files.forEach(this::discard);
    return files.size();
  }

  private static boolean isOlder(Path file, Instant before) {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(before);
    } catch (NoSuchFileException e) {
      return false; // taken meanwhile
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package darkroom.worker;

import darkroom.engine.Reference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A task's references on our disk, or why they are not. Closing it deletes the copies.
 *
 * @param folder private folder of the copies; empty when there are none
 * @param problem for the operator's log
 */
record Gathered(List<Reference> references, Optional<Path> folder, Optional<String> problem)
    implements AutoCloseable {

  static Gathered none() {
    return new Gathered(List.of(), Optional.empty(), Optional.empty());
  }

  @Override
  public void close() {
    folder.ifPresent(Gathered::delete);
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

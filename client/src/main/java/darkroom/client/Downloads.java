package darkroom.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** Saves pictures: whole or not at all, and never over another file. Thread-safe. */
final class Downloads {
  private static final long MOST_BYTES = 256L << 20;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int OK = 200;

  private final ApiHttp http;

  Downloads(ApiHttp http) {
    this.http = http;
  }

  /**
   * Saves under the first free name made of {@code stem}; makes the folder if need be.
   *
   * @throws IOException when the disk does not take it
   */
  Path save(FileItem item, Path folder, String stem) throws IOException {
    Files.createDirectories(folder);
    Path part = Files.createTempFile(folder, "." + stem, ".part");
    try {
      fetch(item, part);
      return Files.move(part, FileNames.free(folder, stem, FileNames.extension(item)));
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Saves as this very file, and not over another.
   *
   * @throws IOException when the disk does not take it
   */
  Path saveAs(FileItem item, Path file) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
    Files.createDirectories(folder);
    Path part = Files.createTempFile(folder, ".picture", ".part");
    try {
      fetch(item, part);
      return Files.move(part, file);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void fetch(FileItem item, Path part) throws IOException {
    HttpResponse.BodyHandler<Path> toFile =
        info ->
            info.statusCode() == OK
                ? BodySubscribers.ofFile(part)
                : BodySubscribers.replacing(part);
    int status =
        http.fetch(address(item), BodyHandlers.limiting(toFile, MOST_BYTES), LIMIT).statusCode();
    if (status != OK) {
      String why = status == 404 || status == 410 ? "gone or expired" : "status " + status;
      throw new ApiException(status, status, "", "the picture cannot be fetched: " + why);
    }
    Long size = item.fileSize();
    if (size != null && size != Files.size(part)) {
      throw new ConnectionException(
          "the picture is not whole: " + Files.size(part) + " bytes (expected: " + size + ")",
          null);
    }
  }

  private static URI address(FileItem item) {
    try {
      return URI.create(item.fileUrl());
    } catch (IllegalArgumentException e) {
      throw new ConnectionException("the answer names a picture without an address", e);
    }
  }
}

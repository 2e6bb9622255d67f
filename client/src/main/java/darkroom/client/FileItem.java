package darkroom.client;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One picture of a finished task.
 *
 * @param fileUrl where it lies; readable by whoever holds the URL
 * @param fileType {@code image}
 * @param format such as {@code jpeg}
 * @param contentType such as {@code image/jpeg}
 * @param fileName as the server calls it
 * @param fileSize bytes
 * @param expiresAt when the server deletes it
 */
public record FileItem(
    String fileUrl,
    String fileType,
    @Nullable String format,
    @Nullable String contentType,
    @Nullable String fileName,
    @Nullable Long fileSize,
    @Nullable Instant expiresAt) {

  public FileItem {
    requireNonNull(fileUrl, "file_url");
    requireNonNull(fileType, "file_type");
  }
}

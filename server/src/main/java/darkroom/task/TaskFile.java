package darkroom.task;

import java.time.Instant;

/**
 * One stored picture of a task.
 *
 * @param shot index of the picture within its task, from 0
 * @param token unguessable part of its URL
 * @param objectKey where the storage has it
 * @param format {@code jpeg}, {@code png}, {@code webp} or {@code gif}, by its bytes
 * @param size bytes
 * @param label what drew it, when that has to be said; empty otherwise
 */
public record TaskFile(
    int shot,
    String token,
    String objectKey,
    String format,
    String mediaType,
    String extension,
    long size,
    String sha256,
    int width,
    int height,
    String label,
    Instant expiresAt) {

  /** Name within the task, such as {@code 1.jpg}. */
  public String fileName() {
    return (shot + 1) + "." + extension;
  }
}

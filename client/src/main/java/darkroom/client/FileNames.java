package darkroom.client;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;

/** Names for pictures on the user's disk. Texts from outside never become a path. */
final class FileNames {
  private static final int MOST_CHARS = 40;

  private FileNames() {}

  /** Letters and digits of any script, parted by hyphens; {@code picture} when none are left. */
  static String stem(String text) {
    String words =
        text.toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{M}\\p{N}]+", "-")
            .replaceAll("^-+", "");
    int end =
        words.offsetByCodePoints(0, Math.min(MOST_CHARS, words.codePointCount(0, words.length())));
    String stem = words.substring(0, end).replaceAll("-+$", "");
    return stem.isEmpty() ? "picture" : stem;
  }

  /** The server's name without its extension, made harmless. */
  static String stem(FileItem item) {
    return stem(item.fileName() == null ? "" : item.fileName().replaceAll("\\.[^.]*$", ""));
  }

  /** By what the server says it is; {@code bin} when it says nothing known. */
  static String extension(FileItem item) {
    String type = item.contentType() == null ? "image/" + item.format() : item.contentType();
    return switch (type) {
      case "image/jpeg", "image/jpg" -> "jpg";
      case "image/png" -> "png";
      case "image/webp" -> "webp";
      case "image/gif" -> "gif";
      default -> "bin";
    };
  }

  /** {@code stem.ext}, or {@code stem-2.ext} and so on where that is taken. */
  static Path free(Path folder, String stem, String extension) {
    Path path = folder.resolve(stem + "." + extension);
    for (int n = 2; Files.exists(path, LinkOption.NOFOLLOW_LINKS); n++) {
      path = folder.resolve(stem + "-" + n + "." + extension);
    }
    return path;
  }
}

package darkroom.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** A reference picture as a user names it: an address stays one, a file becomes a data URI. */
final class ImageArgument {
  private static final int MOST_BYTES = 20 << 20;

  private ImageArgument() {}

  /**
   * What goes into {@code image_urls}.
   *
   * @throws CommandException when the file cannot be read, is above 20 MiB or no picture we take
   */
  static String url(String text, Path folder) {
    if (text.matches("(?is)(https?://|data:).*")) {
      return text;
    }
    byte[] bytes = read(text, folder);
    if (bytes.length > MOST_BYTES) {
      throw refused(text, "larger than 20 MiB");
    }
    return "data:%s;base64,%s"
        .formatted(type(text, bytes), Base64.getEncoder().encodeToString(bytes));
  }

  private static byte[] read(String text, Path folder) {
    try (InputStream file = Files.newInputStream(folder.resolve(text))) {
      return file.readNBytes(MOST_BYTES + 1);
    } catch (IOException | IllegalArgumentException e) {
      throw refused(text, "cannot be read");
    }
  }

  /** By the first bytes; a name proves nothing. */
  private static String type(String text, byte[] bytes) {
    String start = new String(bytes, 0, Math.min(bytes.length, 12), StandardCharsets.ISO_8859_1);
    if (start.startsWith("\u00ff\u00d8\u00ff")) {
      return "image/jpeg";
    }
    if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
      return "image/png";
    }
    if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
      return "image/gif";
    }
    if (start.startsWith("RIFF") && start.endsWith("WEBP")) {
      return "image/webp";
    }
    throw refused(text, "not a JPEG, PNG, WebP or GIF");
  }

  private static CommandException refused(String text, String why) {
    return new CommandException(ExitCode.USAGE, "--image " + text + ": " + why);
  }
}

package darkroom.fake.poyo;

import darkroom.fake.wire.Asked;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one part, named {@code file}, of a {@code multipart/form-data} body (RFC 7578).
 *
 * @param name of the file
 * @param type its media type
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FilePart(String name, String type, byte[] bytes) {
  private static final Pattern BOUNDARY =
      Pattern.compile("multipart/form-data; *boundary=\"?([^\";]{1,70})\"?");
  private static final Pattern HEAD =
      Pattern.compile(
          "Content-Disposition: form-data; name=\"file\"; filename=\"([A-Za-z0-9._-]+)\"\\r\\n"
              + "Content-Type: ([a-z]+/[a-z]+)\\r\\n\\r\\n");

  /** Empty when the body is anything else. */
  static Optional<FilePart> only(Asked asked) {
    Matcher type = BOUNDARY.matcher(asked.headers().getOrDefault("content-type", ""));
    if (!type.matches()) {
      return Optional.empty();
    }
    String start = "--" + type.group(1) + "\r\n";
    String end = "\r\n--" + type.group(1) + "--\r\n";
    // every byte is one character, so that places in the text are places in the bytes
    String text = new String(asked.body(), StandardCharsets.ISO_8859_1);
    if (!text.startsWith(start) || !text.endsWith(end)) {
      return Optional.empty();
    }
    Matcher head = HEAD.matcher(text).region(start.length(), text.length());
    boolean alone = text.indexOf("--" + type.group(1), 2) == text.length() - end.length() + 2;
    if (!head.lookingAt() || !alone) {
      return Optional.empty();
    }
    String content = text.substring(head.end(), text.length() - end.length());
    return Optional.of(
        new FilePart(head.group(1), head.group(2), content.getBytes(StandardCharsets.ISO_8859_1)));
  }
}

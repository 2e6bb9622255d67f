package darkroom.engine.replicate;

import darkroom.net.AnswerWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads along for the job's id at the beginning of an answer. The rest may repeat ten megabytes of
 * references, and the connection may break in the middle of it: neither matters once the id is
 * there. Thread-safe.
 */
final class ReplicateId implements AnswerWatch {
  private static final int HEAD = 256;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  private static final Pattern FIRST =
      Pattern.compile("\\s*\\{\\s*\"id\"\\s*:\\s*\"(" + ID.pattern() + ")\"");

  private final ByteArrayOutputStream head = new ByteArrayOutputStream();

  /** Whether this text can be an id, and stand in an address. */
  static boolean isOne(String text) {
    return ID.matcher(text).matches();
  }

  /** The id, if the answer begins with it. */
  static Optional<String> atStartOf(byte[] answer) {
    int length = Math.min(answer.length, HEAD);
    Matcher first = FIRST.matcher(new String(answer, 0, length, StandardCharsets.UTF_8));
    return first.lookingAt() ? Optional.of(first.group(1)) : Optional.empty();
  }

  @Override
  public synchronized boolean isEnough(byte[] chunk) {
    if (head.size() >= HEAD) {
      return false;
    }
    head.write(chunk, 0, Math.min(chunk.length, HEAD - head.size()));
    return atStartOf(head.toByteArray()).isPresent();
  }
}

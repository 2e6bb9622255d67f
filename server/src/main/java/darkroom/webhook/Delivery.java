package darkroom.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * One callback message on its way, with all its tries.
 *
 * @param id {@code msg_} and 22 characters of {@code 0-9A-Za-z}; never holds a dot, because a dot
 *     parts the signed fields
 * @param taskId the task it tells about
 * @param accountId whose keys sign it
 * @param url the receiver, as the caller gave it
 * @param body JSON; the same bytes on every try and replay, so nobody may change them. Compared by
 *     identity
 * @param attempt tries made so far
 * @param createdAt when the task ended
 */
@SuppressWarnings(
    "ArrayRecordComponent") // up to 20 kB that pass through; nobody compares deliveries
public record Delivery(
    String id,
    String taskId,
    String accountId,
    URI url,
    byte[] body,
    int attempt,
    Instant createdAt) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  public Delivery {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("id: '" + id + "' (expected: msg_ and 22 of 0-9A-Za-z)");
    }
    if (attempt < 0) {
      throw new IllegalArgumentException("attempt: " + attempt + " (expected: at least 0)");
    }
  }
}

package darkroom.task;

/**
 * A caller's own name for a submit: the same name makes at most one task.
 *
 * @param key 1 to 255 visible ASCII characters
 * @param bodyHash SHA-256 of the request in canonical form, so that another body under the same key
 *     is noticed
 */
public record IdempotencyKey(String key, String bodyHash) {

  /** Whether a header value may serve as a key. */
  public static boolean isAllowed(String text) {
    return !text.isEmpty()
        && text.length() <= 255
        && text.chars().allMatch(character -> character > ' ' && character < 127);
  }
}

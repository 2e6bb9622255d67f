package darkroom.storage;

import java.util.regex.Pattern;

/**
 * Name of an object: two to four parts of {@code [a-z0-9-]}, the last with an optional extension,
 * such as {@code file/2j/2jx9vq….jpg}. Always made by us, never by a caller, and unable to leave a
 * folder.
 */
public record ObjectKey(String value) {
  private static final Pattern FORM =
      Pattern.compile("[a-z0-9-]{1,80}(/[a-z0-9-]{1,80}){1,3}(\\.[a-z0-9]{1,8})?");

  public ObjectKey {
    if (!isPossible(value)) {
      throw new IllegalArgumentException("object key: not of our form");
    }
  }

  /** Whether a text could name an object at all. */
  static boolean isPossible(String text) {
    return FORM.matcher(text).matches();
  }

  /** All parts but the last. */
  String folder() {
    return value.substring(0, value.lastIndexOf('/'));
  }

  @Override
  public String toString() {
    return value;
  }
}

package darkroom.upload;

import darkroom.storage.ObjectKey;
import darkroom.task.TaskId;
import java.util.Optional;

/**
 * A reference that we keep ourselves while its task is open, and how a stored input names one that
 * came as a data URI: {@code kept:<object key>}. No caller can write such a name, because a URL of
 * this scheme is refused at submit.
 */
public final class KeptReference {
  /** Leading part of the keys of all kept references. */
  public static final String FOLDER = "reference";

  private static final String SCHEME = "kept:";

  private KeptReference() {}

  public static boolean isOne(String url) {
    return url.startsWith(SCHEME);
  }

  /** The object behind such a name; empty for anything else. */
  public static Optional<ObjectKey> key(String url) {
    return isOne(url)
        ? Optional.of(new ObjectKey(url.substring(SCHEME.length())))
        : Optional.empty();
  }

  /** Where the task's reference is kept, whatever it was given as. */
  public static ObjectKey key(TaskId task, int index) {
    return new ObjectKey(
        FOLDER + "/" + task.value().toLowerCase(java.util.Locale.ROOT) + "/" + index);
  }

  static String name(ObjectKey key) {
    return SCHEME + key.value();
  }

  /** The task an object of this folder belongs to. */
  public static TaskId task(ObjectKey key) {
    return new TaskId(key.value().split("/", -1)[1]);
  }
}

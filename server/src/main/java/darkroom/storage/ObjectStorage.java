package darkroom.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Keeps objects under their keys. Thread-safe; every method blocks. */
public interface ObjectStorage {

  /**
   * A private place to write an object before it gets its name. Closing it without {@link #publish}
   * leaves nothing behind.
   */
  Draft draft() throws IOException;

  /**
   * Gives a draft its name. When this returns, bytes and name survive a power cut. An object of the
   * same key is replaced.
   */
  StoredObject publish(Draft draft, ObjectKey key) throws IOException;

  /**
   * Opens an object from {@code offset} on.
   *
   * @throws java.nio.file.NoSuchFileException when there is none
   */
  InputStream open(ObjectKey key, long offset) throws IOException;

  /** Deletes an object; fine when there is none. */
  void delete(ObjectKey key) throws IOException;

  /**
   * Shows the keys below one or two leading parts one by one, in no particular order, until the
   * visitor answers false. Keys that come or go meanwhile may be missed or shown.
   */
  void visit(String prefix, Predicate<ObjectKey> visitor) throws IOException;

  /** Keys below one or two leading parts, at most {@code most} of them, in no particular order. */
  default List<ObjectKey> list(String prefix, int most) throws IOException {
    var keys = new ArrayList<ObjectKey>();
    visit(prefix, key -> keys.add(key) && keys.size() < most);
    return keys;
  }

  /**
   * Bytes that can still be written; {@link Long#MAX_VALUE} where nobody knows, 0 while writes fail
   * for whatever reason.
   */
  long freeBytes();
}

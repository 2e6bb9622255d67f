package darkroom.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

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

  /** Keys below one or two leading parts, at most {@code most}, in no particular order. */
  List<ObjectKey> list(String prefix, int most) throws IOException;

  /**
   * Bytes that can still be written; {@link Long#MAX_VALUE} where nobody knows, 0 while writes fail
   * for whatever reason.
   */
  long freeBytes();
}

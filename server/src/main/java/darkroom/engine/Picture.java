package darkroom.engine;

import java.io.IOException;
import java.io.OutputStream;

/** A produced picture as a stream, so that no picture has to stand in memory whole. */
@FunctionalInterface
public interface Picture {

  /**
   * Writes the encoded picture. Does not close {@code out}. May be called again after a failure, or
   * when the bytes were no picture, and then writes the same picture.
   *
   * @throws BrokenPicture when no further try can succeed
   */
  void writeTo(OutputStream out) throws IOException;

  /**
   * Whether another call may write other bytes: one that is fetched each time may come damaged
   * once.
   */
  default boolean mayDiffer() {
    return false;
  }

  /** For the operator's log: what was done to the picture on its way here; empty for nothing. */
  default String note() {
    return "";
  }

  /** The picture is kept, or will never be wanted: what holds it here may go. */
  default void discard() {}
}

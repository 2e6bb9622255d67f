package darkroom.net;

import java.io.IOException;
import java.io.InputStream;

/** The body of a paid request as a stream, so that many references never stand in memory whole. */
public interface EngineBody {

  /** Exact number of bytes, at least 1. */
  long length();

  /**
   * Opens it; called once a request, and nothing has been sent by then.
   *
   * @throws IOException when our own disk fails
   */
  InputStream open() throws IOException;
}

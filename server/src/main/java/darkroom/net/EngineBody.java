package darkroom.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The body of a request as a stream, so that many references never stand in memory whole. */
public interface EngineBody {
  /** For requests without a body. */
  EngineBody NONE = of("");

  /** A small body. */
  static EngineBody of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new EngineBody() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }

  /** Exact number of bytes; 0 sends none. */
  long length();

  /**
   * Opens it; called once a request, and nothing has been sent by then.
   *
   * @throws IOException when our own disk fails
   */
  InputStream open() throws IOException;
}

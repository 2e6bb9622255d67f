package darkroom.image;

import java.io.IOException;

/** A picture breaks the rules of its own format; no trouble of ours. */
public final class MalformedPictureException extends IOException {

  MalformedPictureException(String message) {
    super(message);
  }

  MalformedPictureException(String message, Throwable cause) {
    super(message, cause);
  }
}

package darkroom.image;

import java.io.IOException;

/** A picture breaks the rules of its own format; no trouble of ours. */
public sealed class MalformedPictureException extends IOException permits DecodeTooLongException {

  MalformedPictureException(String message) {
    super(message);
  }

  MalformedPictureException(String message, Throwable cause) {
    super(message, cause);
  }
}

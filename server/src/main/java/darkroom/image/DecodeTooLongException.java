package darkroom.image;

/**
 * Decoding a picture was broken off for the time that it took. That may be the picture's doing, or
 * that of a busy machine: nothing paid is thrown away for it.
 */
public final class DecodeTooLongException extends MalformedPictureException {
  DecodeTooLongException(String message, Throwable cause) {
    super(message, cause);
  }

  DecodeTooLongException(String message) {
    super(message);
  }
}

package darkroom.image;

import java.io.IOException;

/** No room to decode just now; the picture itself is not at fault. */
public final class DecodeBusyException extends IOException {
  DecodeBusyException(String message) {
    super(message);
  }
}

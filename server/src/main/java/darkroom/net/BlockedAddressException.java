package darkroom.net;

import java.io.IOException;

/** A connection to a forbidden address was stopped below the HTTP library. */
final class BlockedAddressException extends IOException {

  BlockedAddressException(String message) {
    super(message);
  }
}

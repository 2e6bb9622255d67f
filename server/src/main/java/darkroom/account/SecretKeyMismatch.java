package darkroom.account;

/** A stored secret does not open: the secret key is not the one it was sealed with. */
public final class SecretKeyMismatch extends RuntimeException {
  SecretKeyMismatch(Throwable cause) {
    super(
        "a stored secret does not open: DARKROOM_SECRET_KEY (or the file secret-key) is not the one it"
            + " was sealed with",
        cause);
  }
}

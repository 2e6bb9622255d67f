package darkroom.client;

/** A callback that must not be believed; answer it with 400. Checked, so that nobody forgets it. */
public final class CallbackRejectedException extends Exception {

  public CallbackRejectedException(String message) {
    super(message);
  }
}

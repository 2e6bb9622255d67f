package darkroom.engine.upstream;

/** What a status in answer to a fetch of a result means. Stateless. */
final class ResultStatus {
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_EARLY = 425;
  private static final int TOO_MANY_REQUESTS = 429;

  private ResultStatus() {}

  /** Whether the host is in trouble, which passes, and says nothing about the picture. */
  static boolean isTrouble(int status) {
    return status >= 500
        || status == REQUEST_TIMEOUT
        || status == TOO_EARLY
        || status == TOO_MANY_REQUESTS;
  }
}

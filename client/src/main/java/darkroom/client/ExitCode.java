package darkroom.client;

/** What a command tells its caller; the same numbers as PoYo's command line. */
enum ExitCode {
  SUCCESS(0),
  /** Wrong usage, or the server is not reachable. */
  USAGE(2),
  /** No key, or one that the server refuses. */
  AUTHENTICATION(3),
  CREDITS(4),
  /** Any other error of the API, or a failed task. */
  FAILURE(5),
  /** The wait had its limit; the task goes on. */
  TIME_LIMIT(6),
  RATE_LIMIT(7);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  static ExitCode of(ApiException refusal) {
    return switch (refusal.code()) {
      case 401, 403 -> AUTHENTICATION;
      case 402 -> CREDITS;
      case 408 -> TIME_LIMIT;
      case 429 -> RATE_LIMIT;
      default -> FAILURE;
    };
  }

  int number() {
    return number;
  }
}

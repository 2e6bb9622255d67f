package darkroom.client;

import java.net.ConnectException;

/**
 * A write without an answer may have happened all the same. Whoever repeats it blindly may pay
 * twice, so the one line of the command says where to look first.
 */
final class Doubt {

  private Doubt() {}

  /** Whether the server may have done what was asked, although this came of it. */
  static boolean remains(RuntimeException failure) {
    return switch (failure) {
      case ConnectionException lost -> !(lost.getCause() instanceof ConnectException);
      case ApiException refused -> refused.isUnsettled();
      default -> false;
    };
  }

  /** The failure with that advice behind it, where there is doubt; else the failure itself. */
  static RuntimeException with(RuntimeException failure, String advice) {
    return remains(failure) ? advised(failure, advice) : failure;
  }

  static CommandException advised(RuntimeException failure, String advice) {
    return failure instanceof ApiException refused
        ? new CommandException(
            ExitCode.of(refused),
            "%s (status %d); %s".formatted(message(refused), refused.code(), advice))
        : new CommandException(ExitCode.USAGE, message(failure) + "; " + advice);
  }

  private static String message(RuntimeException failure) {
    return String.valueOf(failure.getMessage());
  }
}

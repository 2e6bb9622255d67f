package darkroom.engine.upstream;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What a server draws from besides the words. Servers that are told none draw the same picture
 * again and again, and a word for chance is, at some of them, the time in seconds: so each attempt
 * has a seed of its own. Stateless.
 */
public final class Seed {
  /** As servers name the field. */
  public static final String FIELD = "seed";

  private Seed() {}

  /** Differs from attempt to attempt; 31 bits, because some servers take no more. */
  public static long of(String attemptId) {
    return UUID.nameUUIDFromBytes(("darkroom " + attemptId).getBytes(StandardCharsets.UTF_8))
            .getLeastSignificantBits()
        & Integer.MAX_VALUE;
  }
}

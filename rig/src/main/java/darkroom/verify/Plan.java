package darkroom.verify;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/**
 * How one run is to be done.
 *
 * @param asked rounds asked for on the command line; empty for the full form
 * @param seed decides every choice of the run
 * @param folder empty folder of this run, for victims, logs and images
 * @param bug id of the planted bug the victims carry, such as {@code P01}
 */
public record Plan(OptionalInt asked, long seed, Path folder, Optional<String> bug) {

  /** The rounds asked for, else {@code full}. */
  public int rounds(int full) {
    return asked.orElse(full);
  }

  /** Choices for one purpose; the same for the same seed, whatever other purposes drew. */
  public Random random(String purpose) {
    return new Random(seed * 31 + purpose.hashCode());
  }

  /** Says where the run stands, on standard error. */
  public void progress(String text) {
    System.err.println("  " + text);
  }
}

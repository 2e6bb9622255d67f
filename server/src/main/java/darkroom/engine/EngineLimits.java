package darkroom.engine;

import darkroom.config.ConfigReader;
import darkroom.engine.EngineTraits.Cost;
import java.math.BigDecimal;

/**
 * How much one engine is asked, and what a picture of it costs the operator.
 *
 * @param concurrency pictures in flight at once over the whole process, at least 1
 * @param perMinute pictures begun within a minute at most; 0 for no limit
 * @param resends how often a shot whose outcome stays unknown is sent again: then it may be paid
 *     for {@code 1 + resends} times
 * @param extraAttempts how often a shot is tried again that the engine failed and does not bill
 * @param pictureCost of one picture, in US dollars; zero when it is not known or costs nothing
 */
public record EngineLimits(
    int concurrency, int perMinute, int resends, int extraAttempts, BigDecimal pictureCost) {

  private static final int MOST_EXTRA_PAID = 1;

  public EngineLimits {
    if (concurrency < 1 || perMinute < 0 || resends < 0 || extraAttempts < 0) {
      throw new IllegalArgumentException("limits of an engine are not negative");
    }
  }

  /** For an engine in this process. */
  public static EngineLimits unbounded(int concurrency) {
    return new EngineLimits(concurrency, 0, 0, 0, BigDecimal.ZERO);
  }

  /**
   * Reads the settings that every upstream engine has.
   *
   * @param prefix such as {@code engine.ark}
   * @param cost on a bill nobody begins a third picture for a shot
   * @param usual the defaults
   */
  public static EngineLimits read(
      ConfigReader reader, String prefix, Cost cost, EngineLimits usual) {
    var limits =
        new EngineLimits(
            reader.integer(
                prefix + ".concurrency",
                usual.concurrency,
                1,
                10_000,
                "Pictures asked for at once."),
            reader.integer(
                prefix + ".per-minute",
                usual.perMinute,
                0,
                1_000_000,
                "Pictures asked for within a minute; 0 for no limit of ours."),
            reader.integer(
                prefix + ".resends",
                usual.resends,
                0,
                1,
                "How often a picture whose outcome stays unknown is asked for again. With 1 it may be paid"
                    + " for twice."),
            reader.integer(
                prefix + ".extra-attempts",
                usual.extraAttempts,
                0,
                5,
                "How often a picture is tried again that the engine failed and does not bill; at most 1"
                    + " where pictures cost money."),
            reader.decimal(
                prefix + ".picture-cost",
                usual.pictureCost.toPlainString(),
                "What one picture costs you there, in US dollars; shown beside the price, and counted."));
    if (cost == Cost.MONEY && limits.extraAttempts > MOST_EXTRA_PAID) {
      reader.problem(
          prefix + ".extra-attempts",
          Integer.toString(limits.extraAttempts),
          "at most " + MOST_EXTRA_PAID + ", as its pictures cost money");
    }
    return limits;
  }
}

package darkroom.engine.builtin.chance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Numbers that look random and follow from a text alone, on every machine and in every run. Not
 * thread-safe: one per picture.
 */
public final class Chance {

  private final String origin;
  private long state;

  private Chance(String origin) {
    this.origin = origin;
    this.state = seed(origin);
  }

  /** The numbers that follow from a text. */
  public static Chance of(String origin) {
    return new Chance(origin);
  }

  /**
   * A stream of its own, so that one more draw in one part of a picture leaves the others alone.
   */
  public Chance fork(String name) {
    return new Chance(origin + '\n' + name);
  }

  /** From 0 to below 1. */
  public double next() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** From {@code low} to below {@code high}. */
  public double between(double low, double high) {
    return low + (high - low) * next();
  }

  /** From 0 to below {@code bound}. */
  public int below(int bound) {
    return (int) (next() * bound);
  }

  /** True in this share of all cases, 0 to 1. */
  public boolean odds(double probability) {
    return next() < probability;
  }

  /** One of the choices, each as likely as the others. */
  public <T> T pick(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** SplitMix64. */
  public long nextLong() {
    state += 0x9E3779B97F4A7C15L;
    return scramble(state);
  }

  /** Spreads a number over all 64 bits; near numbers come out far apart. */
  public static long scramble(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static long seed(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

package darkroom.engine.upstream;

import darkroom.catalog.Size;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which pixels an engine makes by itself. Immutable. */
public sealed interface NativeSizes {

  /** Whether it makes exactly these. */
  boolean makes(Size.Pixels pixels);

  /** What it makes that is nearest to these in shape. */
  Size.Pixels nearest(Size.Pixels wanted);

  /** For callers: what would be taken. */
  String expectation();

  /** Whatever it is asked for, as far as we know. */
  record Any() implements NativeSizes {
    @Override
    public boolean makes(Size.Pixels pixels) {
      return true;
    }

    @Override
    public Size.Pixels nearest(Size.Pixels wanted) {
      return wanted;
    }

    @Override
    public String expectation() {
      return "WIDTHxHEIGHT";
    }
  }

  /**
   * A few fixed ones.
   *
   * @param sizes at least one
   */
  record Listed(List<Size.Pixels> sizes) implements NativeSizes {
    public Listed {
      sizes = List.copyOf(sizes);
      if (sizes.isEmpty()) {
        throw new IllegalArgumentException("sizes: none (expected: at least one)");
      }
    }

    @Override
    public boolean makes(Size.Pixels pixels) {
      return sizes.contains(pixels);
    }

    @Override
    public Size.Pixels nearest(Size.Pixels wanted) {
      return sizes.stream()
          .min(
              Comparator.<Size.Pixels>comparingDouble(size -> skew(size, wanted))
                  .thenComparingLong(size -> -area(size)))
          .orElseThrow();
    }

    @Override
    public String expectation() {
      return sizes.stream().map(Size.Pixels::wire).collect(Collectors.joining(", ", "one of ", ""));
    }
  }

  /**
   * All that keep a vendor's rule.
   *
   * @param multiple of which both sides are
   * @param maxRatio how many times as long as the other a side may be
   * @param longest most pixels of the longer side
   * @param shortest most pixels of the shorter one
   */
  record Ruled(int multiple, int maxRatio, int longest, int shortest) implements NativeSizes {
    @Override
    public boolean makes(Size.Pixels pixels) {
      int longer = Math.max(pixels.width(), pixels.height());
      int shorter = Math.min(pixels.width(), pixels.height());
      return longer % multiple == 0
          && shorter % multiple == 0
          && longer <= (long) maxRatio * shorter
          && longer <= longest
          && shorter <= shortest;
    }

    @Override
    public Size.Pixels nearest(Size.Pixels wanted) {
      return wanted;
    }

    @Override
    public String expectation() {
      return "sides that are multiples of %d, at most %d and %d pixels, none more than %d times the other"
          .formatted(multiple, longest, shortest, maxRatio);
    }
  }

  /**
   * What a model draws well: about so many pixels, in steps.
   *
   * @param pixels the most
   * @param multiple of which both sides are
   * @param shortest least pixels of a side
   * @param widest most pixels of the width
   * @param highest most pixels of the height
   */
  record Budget(int pixels, int multiple, int shortest, int widest, int highest)
      implements NativeSizes {
    /** Of the budget; below it shapes are no longer compared with larger ones. */
    private static final double FULL = 0.8;

    public Budget(int pixels, int multiple) {
      this(pixels, multiple, 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    @Override
    public boolean makes(Size.Pixels size) {
      return size.width() % multiple == 0
          && size.height() % multiple == 0
          && fits(size)
          && area(size) <= pixels;
    }

    /** Of those that use most of the budget the one of the nearest shape. */
    @Override
    public Size.Pixels nearest(Size.Pixels wanted) {
      int most = Math.max(1, (int) Math.sqrt((double) pixels * 16) / multiple);
      return IntStream.rangeClosed(1, most)
          .map(step -> step * multiple)
          .mapToObj(width -> new Size.Pixels(width, highest(width, wanted)))
          .filter(size -> area(size) <= pixels && fits(size))
          .min(
              Comparator.<Size.Pixels>comparingInt(size -> area(size) >= FULL * pixels ? 0 : 1)
                  .thenComparingDouble(size -> skew(size, wanted))
                  .thenComparingLong(size -> -area(size)))
          .orElseGet(() -> new Size.Pixels(least(), least()));
    }

    @Override
    public String expectation() {
      return "sides that are multiples of %d, at most %d pixels".formatted(multiple, pixels);
    }

    private boolean fits(Size.Pixels size) {
      return size.width() <= widest
          && size.height() <= highest
          && Math.min(size.width(), size.height()) >= shortest;
    }

    /** The height that gives this width the wanted shape. */
    private int highest(int width, Size.Pixels wanted) {
      double height = (double) width * wanted.height() / wanted.width();
      return (int) Math.max(1, Math.round(height / multiple)) * multiple;
    }

    private int least() {
      return Math.ceilDiv(shortest, multiple) * multiple;
    }
  }

  /** How far two shapes are apart, 0 for the same. */
  static double skew(Size.Pixels one, Size.Pixels other) {
    double ratio = (double) one.width() * other.height() / ((double) one.height() * other.width());
    return Math.abs(Math.log(ratio));
  }

  private static long area(Size.Pixels size) {
    return (long) size.width() * size.height();
  }
}

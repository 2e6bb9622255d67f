package darkroom.fake.kit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A size in pixels.
 *
 * @param width from 1
 * @param height from 1
 */
public record Pixels(int width, int height) {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,4})x([1-9][0-9]{0,4})");

  public Pixels {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("no pixels: " + width + "x" + height);
    }
  }

  /**
   * The pixels a vendor would choose: for a tier ({@code 1K} to {@code 4K}) a row of its table that
   * is no square, so that nobody takes the tier for a size.
   *
   * @throws IllegalArgumentException when it is neither a tier nor {@code WxH}
   */
  public static Pixels of(String size) {
    return switch (size) {
      case "1K" -> new Pixels(1248, 832);
      case "2K" -> new Pixels(2496, 1664);
      case "3K" -> new Pixels(3744, 2496);
      case "4K" -> new Pixels(4992, 3328);
      default -> parse(size);
    };
  }

  private static Pixels parse(String size) {
    Matcher matcher = FORM.matcher(size);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no size: " + size);
    }
    return new Pixels(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  public long area() {
    return (long) width * height;
  }

  /** {@code WxH}. */
  @Override
  public String toString() {
    return width + "x" + height;
  }
}

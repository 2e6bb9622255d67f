package darkroom.engine.builtin.colour;

/**
 * A colour in sRGB, each part from 0 to 1. Mixing happens in Oklab, where the eye sees even steps.
 */
public record Tone(float red, float green, float blue) {

  /** Paper without ink. */
  public static final Tone WHITE = new Tone(1, 1, 1);

  /** From six hexadecimal digits. */
  static Tone hex(String digits) {
    return rgb(Integer.parseInt(digits, 16));
  }

  /** From red, green and blue packed into 24 bits; what stands above them is ignored. */
  public static Tone rgb(int packed) {
    return new Tone((packed >> 16 & 255) / 255f, (packed >> 8 & 255) / 255f, (packed & 255) / 255f);
  }

  /**
   * Clipped to what sRGB can show.
   *
   * @param a from green to red
   * @param b from blue to yellow
   */
  public static Tone oklab(double lightness, double a, double b) {
    double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
    double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
    double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
    return new Tone(
        encode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
        encode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
        encode(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s));
  }

  /** Lightness 0 to 1, then the two colour axes. */
  public double[] oklab() {
    double r = decode(red);
    double g = decode(green);
    double b = decode(blue);
    double l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    double m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    double s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return new double[] {
      0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
      1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
      0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
    };
  }

  /** This colour with a share of another, 0 to 1. */
  public Tone mix(Tone other, double share) {
    double[] from = oklab();
    double[] to = other.oklab();
    return oklab(
        from[0] + (to[0] - from[0]) * share,
        from[1] + (to[1] - from[1]) * share,
        from[2] + (to[2] - from[2]) * share);
  }

  /** Turned around the colour circle by {@code angle} radians and made lighter by {@code lift}. */
  Tone shifted(double angle, double lift) {
    double[] lab = oklab();
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    return oklab(lab[0] + lift, lab[1] * cos - lab[2] * sin, lab[1] * sin + lab[2] * cos);
  }

  /** As the eye sees it, from 0 (black) to 1 (white). */
  public double lightness() {
    return oklab()[0];
  }

  private static double cube(double value) {
    return value * value * value;
  }

  private static double decode(double part) {
    return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
  }

  private static float encode(double part) {
    double clipped = Math.clamp(part, 0, 1);
    return (float)
        (clipped <= 0.0031308 ? clipped * 12.92 : 1.055 * Math.pow(clipped, 1 / 2.4) - 0.055);
  }
}

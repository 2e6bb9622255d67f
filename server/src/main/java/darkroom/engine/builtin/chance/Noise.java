package darkroom.engine.builtin.chance;

/** Smooth randomness over the plane: gradient noise, the same for the same seed. Immutable. */
public final class Noise {

  private final long seed;

  /** A plane of its own, seeded by the next draw. */
  public Noise(Chance chance) {
    this.seed = chance.nextLong();
  }

  /** About -1 to 1; one hill is about one unit wide. */
  public double at(double x, double y) {
    double cellX = Math.floor(x);
    double cellY = Math.floor(y);
    double dx = x - cellX;
    double dy = y - cellY;
    long ix = (long) cellX;
    long iy = (long) cellY;
    double u = dx * dx * dx * (dx * (dx * 6 - 15) + 10);
    double v = dy * dy * dy * (dy * (dy * 6 - 15) + 10);
    double upper =
        corner(ix, iy, dx, dy) + u * (corner(ix + 1, iy, dx - 1, dy) - corner(ix, iy, dx, dy));
    double lower =
        corner(ix, iy + 1, dx, dy - 1)
            + u * (corner(ix + 1, iy + 1, dx - 1, dy - 1) - corner(ix, iy + 1, dx, dy - 1));
    return 1.5 * (upper + v * (lower - upper));
  }

  /** Hills upon hills: each octave twice as fine and half as high. About -1 to 1. */
  public double hills(double x, double y, int octaves) {
    double sum = 0;
    double height = 0.55;
    for (int i = 0; i < octaves; i++) {
      sum += height * at(x, y);
      x = x * 2.03 + 17.3;
      y = y * 2.03 - 9.1;
      height *= 0.5;
    }
    return sum;
  }

  /** Sharp crests, as of mountains. 0 to about 1. */
  public double crests(double x, double y, int octaves) {
    double sum = 0;
    double height = 0.55;
    double weight = 1;
    for (int i = 0; i < octaves; i++) {
      double crest = 1 - Math.abs(at(x, y));
      crest *= crest * weight;
      weight = Math.clamp(crest * 1.6, 0, 1);
      sum += height * crest;
      x = x * 2.07 + 5.7;
      y = y * 2.07 + 31.1;
      height *= 0.5;
    }
    return sum;
  }

  private double corner(long x, long y, double dx, double dy) {
    long hash = Chance.scramble(seed + x * 0x9E3779B97F4A7C15L + y * 0xC2B2AE3D27D4EB4FL);
    double gx = (hash & 0xFFFF) / 32767.5 - 1;
    double gy = (hash >>> 16 & 0xFFFF) / 32767.5 - 1;
    return gx * dx + gy * dy;
  }
}

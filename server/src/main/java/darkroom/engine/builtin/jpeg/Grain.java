package darkroom.engine.builtin.jpeg;

import darkroom.engine.builtin.paint.Band;
import darkroom.engine.builtin.paint.Rect;

/**
 * Turns a painted band into bytes, with a grain like that of film: a little life for flat areas,
 * and the reason why no gradient shows steps. Each pixel's grain follows from its place.
 *
 * @param strength widest deviation, as a share of full white
 */
record Grain(long seed, double strength) {

  /**
   * Writes red, green and blue of every pixel of the band's rows, from the start of {@code bytes}.
   */
  void develop(Band band, byte[] bytes) {
    Rect rows = band.clip();
    int at = 0;
    float scale = (float) (strength * 255 / 65536);
    for (int y = rows.top(); y < rows.bottom(); y++) {
      int pixel = band.index(0, y);
      long row = seed + y * 0xC2B2AE3D27D4EB4FL;
      for (int x = 0; x < rows.right(); x++, pixel++) {
        long hash = row + x * 0x9E3779B97F4A7C15L;
        hash = (hash ^ (hash >>> 29)) * 0xBF58476D1CE4E5B9L;
        hash ^= hash >>> 32;
        // the difference of two dice: small deviations are likelier than great ones
        int dice = (int) (hash & 0xFFFF) - (int) (hash >>> 16 & 0xFFFF);
        float r = band.red(pixel);
        float g = band.green(pixel);
        float b = band.blue(pixel);
        float bright = 0.3f * r + 0.6f * g + 0.1f * b;
        float noise = dice * scale * (0.55f + 1.8f * bright * (1 - bright)) + 0.5f;
        bytes[at++] = clipped(r * 255 + noise);
        bytes[at++] = clipped(g * 255 + noise);
        bytes[at++] = clipped(b * 255 + noise);
      }
    }
  }

  private static byte clipped(float value) {
    return (byte) Math.clamp((int) value, 0, 255);
  }
}

package darkroom.engine.builtin.theme;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * What to draw.
 *
 * @param prompt any text, without script words; odd characters are tolerated
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1; width times height at most {@value #MOST_PIXELS}
 * @param shot index of the picture within its task, from 0; each shot is a variation of its own
 * @param references pictures to work from, decoded, upright and roughly sRGB; not changed
 */
public record Sketch(
    String prompt, int width, int height, int shot, List<BufferedImage> references) {

  static final int MOST_PIXELS = 16_777_216;

  public Sketch {
    if (width < 1 || height < 1 || (long) width * height > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "size: " + width + "x" + height + " (expected: 1 to " + MOST_PIXELS + " pixels)");
    }
    if (shot < 0) {
      throw new IllegalArgumentException("shot: " + shot + " (expected: 0 or more)");
    }
    references = List.copyOf(references);
  }
}

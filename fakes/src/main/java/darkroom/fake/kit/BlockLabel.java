package darkroom.fake.kit;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;

/**
 * An id drawn as a field of 16 x 16 blocks in the middle of a picture, one bit each, two letters a
 * row: legible for a test, a pattern for an eye, and without a font. Stateless.
 */
public final class BlockLabel {
  private static final int SIDE = 16;
  private static final int MOST = SIDE * SIDE / Byte.SIZE;
  private static final int MIDDLE = 128;

  private BlockLabel() {}

  /** What of an id is drawn: its ASCII letters, digits, points and underscores, 32 at most. */
  public static String shown(String id) {
    String bare = id.replaceAll("[^A-Za-z0-9_.]", "");
    return bare.substring(0, Math.min(bare.length(), MOST));
  }

  static void draw(Graphics2D canvas, Pixels size, String id, Color ground) {
    int block = block(size.width(), size.height());
    if (block == 0) {
      return;
    }
    byte[] bytes = shown(id).getBytes(StandardCharsets.US_ASCII);
    canvas.setColor(luminance(ground.getRGB()) < MIDDLE ? Color.WHITE : Color.BLACK);
    for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
      if ((bytes[bit / Byte.SIZE] >> (7 - bit % Byte.SIZE) & 1) == 1) {
        canvas.fillRect(
            left(size.width(), block, bit), top(size.height(), block, bit), block, block);
      }
    }
  }

  /** What {@link #shown} gave when the picture was drawn; empty where it was too small for it. */
  public static String read(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    int block = block(width, height);
    int ground = luminance(picture.getRGB(0, 0));
    var id = new StringBuilder();
    for (int index = 0; index < MOST && block > 0; index++) {
      int letter = 0;
      for (int bit = index * Byte.SIZE; bit < (index + 1) * Byte.SIZE; bit++) {
        int x = left(width, block, bit) + block / 2;
        int y = top(height, block, bit) + block / 2;
        boolean set = Math.abs(luminance(picture.getRGB(x, y)) - ground) > MIDDLE / 2;
        letter = letter << 1 | (set ? 1 : 0);
      }
      if (letter != 0) {
        id.append((char) letter);
      }
    }
    return id.toString();
  }

  /** Pixels of a block's side; 0 where there is no room. */
  private static int block(int width, int height) {
    return Math.min(width, height) * 3 / 4 / SIDE;
  }

  private static int left(int width, int block, int bit) {
    return (width - block * SIDE) / 2 + bit % SIDE * block;
  }

  private static int top(int height, int block, int bit) {
    return (height - block * SIDE) / 2 + bit / SIDE * block;
  }

  private static int luminance(int rgb) {
    return ((rgb >> 16 & 0xff) * 3 + (rgb >> 8 & 0xff) * 6 + (rgb & 0xff)) / 10;
  }
}

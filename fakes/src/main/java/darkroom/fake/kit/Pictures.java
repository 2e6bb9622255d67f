package darkroom.fake.kit;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;

/**
 * Real pictures of exactly the asked pixels: a flat colour and the id as {@link BlockLabel}. The
 * same size and id give the same bytes. Thread-safe.
 */
public final class Pictures {
  private static final long MOST_BYTES = 64L << 20;

  /** Decoded, the largest take 50 MB. */
  private static final int DRAWN_AT_ONCE = 2;

  private final Semaphore easels = new Semaphore(DRAWN_AT_ONCE);
  private final Map<String, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  public byte[] jpeg(Pixels size, String id) {
    return picture(PictureKind.JPEG, size, id);
  }

  public byte[] png(Pixels size, String id) {
    return picture(PictureKind.PNG, size, id);
  }

  /**
   * @return not a copy
   */
  public byte[] picture(PictureKind kind, Pixels size, String id) {
    String key = kind + " " + size + " " + id;
    byte[] known = kept(key);
    if (known.length > 0) {
      return known;
    }
    easels.acquireUninterruptibly();
    try {
      byte[] meanwhile = kept(key);
      return meanwhile.length > 0 ? meanwhile : keep(key, drawn(kind, size, id));
    } finally {
      easels.release();
    }
  }

  private synchronized byte[] kept(String key) {
    return kept.getOrDefault(key, new byte[0]);
  }

  private synchronized byte[] keep(String key, byte[] picture) {
    byte[] before = kept.put(key, picture);
    bytes += picture.length - (before == null ? 0 : before.length);
    var oldest = kept.values().iterator();
    while (bytes > MOST_BYTES && oldest.hasNext()) {
      bytes -= oldest.next().length;
      oldest.remove();
    }
    return picture;
  }

  private static byte[] drawn(PictureKind kind, Pixels size, String id) {
    var picture = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_3BYTE_BGR);
    var ground = new Color((id + size).hashCode() * 0x9E3779B1);
    Graphics2D canvas = picture.createGraphics();
    canvas.setColor(ground);
    canvas.fillRect(0, 0, size.width(), size.height());
    BlockLabel.draw(canvas, size, id, ground);
    canvas.dispose();
    var out = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, kind.word(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}

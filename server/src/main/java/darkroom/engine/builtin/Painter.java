package darkroom.engine.builtin;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageWriterSpi;

/**
 * Draws a sketch as a JPEG. The same sketch gives the same bytes within a release, on one machine;
 * at most a band of rows is in memory. Thread-safe.
 */
public final class Painter {

  private static final float QUALITY = 0.9f;

  /** Pixels of a band: enough to be worth its set-up, and 5 MB at most. */
  private static final int BAND_PIXELS = 262_144;

  private final Poster poster;

  public Painter() {
    MachineFaces machine = new MachineFaces();
    this.poster =
        new Poster(
            new Faces(Face.bundled("EBGaramond-Regular.otf"), machine),
            new Faces(Face.bundled("InterDisplay-Medium.otf"), machine));
  }

  /**
   * Writes a JPEG of exactly the sketch's size. Does not close {@code out}.
   *
   * @throws java.io.InterruptedIOException when the thread is interrupted; what was written is
   *     useless
   */
  public void paint(Sketch sketch, OutputStream out) throws IOException {
    paint(sketch, out, Math.clamp(BAND_PIXELS / sketch.width(), 16, 64));
  }

  /**
   * As {@link #paint(Sketch, OutputStream)}; the height of a band changes nothing in the picture.
   */
  void paint(Sketch sketch, OutputStream out, int bandRows) throws IOException {
    Chance chance = Chance.of("grain " + sketch.shot());
    Strip strip =
        new Strip(
            sketch.width(),
            sketch.height(),
            bandRows,
            poster.compose(sketch),
            new Grain(chance.nextLong(), 0.022));
    ImageWriter writer = jpegWriter();
    try (Forward stream = new Forward(out)) {
      writer.setOutput(stream);
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(QUALITY);
      Canvas canvas = new Canvas(sketch.width(), sketch.height(), strip);
      writer.write(null, new IIOImage(canvas, null, null), settings);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      writer.dispose();
    }
  }

  /** The JDK's own writer: others on the class path may ask for all pixels at once. */
  private static ImageWriter jpegWriter() throws IOException {
    Iterator<ImageWriterSpi> providers =
        IIORegistry.getDefaultInstance()
            .getServiceProviders(
                ImageWriterSpi.class, provider -> isJdkJpeg((ImageWriterSpi) provider), true);
    return providers.next().createWriterInstance();
  }

  private static boolean isJdkJpeg(ImageWriterSpi provider) {
    return "java.desktop".equals(provider.getClass().getModule().getName())
        && provider.getClass().getSimpleName().startsWith("JPEG");
  }
}

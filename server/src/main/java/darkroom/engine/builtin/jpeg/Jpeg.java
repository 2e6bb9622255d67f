package darkroom.engine.builtin.jpeg;

import darkroom.engine.builtin.paint.Layer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageWriterSpi;

/**
 * A picture to be painted while it is written; at most a band of its rows is in memory. Immutable.
 *
 * @param width in pixels
 * @param height in pixels
 * @param layers everything on the canvas, furthest first
 * @param grain seed of the film grain
 */
public record Jpeg(int width, int height, List<Layer> layers, long grain) {

  private static final float QUALITY = 0.9f;
  private static final double GRAIN = 0.022;

  public Jpeg {
    layers = List.copyOf(layers);
  }

  /**
   * Paints and writes everything. Does not close {@code out}.
   *
   * @param bandRows how many rows are painted at a time; changes nothing in the picture
   * @throws java.io.InterruptedIOException when the thread is interrupted; what was written is
   *     useless
   */
  public void write(OutputStream out, int bandRows) throws IOException {
    Strip strip = new Strip(width, height, bandRows, layers, new Grain(grain, GRAIN));
    ImageWriter writer = jpegWriter();
    try (Forward stream = new Forward(out)) {
      writer.setOutput(stream);
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(QUALITY);
      Canvas canvas = new Canvas(width, height, strip);
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

package darkroom.image;

import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * ImageIO as far as we let strangers' bytes near it: a reader is picked by our own {@link
 * ImageKind}, never by ImageIO's guess, and readers of other formats are gone from this process.
 * Thread-safe.
 */
final class ImageReaders {
  private static final List<String> UNWANTED = List.of("bmp", "wbmp", "tiff");

  static {
    // no copies of strangers' bytes in the temporary folder
    ImageIO.setUseCache(false);
    IIORegistry registry = IIORegistry.getDefaultInstance();
    for (String format : UNWANTED) {
      for (ImageReader reader : readers(format)) {
        registry.deregisterServiceProvider(reader.getOriginatingProvider(), ImageReaderSpi.class);
        reader.dispose();
      }
    }
  }

  private ImageReaders() {}

  /** A fresh reader; the caller disposes of it. */
  static ImageReader of(ImageKind kind) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(kind.word());
    if (!readers.hasNext()) {
      throw new IllegalStateException("no reader for " + kind + " on the class path");
    }
    return readers.next();
  }

  private static List<ImageReader> readers(String format) {
    Iterable<ImageReader> all = () -> ImageIO.getImageReadersByFormatName(format);
    return java.util.stream.StreamSupport.stream(all.spliterator(), false).toList();
  }
}

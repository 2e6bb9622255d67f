package darkroom.image;

import darkroom.image.ImageVerdict.Unusable;
import darkroom.image.ImageVerdict.Usable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Judges a file by its bytes and its header, before anything is decoded (threats T12, T14):
 * declared types, names and extensions do not count. Thread-safe.
 */
public final class ImageGate {
  private final HeaderReader headers = new HeaderReader();
  private final ImageLimits limits;

  public ImageGate(ImageLimits limits) {
    this.limits = limits;
  }

  /**
   * Judges one file.
   *
   * @throws IOException when the file cannot be read
   */
  public ImageVerdict judge(Path file) throws IOException {
    if (Files.size(file) > limits.maxBytes()) {
      return new Unusable("is larger than " + limits.maxBytes() + " bytes");
    }
    Optional<ImageHeader> found = headers.read(file);
    if (found.isEmpty()) {
      return new Unusable("is no readable JPEG, PNG, WebP or GIF picture");
    }
    ImageHeader header = found.get();
    if (Math.max(header.width(), header.height()) > limits.maxSide()) {
      return new Unusable("is longer than " + limits.maxSide() + " pixels on a side");
    }
    if (header.pixels() > limits.maxPixels()) {
      return new Unusable("has more than " + limits.maxPixels() + " pixels");
    }
    return new Usable(header);
  }
}

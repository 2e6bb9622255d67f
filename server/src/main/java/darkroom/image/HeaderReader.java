package darkroom.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads kind, size and EXIF orientation of a picture from a few small reads. Our own parser,
 * because libraries decode, allocate by declared sizes, or guess the format from more than its
 * signature. Orientation is read from JPEG only; the other formats count as upright. Stateless.
 */
public final class HeaderReader {

  /**
   * Reads the header; width and height are as stored.
   *
   * @return empty when it is no picture of an {@link ImageKind}, or a malformed one
   * @throws IOException when the file cannot be read
   */
  public Optional<ImageHeader> read(Path file) throws IOException {
    try (FileWindow window = FileWindow.open(file)) {
      Optional<ImageKind> kind = ImageKind.of(window.head(ImageKind.HEAD));
      return kind.isEmpty() ? Optional.empty() : Optional.of(header(kind.get(), window));
    } catch (MalformedPictureException e) {
      return Optional.empty();
    }
  }

  private static ImageHeader header(ImageKind kind, FileWindow window) throws IOException {
    return switch (kind) {
      case JPEG -> JpegHeader.read(window);
      case PNG -> png(window);
      case WEBP -> WebpHeader.read(window);
      case GIF -> gif(window);
    };
  }

  /** PNG, third edition, 11.2.1: IHDR is the first chunk. */
  private static ImageHeader png(FileWindow window) throws IOException {
    byte[] head = window.bytes(8, 16);
    if (FileWindow.big(head, 0, 4) != 13 || FileWindow.big(head, 4, 4) != 0x49484452) {
      throw new MalformedPictureException("no IHDR");
    }
    return sized(ImageKind.PNG, FileWindow.big(head, 8, 4), FileWindow.big(head, 12, 4), 1);
  }

  private static ImageHeader gif(FileWindow window) throws IOException {
    GifFrame frame = GifFrame.first(window);
    return sized(ImageKind.GIF, frame.canvasWidth(), frame.canvasHeight(), 1);
  }

  /** Zero, or a number beyond 2^31, in a picture's own words makes it malformed. */
  static ImageHeader sized(ImageKind kind, int width, int height, int orientation)
      throws MalformedPictureException {
    if (width < 1 || height < 1) {
      throw new MalformedPictureException("no size");
    }
    return new ImageHeader(kind, width, height, orientation);
  }
}

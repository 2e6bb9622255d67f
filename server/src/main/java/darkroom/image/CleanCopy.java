package darkroom.image;

import darkroom.image.ImageVerdict.Unusable;
import darkroom.image.ImageVerdict.Usable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Writes a stranger's picture anew, without what is no picture: camera and place (EXIF, XMP, IPTC),
 * comments, thumbnails, all frames but the first, and whatever follows its end (threat T14). Works
 * on the container, so pixels and colour profiles stay as they are, in a few kilobytes of memory.
 * Thread-safe.
 */
public final class CleanCopy {
  private static final Unusable DAMAGED = new Unusable("is damaged or cut short");

  private final ImageGate gate;
  private final Decoder decoder;
  private final MetadataConfig config;

  public CleanCopy(ImageGate gate, Decoder decoder, MetadataConfig config) {
    this.gate = gate;
    this.decoder = decoder;
    this.config = config;
  }

  /**
   * Copies a picture. One that its EXIF data turns keeps this one entry.
   *
   * @param to has useless bytes in it when the verdict is not {@link Usable}; left open
   * @return the copy's header
   * @throws IOException when a file cannot be read or written
   */
  public ImageVerdict write(Path from, OutputStream to) throws IOException {
    return switch (gate.judge(from)) {
      case Usable(ImageHeader header) -> strip(from, header, to);
      case Unusable unusable -> unusable;
    };
  }

  /**
   * As {@link #write}, with turned pictures turned for good: those are encoded anew, in sRGB. One
   * too large for this process's memory, or that takes too long, keeps its EXIF entry instead.
   *
   * @throws DecodeBusyException when there was no room to turn it just now
   */
  public ImageVerdict upright(Path from, OutputStream to) throws IOException {
    return switch (gate.judge(from)) {
      case Usable(ImageHeader header) ->
          header.orientation() != 1 && decoder.canHold(header)
              ? turn(from, header, to)
              : strip(from, header, to);
      case Unusable unusable -> unusable;
    };
  }

  private ImageVerdict turn(Path from, ImageHeader header, OutputStream to) throws IOException {
    try {
      decoder.encodeUpright(from, header, to);
      return new Usable(
          new ImageHeader(ImageKind.JPEG, header.displayWidth(), header.displayHeight(), 1));
    } catch (DecodeTooLongException e) {
      return strip(from, header, to); // nothing has been written yet
    } catch (MalformedPictureException e) {
      return DAMAGED;
    }
  }

  private ImageVerdict strip(Path from, ImageHeader header, OutputStream to) throws IOException {
    boolean provenance = config.keepProvenance();
    try {
      return new Usable(
          switch (header.kind()) {
            case JPEG -> JpegCopy.write(from, header, provenance, to);
            case PNG -> PngCopy.write(from, header, provenance, to);
            case WEBP -> WebpCopy.write(from, provenance, to);
            case GIF -> GifCopy.write(from, header, to);
          });
    } catch (MalformedPictureException e) {
      return DAMAGED;
    }
  }
}

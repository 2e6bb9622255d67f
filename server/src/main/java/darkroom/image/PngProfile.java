package darkroom.image;

import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.color.ProfileDataException;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

/**
 * The colour profile inside a PNG (third edition, 11.3.2.3), which the JDK's reader leaves out: it
 * takes all samples for sRGB. One that is damaged, too large or for other samples is no profile, as
 * for browsers.
 *
 * @param space of the samples, RGB or grey
 */
record PngProfile(ColorSpace space) {
  private static final int MOST_CHUNKS = 1_000;
  private static final int MOST_BYTES = 4 << 20;
  private static final int LONGEST_NAME = 79;
  private static final int HEAD = 128;

  private static final int PROFILE = 0x69434350; // "iCCP"
  private static final int PIXELS = 0x49444154; // "IDAT"
  private static final int SIGNATURE = 0x61637370; // "acsp"

  /**
   * @throws IOException when the file cannot be read
   */
  static Optional<PngProfile> of(Path file) throws IOException {
    try (FileWindow window = FileWindow.open(file)) {
      long at = 8;
      for (int i = 0; i < MOST_CHUNKS; i++) {
        byte[] head = window.bytes(at, 8);
        long length = FileWindow.big(head, 0, 4) & 0xffff_ffffL;
        int type = FileWindow.big(head, 4, 4);
        if (type == PIXELS || (type == PROFILE && length > MOST_BYTES)) {
          return Optional.empty();
        }
        if (type == PROFILE) {
          return parse(window.bytes(at + 8, (int) length));
        }
        at += 12 + length;
      }
      return Optional.empty();
    } catch (MalformedPictureException e) {
      return Optional.empty(); // whether it is a picture at all, its reader says
    }
  }

  /** A name, a zero, the method of compression, and the profile compressed by it. */
  private static Optional<PngProfile> parse(byte[] data) {
    int name = 0;
    while (name < data.length && data[name] != 0) {
      name++;
    }
    int from = name + 2;
    if (name > LONGEST_NAME || from >= data.length || data[name + 1] != 0) {
      return Optional.empty();
    }
    var packed = new ByteArrayInputStream(data, from, data.length - from);
    try (var inflated = new InflaterInputStream(packed)) {
      return space(inflated.readNBytes(MOST_BYTES + 1)).map(PngProfile::new);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<ColorSpace> space(byte[] profile) {
    if (profile.length <= HEAD
        || profile.length > MOST_BYTES
        || FileWindow.big(profile, 0, 4) != profile.length
        || FileWindow.big(profile, 36, 4) != SIGNATURE) {
      return Optional.empty();
    }
    try {
      var space = new ICC_ColorSpace(ICC_Profile.getInstance(profile));
      if (space.getType() != ColorSpace.TYPE_RGB && space.getType() != ColorSpace.TYPE_GRAY) {
        return Optional.empty();
      }
      // only this shows whether it can be converted from
      return space.toRGB(new float[space.getNumComponents()]).length == 3
          ? Optional.of(space)
          : Optional.empty();
    } catch (IllegalArgumentException | CMMException | ProfileDataException e) {
      return Optional.empty();
    }
  }

  /** The same samples with their true colours; of a palette the colours are converted at once. */
  BufferedImage on(BufferedImage raw) {
    ColorModel model = raw.getColorModel();
    if (model instanceof IndexColorModel palette) {
      return new BufferedImage(converted(palette), raw.getRaster(), false, null);
    }
    if (!(model instanceof ComponentColorModel)
        || model.getColorSpace().getType() != space.getType()) {
      return raw;
    }
    var profiled =
        new ComponentColorModel(
            space, model.hasAlpha(), false, model.getTransparency(), model.getTransferType());
    return new BufferedImage(profiled, raw.getRaster(), false, null);
  }

  private IndexColorModel converted(IndexColorModel palette) {
    int[] colours = new int[palette.getMapSize()];
    palette.getRGBs(colours);
    boolean grey = space.getType() == ColorSpace.TYPE_GRAY;
    if (grey && !Arrays.stream(colours).allMatch(PngProfile::isGrey)) {
      return palette;
    }
    var model =
        new ComponentColorModel(space, false, false, ColorModel.OPAQUE, DataBuffer.TYPE_BYTE);
    var row =
        new BufferedImage(
            model, model.createCompatibleWritableRaster(colours.length, 1), false, null);
    for (int i = 0; i < colours.length; i++) {
      int colour = colours[i];
      int[] samples = {colour >> 16 & 0xff, colour >> 8 & 0xff, colour & 0xff};
      row.getRaster().setPixel(i, 0, samples);
    }
    BufferedImage srgb = RgbPixels.on(row, 0, 0, colours.length, 1);
    for (int i = 0; i < colours.length; i++) {
      colours[i] = (colours[i] & 0xff00_0000) | (srgb.getRGB(i, 0) & 0xff_ffff);
    }
    return new IndexColorModel(
        palette.getPixelSize(),
        colours.length,
        colours,
        0,
        palette.hasAlpha(),
        palette.getTransparentPixel(),
        palette.getTransferType());
  }

  private static boolean isGrey(int colour) {
    return (colour & 0xff) == (colour >> 8 & 0xff) && (colour & 0xff) == (colour >> 16 & 0xff);
  }
}

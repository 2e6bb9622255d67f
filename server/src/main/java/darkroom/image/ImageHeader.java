package darkroom.image;

/**
 * What a picture says about itself before anything is decoded.
 *
 * @param width columns as stored, at least 1
 * @param height rows as stored, at least 1
 * @param orientation EXIF tag 0x112, 1 to 8; 1 means as stored
 */
public record ImageHeader(ImageKind kind, int width, int height, int orientation) {

  public ImageHeader {
    if (width < 1 || height < 1 || orientation < 1 || orientation > 8) {
      throw new IllegalArgumentException(
          "header: " + width + "x" + height + ", orientation " + orientation);
    }
  }

  /** Width as a viewer shows it: orientations 5 to 8 turn the picture by a quarter. */
  public int displayWidth() {
    return orientation >= 5 ? height : width;
  }

  /** Height as a viewer shows it. */
  public int displayHeight() {
    return orientation >= 5 ? width : height;
  }

  public long pixels() {
    return (long) width * height;
  }
}

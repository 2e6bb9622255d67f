package darkroom.fake.kit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Pictures that are none, for results inside an answer as well as for those by address. */
public final class SpoiltPictures {
  private final Pictures pictures;

  SpoiltPictures(Pictures pictures) {
    this.pictures = pictures;
  }

  /**
   * The bytes in place of a picture.
   *
   * @param kind of picture that was announced
   */
  public byte[] spoilt(ImageFault fault, PictureKind kind, Pixels size, String id) {
    return switch (fault) {
      case TRUNCATED -> {
        byte[] whole = pictures.picture(kind, size, id);
        yield Arrays.copyOf(whole, whole.length / 2);
      }
      case ZERO -> new byte[0];
      case HTML, HTML_ONCE -> "<html>no picture</html>".getBytes(StandardCharsets.UTF_8);
      case WRONGTYPE -> pictures.picture(kind.other(), size, id);
      case BOMB -> PngBomb.bytes();
    };
  }
}

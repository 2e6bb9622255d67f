package darkroom.fake.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PicturesTest {
  private static final Pixels SMALL = new Pixels(320, 200);

  private final Pictures pictures = new Pictures();

  @ParameterizedTest
  @CsvSource({"320x200,JPEG", "200x320,PNG", "64x48,PNG", "1920x1920,JPEG", "4096x900,JPEG"})
  void a_picture_has_the_asked_pixels_and_tells_its_id(String size, PictureKind kind)
      throws IOException {
    Pixels pixels = Pixels.of(size);

    byte[] bytes = pictures.picture(kind, pixels, "0123456789-abcdefghij.4");

    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(bytes));
    assertThat(picture.getWidth() + "x" + picture.getHeight()).isEqualTo(size);
    assertThat(BlockLabel.read(picture)).isEqualTo("0123456789abcdefghij.4");
    assertThat(ReferenceHeader.of(bytes)).contains(new ReferenceHeader(kind.word(), pixels));
  }

  @Test
  void the_same_id_and_size_give_the_same_bytes() {
    assertThat(pictures.jpeg(SMALL, "a")).isEqualTo(new Pictures().jpeg(SMALL, "a"));
    assertThat(pictures.jpeg(SMALL, "a")).isNotEqualTo(pictures.jpeg(SMALL, "b"));
  }

  @Test
  void spoilt_ones_are_no_pictures() throws IOException {
    var spoilt = new SpoiltPictures(pictures);

    assertThat(spoilt(spoilt, ImageFault.ZERO)).isEmpty();
    assertThat(new String(spoilt(spoilt, ImageFault.HTML), StandardCharsets.UTF_8))
        .startsWith("<html>");
    assertThat(spoilt(spoilt, ImageFault.WRONGTYPE)).isEqualTo(pictures.png(SMALL, "a"));
    assertThat(spoilt(spoilt, ImageFault.TRUNCATED)).hasSize(pictures.jpeg(SMALL, "a").length / 2);
    assertThat(ReferenceHeader.of(spoilt(spoilt, ImageFault.BOMB)))
        .contains(new ReferenceHeader("png", new Pixels(20_000, 20_000)));
    assertThat(spoilt(spoilt, ImageFault.BOMB)).hasSizeLessThan(1_000);
  }

  private static byte[] spoilt(SpoiltPictures spoilt, ImageFault fault) {
    return spoilt.spoilt(fault, PictureKind.JPEG, SMALL, "a");
  }

  @Test
  void a_tier_is_a_row_that_is_no_square() {
    assertThat(Pixels.of("2K")).hasToString("2496x1664");
    assertThat(Pixels.of("4K")).hasToString("4992x3328");
    assertThatThrownBy(() -> Pixels.of("5K")).isInstanceOf(IllegalArgumentException.class);
  }
}

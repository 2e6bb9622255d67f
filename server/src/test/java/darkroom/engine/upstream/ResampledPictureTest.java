package darkroom.engine.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.catalog.Size;
import darkroom.engine.BrokenPicture;
import darkroom.image.Decoder;
import darkroom.image.DecoderConfig;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResampledPictureTest {
  private static final Size.Pixels WANTED = new Size.Pixels(128, 96);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  @TempDir private Path folder;

  @Test
  void a_picture_is_brought_to_the_asked_pixels() throws IOException {
    var picture = picture(png(), Duration.ofSeconds(30));

    picture.writeTo(out);

    BufferedImage written = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
    assertThat(written.getWidth() + "x" + written.getHeight()).isEqualTo("128x96");
    assertThat(picture.note()).isEqualTo("64x64 scaled to 128x96");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_damaged_picture_is_broken_for_good() throws IOException {
    var picture = picture(Arrays.copyOf(png(), 60), Duration.ofSeconds(30));

    assertThatThrownBy(() -> picture.writeTo(out)).isInstanceOf(BrokenPicture.class);
  }

  @Test
  void a_picture_that_took_too_long_is_worth_another_try() throws IOException {
    var picture = picture(png(), Duration.ZERO);

    assertThatThrownBy(() -> picture.writeTo(out))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(BrokenPicture.class)
        .hasMessageContaining("too long");
    assertThat(out.size()).isZero();
    assertThat(folder).isEmptyDirectory();
  }

  private ResampledPicture picture(byte[] bytes, Duration longestDecode) {
    var decoder = new Decoder(new DecoderConfig(50_000_000, Duration.ofSeconds(5), longestDecode));
    return new ResampledPicture(to -> to.write(bytes), WANTED, decoder, new Spool(folder), "a1");
  }

  private static byte[] png() throws IOException {
    var png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", png);
    return png.toByteArray();
  }
}

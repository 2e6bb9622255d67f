package darkroom.engine.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.catalog.Size;
import darkroom.engine.BrokenPicture;
import darkroom.engine.Picture;
import darkroom.engine.Requests;
import darkroom.image.Decoder;
import darkroom.image.DecoderConfig;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResampledPictureTest {
  private static final Size.Pixels WANTED = new Size.Pixels(128, 96);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  @TempDir private Path folder;

  @Test
  void a_picture_is_brought_to_the_asked_pixels() throws IOException {
    var picture = picture(plain(), Duration.ofSeconds(30));

    picture.writeTo(out);

    BufferedImage written = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
    assertThat(written.getWidth() + "x" + written.getHeight()).isEqualTo("128x96");
    assertThat(picture.note()).isEqualTo("64x64 scaled to 128x96");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_damaged_picture_is_broken_for_good() throws IOException {
    var picture = picture(Arrays.copyOf(plain(), 60), Duration.ofSeconds(30));

    assertThatThrownBy(() -> picture.writeTo(out)).isInstanceOf(BrokenPicture.class);
  }

  @Test
  void a_picture_that_took_too_long_is_worth_another_try() throws IOException {
    var picture = picture(plain(), Duration.ZERO);

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

  @ParameterizedTest
  @CsvSource({
    "true, 1, 'again whole'",
    "true, 2, 'again again whole'",
    "true, 9, 'again again BAD_RESULT'",
    "false, 9, 'BAD_RESULT'",
  })
  void one_that_came_damaged_is_brought_anew_where_it_may_differ(
      boolean mayDiffer, int bad, String tries) throws IOException {
    byte[] whole = png();
    var resampled =
        new ResampledPicture(
            new Damaged(mayDiffer, bad, whole),
            new Size.Pixels(30, 40),
            Requests.decoder(),
            new Spool(folder),
            "a");
    var ends = new ArrayList<String>();

    while (ends.size() < 5 && (ends.isEmpty() || ends.getLast().equals("again"))) {
      try {
        resampled.writeTo(new ByteArrayOutputStream());
        ends.add("whole");
      } catch (BrokenPicture e) {
        ends.add(e.refusal().name());
      } catch (IOException e) {
        ends.add("again");
      }
    }

    assertThat(String.join(" ", ends)).isEqualTo(tries);
    assertThat(resampled.mayDiffer()).isEqualTo(mayDiffer);
  }

  /** Half of it the first few times, and no sign of that. */
  private static final class Damaged implements Picture {
    private final boolean mayDiffer;
    private final int bad;
    private final byte[] whole;
    private int reads;

    private Damaged(boolean mayDiffer, int bad, byte[] whole) {
      this.mayDiffer = mayDiffer;
      this.bad = bad;
      this.whole = whole;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(++reads <= bad ? Arrays.copyOf(whole, whole.length / 2) : whole);
    }

    @Override
    public boolean mayDiffer() {
      return mayDiffer;
    }
  }

  private static byte[] plain() throws IOException {
    var png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", png);
    return png.toByteArray();
  }

  private static byte[] png() throws IOException {
    var picture = new BufferedImage(60, 60, BufferedImage.TYPE_INT_RGB);
    var random = new Random(1);
    for (int i = 0; i < 3_600; i++) {
      picture.setRGB(i % 60, i / 60, random.nextInt());
    }
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", bytes);
    return bytes.toByteArray();
  }
}

package darkroom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class LanczosTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "64, 64, 128, 128",
    "64, 64, 100, 40",
    "64, 48, 30, 30",
    "300, 200, 97, 61",
    "1, 1, 5, 3",
    "5, 3, 1, 1",
    "64, 64, 64, 64"
  })
  void one_colour_stays_that_colour_to_the_very_edge(int width, int height, int to, int toHeight)
      throws IOException {
    BufferedImage result = Lanczos.cover(flat(width, height, 0x336699), to, toHeight);

    assertThat(result.getWidth() + "x" + result.getHeight()).isEqualTo(to + "x" + toHeight);
    for (int y = 0; y < toHeight; y++) {
      for (int x = 0; x < to; x++) {
        assertThat(result.getRGB(x, y) & 0xffffff).isEqualTo(0x336699);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"128, 128", "32, 32", "200, 200"})
  void quarters_stay_where_they_are(int width, int height) throws IOException {
    BufferedImage source = Fixtures.quarters(64, 64, BufferedImage.TYPE_INT_RGB);

    BufferedImage result = Lanczos.cover(source, width, height);

    assertThat(result.getRGB(2, 2) & 0xffffff).isEqualTo(0xff0000);
    assertThat(result.getRGB(width - 3, 2) & 0xffffff).isEqualTo(0x00ff00);
    assertThat(result.getRGB(2, height - 3) & 0xffffff).isEqualTo(0x0000ff);
    assertThat(result.getRGB(width - 3, height - 3) & 0xffffff).isEqualTo(0x000000);
  }

  @Test
  void what_stands_over_is_cut_off_evenly() throws IOException {
    // a circle's bounds tell distortion and shift alike
    var source = new BufferedImage(300, 100, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = source.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillOval(110, 10, 80, 80);
    graphics.dispose();

    BufferedImage result = Lanczos.cover(source, 200, 200);

    // an oval without half-tones is a pixel or two short of its box
    int[] bounds = bounds(result);
    assertThat(bounds[0]).isBetween(19, 23);
    assertThat(bounds[1]).isBetween(19, 23);
    assertThat(bounds[0] + bounds[2]).isBetween(197, 201);
    assertThat(bounds[1] + bounds[3]).isBetween(197, 201);
  }

  @Test
  void the_decoder_writes_exactly_these_pixels_upright() throws IOException {
    byte[] jpeg = Fixtures.oriented(Fixtures.jpeg(64, 32), 6, ByteOrder.BIG_ENDIAN);
    Path file = Files.write(folder.resolve("turned.jpg"), jpeg);
    ImageHeader header = new HeaderReader().read(file).orElseThrow();
    var out = new ByteArrayOutputStream();

    decoder(50_000_000).encodeExactly(file, header, 160, 320, out);

    BufferedImage result = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
    assertThat(result.getWidth() + "x" + result.getHeight()).isEqualTo("160x320");
    // turned by a quarter: blue comes to the top left
    assertThat(new Color(result.getRGB(20, 20)).getBlue()).isGreaterThan(200);
  }

  @Test
  void a_result_beyond_this_process_is_not_begun() throws IOException {
    Path file = Files.write(folder.resolve("a.png"), Fixtures.png(64, 64));
    ImageHeader header = new HeaderReader().read(file).orElseThrow();
    var small =
        new Decoder(
            new DecoderConfig(50_000_000, Duration.ofSeconds(1), Duration.ofSeconds(5)), 1 << 20);

    assertThatThrownBy(
            () -> small.encodeExactly(file, header, 1_024, 1_024, new ByteArrayOutputStream()))
        .isInstanceOf(MalformedPictureException.class);
  }

  @Test
  void an_interrupted_thread_stops() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> Lanczos.cover(flat(8, 8, 0), 16, 16))
          .isInstanceOf(InterruptedIOException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static Decoder decoder(long pixels) {
    return new Decoder(new DecoderConfig(pixels, Duration.ofSeconds(5), Duration.ofSeconds(10)));
  }

  private static BufferedImage flat(int width, int height, int rgb) {
    var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(new Color(rgb));
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    return picture;
  }

  /** Left, top, right and bottom of what is bright. */
  private static int[] bounds(BufferedImage picture) {
    int[] bounds = {Integer.MAX_VALUE, Integer.MAX_VALUE, -1, -1};
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        if ((picture.getRGB(x, y) & 0xff) > 127) {
          bounds[0] = Math.min(bounds[0], x);
          bounds[1] = Math.min(bounds[1], y);
          bounds[2] = Math.max(bounds[2], x);
          bounds[3] = Math.max(bounds[3], y);
        }
      }
    }
    return bounds;
  }
}

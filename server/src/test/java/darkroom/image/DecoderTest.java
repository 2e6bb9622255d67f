package darkroom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {
  private static final int RED = 0xff0000;
  private static final int GREEN = 0x00ff00;
  private static final int BLUE = 0x0000ff;
  private static final int BLACK = 0;
  private static final int WHITE = 0xffffff;
  private static final Decoder DECODER =
      new Decoder(new DecoderConfig(50_000_000, Duration.ofSeconds(5), Duration.ofSeconds(10)));

  /** The colours of {@link Fixtures#quarters}. */
  enum Quarter {
    RED(DecoderTest.RED),
    GREEN(DecoderTest.GREEN),
    BLUE(DecoderTest.BLUE),
    BLACK(DecoderTest.BLACK);

    private final int rgb;

    Quarter(int rgb) {
      this.rgb = rgb;
    }
  }

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif"})
  void pictures_keep_their_colours(String format) throws IOException {
    byte[] bytes = Fixtures.encoded(Fixtures.quarters(64, 32, BufferedImage.TYPE_INT_RGB), format);

    BufferedImage picture = decode(bytes, 100);

    assertThat(picture.getType()).isEqualTo(BufferedImage.TYPE_INT_RGB);
    assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(64, 32);
    assertCorners(picture, RED, GREEN, BLUE, BLACK);
  }

  // where the quarters of the stored picture stand after turning, see the table of EXIF 4.6.5
  @ParameterizedTest
  @CsvSource({
    "1, RED, GREEN, BLUE, BLACK",
    "2, GREEN, RED, BLACK, BLUE",
    "3, BLACK, BLUE, GREEN, RED",
    "4, BLUE, BLACK, RED, GREEN",
    "5, RED, BLUE, GREEN, BLACK",
    "6, BLUE, RED, BLACK, GREEN",
    "7, BLACK, GREEN, BLUE, RED",
    "8, GREEN, BLACK, RED, BLUE"
  })
  void orientation_is_applied(
      int orientation, Quarter topLeft, Quarter topRight, Quarter bottomLeft, Quarter bottomRight)
      throws IOException {
    byte[] jpeg = Fixtures.oriented(Fixtures.jpeg(64, 32), orientation, ByteOrder.BIG_ENDIAN);

    BufferedImage picture = decode(jpeg, 1_000);

    assertThat(picture.getWidth()).isEqualTo(orientation >= 5 ? 32 : 64);
    assertCorners(picture, topLeft.rgb, topRight.rgb, bottomLeft.rgb, bottomRight.rgb);
  }

  @ParameterizedTest
  @CsvSource({
    "640, 320, 64, 64, 32",
    "641, 320, 64, 64, 32",
    "20, 3000, 100, 1, 100",
    "100, 50, 99, 99, 50",
    "50, 50, 100, 50, 50",
    "1200, 800, 150, 150, 100"
  })
  void the_longer_side_is_brought_down(int width, int height, int side, int toWidth, int toHeight)
      throws IOException {
    for (byte[] bytes :
        List.of(
            Fixtures.png(width, height), Fixtures.jpeg(width, height),
            Fixtures.gif(width, height), Fixtures.webp(width, height, 9, 9, 9))) {
      BufferedImage picture = decode(bytes, side);

      assertThat(List.of(picture.getWidth(), picture.getHeight()))
          .containsExactly(toWidth, toHeight);
    }
    assertCorners(decode(Fixtures.png(1_200, 800), 150), RED, GREEN, BLUE, BLACK);
  }

  @Test
  void a_large_picture_is_read_with_gaps_in_bounded_memory() throws IOException {
    Path file =
        write(
            Fixtures.encoded(
                Fixtures.quarters(6_000, 4_000, BufferedImage.TYPE_BYTE_GRAY), "jpeg"));
    ImageHeader header = new HeaderReader().read(file).orElseThrow();
    var small =
        new Decoder(new DecoderConfig(300_000, Duration.ofSeconds(1), Duration.ofSeconds(10)));
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    small.decode(file, header, 100);
    long before = threads.getCurrentThreadAllocatedBytes();

    BufferedImage picture = small.decode(file, header, 100);

    assertThat(picture.getWidth()).isEqualTo(100);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8 << 20);
  }

  @Test
  void transparent_parts_become_white() throws IOException {
    var picture = new BufferedImage(10, 10, BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(5, 5, 0xffff0000);
    picture.setRGB(6, 6, 0x80000000);

    BufferedImage decoded = decode(Fixtures.encoded(picture, "png"), 10);

    assertThat(rgb(decoded, 0, 0)).isEqualTo(WHITE);
    assertThat(rgb(decoded, 5, 5)).isEqualTo(RED);
    assertThat(rgb(decoded, 6, 6)).isEqualTo(0x7f7f7f);
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
  void grey_stays_as_bright_as_it_was(int type) throws IOException {
    var picture = new BufferedImage(16, 16, type);
    int full = type == BufferedImage.TYPE_BYTE_GRAY ? 0x80 : 0x8080;
    for (int i = 0; i < 256; i++) {
      picture.getRaster().setSample(i % 16, i / 16, 0, full);
    }

    assertThat(rgb(decode(Fixtures.encoded(picture, "png"), 16), 8, 8)).isEqualTo(0x808080);
  }

  @Test
  void cmyk_is_read_with_its_colours() throws IOException {
    BufferedImage white = decode(Fixtures.cmykJpeg(16, 16, new int[] {0, 0, 0, 0}), 16);
    BufferedImage red = decode(Fixtures.cmykJpeg(16, 16, new int[] {0, 255, 255, 0}), 16);

    assertNear(rgb(white, 8, 8), WHITE, 8);
    assertThat(rgb(red, 8, 8) >> 16).isGreaterThan(200);
    assertThat(rgb(red, 8, 8) & 0xff).isLessThan(90);
  }

  @Test
  void webp_is_read_lossy_lossless_and_animated() throws IOException {
    assertThat(rgb(decode(Fixtures.webp(40, 30, 10, 200, 30), 40), 39, 29)).isEqualTo(0x0ac81e);
    for (byte[] bytes : List.of(Fixtures.WEBP_LOSSY, Fixtures.WEBP_ALPHA, Fixtures.WEBP_ANIMATED)) {
      assertThat(decode(bytes, 10).getWidth()).isEqualTo(1);
    }
  }

  @Test
  void of_a_gif_only_the_first_frame_is_taken() throws IOException {
    var writer = ImageIO.getImageWritersByFormatName("gif").next();
    var out = new java.io.ByteArrayOutputStream();
    try (var stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      var first = Fixtures.quarters(20, 20, BufferedImage.TYPE_INT_RGB);
      var second = new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB);
      writer.writeToSequence(new javax.imageio.IIOImage(first, null, null), null);
      writer.writeToSequence(new javax.imageio.IIOImage(second, null, null), null);
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }

    assertCorners(decode(out.toByteArray(), 20), RED, GREEN, BLUE, BLACK);
  }

  @Test
  void a_gif_frame_keeps_its_place_on_the_canvas() throws IOException {
    byte[] gif = Fixtures.gif(20, 20);
    gif[6] = 40;
    gif[8] = 30;

    BufferedImage picture = decode(gif, 100);

    assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(40, 30);
    assertThat(rgb(picture, 1, 1)).isEqualTo(RED);
    assertThat(rgb(picture, 30, 25)).isEqualTo(WHITE);
  }

  @Test
  void truncated_pictures_are_refused() throws IOException {
    for (byte[] bytes :
        List.of(
            Fixtures.png(200, 200),
            Fixtures.jpeg(200, 200),
            Fixtures.progressiveJpeg(200, 200),
            Fixtures.gif(200, 200))) {
      byte[] half = Arrays.copyOf(bytes, bytes.length * 3 / 4);

      assertThatThrownBy(() -> decode(half, 200)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_bomb_that_slipped_through_ends_quickly() throws IOException {
    assertThatThrownBy(() -> decode(Fixtures.pngBomb(5_000, 5_000), 100))
        .isInstanceOf(IOException.class);
  }

  @Test
  @Timeout(10)
  void a_webp_whose_pixels_lie_beyond_its_end_is_refused() throws IOException {
    assertThatThrownBy(() -> decode(Fixtures.webpBeyondItsEnd(7_000, 7_000), 100))
        .isInstanceOf(IOException.class);
  }

  @Test
  void a_jpeg_of_a_thousand_scans_is_refused() throws IOException {
    byte[] jpeg = Fixtures.jpeg(16, 16);
    byte[] scans = new byte[2_000];
    for (int i = 0; i < scans.length; i += 2) {
      scans[i] = (byte) 0xff;
      scans[i + 1] = (byte) 0xda;
    }

    assertThatThrownBy(() -> decode(Fixtures.joined(jpeg, scans), 16))
        .isInstanceOf(MalformedPictureException.class);
  }

  @Test
  void a_picture_that_takes_too_long_is_broken_off_and_not_called_damaged() throws IOException {
    var hasty = new Decoder(new DecoderConfig(50_000_000, Duration.ofSeconds(1), Duration.ZERO));
    for (byte[] bytes :
        List.of(
            Fixtures.png(200, 200), Fixtures.jpeg(200, 200),
            Fixtures.gif(200, 200), Fixtures.webp(200, 200, 1, 2, 3))) {
      Path file = write(bytes);
      ImageHeader header = new HeaderReader().read(file).orElseThrow();

      assertThatThrownBy(() -> hasty.decode(file, header, 200))
          .isInstanceOf(DecodeTooLongException.class);
      assertThat(hasty.canShow(file, header)).as("the benefit of the doubt").isTrue();
    }
  }

  @Test
  void whatever_a_reader_makes_of_being_broken_off_tells_of_the_time() {
    var over = new DecodeTime(Duration.ZERO);
    var wrapped = new javax.imageio.IIOException("Error reading PNG image data");

    assertThatThrownBy(
            () -> {
              throw over.because(wrapped);
            })
        .as("not by us")
        .isSameAs(wrapped);
    assertThatThrownBy(over::check).isInstanceOf(DecodeTooLongException.class);
    assertThat(
            catchThrowable(() -> {
              throw over.because(wrapped);
            }))
        .isInstanceOf(DecodeTooLongException.class);
    assertThatThrownBy(over::checkWhole).isInstanceOf(DecodeTooLongException.class);
  }

  @Test
  void a_picture_beyond_the_heap_is_refused_before_it_is_read() throws IOException {
    var config = new DecoderConfig(50_000_000, Duration.ofSeconds(1), Duration.ofSeconds(10));
    var poor = new Decoder(config, 24 * 10_000);
    Path file = write(Fixtures.webp(200, 200, 1, 2, 3));
    ImageHeader header = new HeaderReader().read(file).orElseThrow();

    assertThat(poor.canHold(header)).isFalse();
    assertThatThrownBy(() -> poor.decode(file, header, 200))
        .isInstanceOf(MalformedPictureException.class)
        .hasMessageContaining("memory");
    assertThat(poor.canShow(file, header)).as("the benefit of the doubt").isTrue();
  }

  @Test
  void what_breaks_off_inside_cannot_be_shown() throws IOException {
    byte[] jpeg = Fixtures.jpeg(200, 200);
    byte[] cut = Fixtures.joined(Arrays.copyOf(jpeg, jpeg.length / 2), new byte[] {-1, -39});
    Path file = write(cut);

    assertThat(DECODER.canShow(file, new HeaderReader().read(file).orElseThrow())).isFalse();
  }

  @Test
  void a_file_that_changed_since_it_was_judged_is_refused() throws IOException {
    Path file = write(Fixtures.png(20, 20));
    ImageHeader header = new HeaderReader().read(file).orElseThrow();
    write(Fixtures.png(200, 200));

    assertThatThrownBy(() -> DECODER.decode(file, header, 20))
        .isInstanceOf(MalformedPictureException.class);
  }

  @Test
  void damaged_pictures_end_as_pictures_or_io_exceptions() throws IOException {
    long seed = 20_261_123L;
    var random = new Random(seed);
    for (byte[] picture :
        List.of(
            Fixtures.png(30, 20),
            Fixtures.jpeg(30, 20),
            Fixtures.progressiveJpeg(30, 20),
            Fixtures.gif(30, 20),
            Fixtures.webp(30, 20, 1, 2, 3),
            Fixtures.WEBP_LOSSY,
            Fixtures.WEBP_ALPHA,
            Fixtures.WEBP_ANIMATED)) {
      for (int round = 0; round < 150; round++) {
        byte[] damaged = picture.clone();
        for (int i = 0; i < 1 + round % 6; i++) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        Path file = write(damaged);
        Optional<ImageHeader> header =
            new HeaderReader().read(file).filter(h -> h.pixels() < 1_000_000);
        if (header.isPresent()) {
          Throwable thrown = catchThrowable(() -> DECODER.decode(file, header.get(), 50));

          assertThat(thrown == null || thrown instanceof IOException)
              .as("seed %d, round %d: %s", seed, round, thrown)
              .isTrue();
        }
      }
    }
  }

  @Test
  void readers_of_other_formats_are_gone() throws IOException {
    decode(Fixtures.png(2, 2), 2);

    for (String format : List.of("bmp", "wbmp", "tiff")) {
      assertThat(ImageIO.getImageReadersByFormatName(format).hasNext()).as(format).isFalse();
    }
    assertThat(ImageIO.getUseCache()).isFalse();
  }

  @Test
  void pixels_are_given_back_and_waiting_has_an_end() throws IOException {
    var permits = new PixelPermits(10_240);
    var wait = Duration.ofMillis(50);

    try (var _ = permits.acquire(1_000_000, wait)) {
      assertThat(permits.available()).isZero();
      assertThatThrownBy(() -> permits.acquire(1, wait))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no room");
    }
    assertThat(permits.available()).isEqualTo(10_240);
  }

  @Test
  void a_jpeg_of_many_scans_counts_with_all_its_pixels() throws IOException {
    byte[] plain = Fixtures.jpeg(2_000, 1_000);
    byte[] parted = plain.clone();
    parted[firstScan(parted) + 4] = 1; // of three components
    var out = java.io.OutputStream.nullOutputStream();

    assertThat(taken(plain, out)).as("read with gaps").isLessThan(200_000);
    assertThat(taken(Fixtures.progressiveJpeg(2_000, 1_000), out))
        .isBetween(1_500_000L, 1_502_000L);
    assertThat(JpegHeader.isOnePass(write(plain))).isTrue();
    assertThat(JpegHeader.isOnePass(write(parted))).isFalse();
    assertThat(JpegHeader.isOnePass(write(Arrays.copyOf(plain, firstScan(plain))))).isFalse();
  }

  @Test
  void the_scans_of_a_jpeg_do_not_count_for_the_heap() throws IOException {
    var config = new DecoderConfig(50_000_000, Duration.ofSeconds(1), Duration.ofSeconds(10));
    var poor = new Decoder(config, 24 * 200_000);
    Path file = write(Fixtures.progressiveJpeg(2_000, 1_000));
    ImageHeader header = new HeaderReader().read(file).orElseThrow();

    assertThat(poor.decode(file, header, 100).getWidth()).isEqualTo(100);
  }

  /** Pixels that count as taken while the picture's JPEG of 100 pixels is written. */
  private long taken(byte[] picture, java.io.OutputStream to) throws IOException {
    Path file = write(picture);
    ImageHeader header = new HeaderReader().read(file).orElseThrow();
    var least = new java.util.concurrent.atomic.AtomicLong(Long.MAX_VALUE);
    long free = DECODER.available();
    var watched =
        new java.io.FilterOutputStream(to) {
          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            least.set(DECODER.available());
            out.write(bytes, offset, length);
          }
        };
    DECODER.encodeSmaller(file, header, 100, watched);
    assertThat(DECODER.available()).isEqualTo(free);
    return free - least.get();
  }

  private static int firstScan(byte[] jpeg) {
    int at = 0;
    while (jpeg[at] != (byte) 0xff || jpeg[at + 1] != (byte) 0xda) {
      at++;
    }
    return at;
  }

  private BufferedImage decode(byte[] bytes, int maxSide) throws IOException {
    Path file = write(bytes);
    return DECODER.decode(file, new HeaderReader().read(file).orElseThrow(), maxSide);
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("picture"), bytes);
  }

  private static void assertCorners(
      BufferedImage picture, int topLeft, int topRight, int bottomLeft, int bottomRight) {
    int right = picture.getWidth() - 2;
    int bottom = picture.getHeight() - 2;
    assertNear(rgb(picture, 1, 1), topLeft, 12);
    assertNear(rgb(picture, right, 1), topRight, 12);
    assertNear(rgb(picture, 1, bottom), bottomLeft, 12);
    assertNear(rgb(picture, right, bottom), bottomRight, 12);
  }

  private static void assertNear(int actual, int expected, int tolerance) {
    for (int shift : new int[] {0, 8, 16}) {
      assertThat(actual >> shift & 0xff)
          .as("%06x, expected about %06x", actual, expected)
          .isBetween(
              Math.max(0, (expected >> shift & 0xff) - tolerance),
              Math.min(255, (expected >> shift & 0xff) + tolerance));
    }
  }

  private static int rgb(BufferedImage picture, int x, int y) {
    return picture.getRGB(x, y) & 0xffffff;
  }
}

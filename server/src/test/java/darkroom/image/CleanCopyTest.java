package darkroom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleanCopyTest {
  private static final String CANARY = "GPS-CANARY-48.2082N-16.3738E";
  private static final byte[] SECRET = CANARY.getBytes(StandardCharsets.ISO_8859_1);
  private static final ImageLimits LIMITS = new ImageLimits(20 << 20, 20 << 20, 50_000_000, 16_384);
  private static final Decoder DECODER =
      new Decoder(new DecoderConfig(50_000_000, Duration.ofSeconds(5), Duration.ofSeconds(10)));

  @TempDir private Path folder;

  @Test
  void a_jpeg_loses_what_is_no_picture_and_no_pixel() throws IOException {
    byte[] jpeg = Fixtures.jpeg(40, 30);
    byte[] told = jpeg;
    for (int marker : new int[] {0xe1, 0xe3, 0xec, 0xed, 0xef, 0xfe, 0xe0, 0xe2, 0xeb}) {
      told = Fixtures.withSegment(told, marker, text("Exif\0\0" + CANARY));
    }
    told = Fixtures.withSegment(told, 0xe1, text("http://ns.adobe.com/xap/1.0/\0" + CANARY));
    told = Fixtures.joined(told, SECRET);

    byte[] copy = copy(told);

    assertThat(hasSecret(copy)).isFalse();
    assertSamePixels(told, copy);
    assertThat(copy).isEqualTo(jpeg);
  }

  @Test
  void a_turned_picture_that_takes_too_long_keeps_its_orientation() throws IOException {
    var hasty = new Decoder(new DecoderConfig(50_000_000, Duration.ofSeconds(5), Duration.ZERO));
    byte[] turned = Fixtures.oriented(Fixtures.jpeg(40, 30), 6, ByteOrder.BIG_ENDIAN);
    Path file = Files.write(folder.resolve("turned"), turned);
    var out = new ByteArrayOutputStream();

    ImageVerdict verdict =
        new CleanCopy(new ImageGate(LIMITS), hasty, new MetadataConfig(false)).upright(file, out);

    assertThat(verdict)
        .isEqualTo(new ImageVerdict.Usable(new ImageHeader(ImageKind.JPEG, 40, 30, 6)));
    Path copy = Files.write(folder.resolve("copy"), out.toByteArray());
    assertThat(new HeaderReader().read(copy)).contains(new ImageHeader(ImageKind.JPEG, 40, 30, 6));
  }

  @Test
  void a_progressive_jpeg_stays_byte_for_byte() throws IOException {
    byte[] jpeg = Fixtures.progressiveJpeg(120, 80);

    assertThat(copy(jpeg)).isEqualTo(jpeg);
  }

  @Test
  void a_colour_profile_and_the_colour_transform_of_a_jpeg_stay() throws IOException {
    byte[] profile = text("ICC_PROFILE\0\1\1" + "x".repeat(200));
    byte[] told = Fixtures.withSegment(Fixtures.jpeg(8, 8), 0xe2, profile);
    byte[] cmyk = Fixtures.cmykJpeg(8, 8, new int[] {1, 2, 3, 4});

    assertThat(copy(told)).isEqualTo(told);
    assertThat(copy(cmyk)).isEqualTo(cmyk);
  }

  /** Chromium 156 shows such a file as if Adobe's segment were there; so do Pillow and Firefox. */
  @Test
  void four_inks_without_a_word_about_them_are_read_as_browsers_do() throws IOException {
    byte[] red = Fixtures.cmykJpeg(16, 16, new int[] {0, 255, 255, 0});
    byte[] mute = Fixtures.joined(Arrays.copyOf(red, 2), Arrays.copyOfRange(red, 18, red.length));

    BufferedImage picture = decode(copy(mute));

    assertThat(picture.getRGB(8, 8) & 0xffffff).isEqualTo(0xff0000);
  }

  @Test
  void a_thumbnail_inside_jfif_goes() throws IOException {
    byte[] thumbnail =
        Fixtures.joined(text("JFIF\0\1\2\0\0\1\0\1"), new byte[] {3, 3}, new byte[27]);
    byte[] jpeg = Fixtures.withSegment(Fixtures.jpeg(8, 8), 0xe0, thumbnail);

    byte[] copy = copy(jpeg);

    assertThat(copy.length).isEqualTo(jpeg.length - 27);
    assertSamePixels(jpeg, copy);
  }

  @Test
  void a_png_loses_what_is_no_picture_and_no_pixel() throws IOException {
    byte[] png = Fixtures.png(40, 30);
    byte[] told = png;
    for (String type : List.of("eXIf", "tEXt", "iTXt", "zTXt", "tIME", "caBX", "acTL", "prVt")) {
      told = Fixtures.withChunk(told, type, SECRET);
    }
    told = Fixtures.joined(told, text("<script>" + CANARY + "</script>"));

    byte[] copy = copy(told);

    assertThat(hasSecret(copy)).isFalse();
    assertThat(copy).isEqualTo(png);
    assertSamePixels(told, copy);
  }

  @Test
  void what_tells_how_pixels_look_stays_in_a_png() throws IOException {
    byte[] png = Fixtures.withChunk(Fixtures.png(8, 8), "gAMA", new byte[] {0, 0, -79, -113});

    assertThat(copy(png)).isEqualTo(png);
  }

  @Test
  void a_webp_loses_what_is_no_picture_and_the_flags_for_it() throws IOException {
    byte[] webp = Fixtures.webpWithMetadata(20, 10, SECRET, SECRET);
    byte[] told = Fixtures.joined(webp, SECRET);

    byte[] copy = copy(told);

    assertThat(hasSecret(copy)).isFalse();
    assertThat(copy[20] & 0x0c).isZero();
    assertThat(FileWindow.little(copy, 4, 4)).isEqualTo(copy.length - 8);
    assertSamePixels(webp, copy);
  }

  @Test
  void plain_webp_files_stay_byte_for_byte() throws IOException {
    for (byte[] webp :
        List.of(Fixtures.WEBP_LOSSY, Fixtures.WEBP_ALPHA, Fixtures.webp(5, 4, 1, 2, 3))) {
      assertThat(copy(webp)).isEqualTo(webp);
    }
  }

  @Test
  void of_animations_the_first_frame_stays() throws IOException {
    byte[] gif = animatedGif();

    byte[] stillGif = copy(gif);
    byte[] stillWebp = copy(Fixtures.WEBP_ANIMATED);

    assertThat(ImageIO.getImageReadersByFormatName("gif").hasNext()).isTrue();
    assertThat(frames(stillGif)).isEqualTo(1);
    assertThat(hasSecret(stillGif)).isFalse();
    assertSamePixels(gif, stillGif);
    assertThat(stillWebp[20] & 0x02).isZero();
    assertSamePixels(Fixtures.WEBP_ANIMATED, stillWebp);
  }

  @Test
  void provenance_stays_where_it_is_wanted() throws IOException {
    byte[] jpeg = Fixtures.withSegment(Fixtures.jpeg(8, 8), 0xeb, text("JP\0\1" + CANARY));
    byte[] png = Fixtures.withChunk(Fixtures.png(8, 8), "caBX", SECRET);

    assertThat(copy(jpeg, true)).isEqualTo(jpeg);
    assertThat(copy(png, true)).isEqualTo(png);
    assertThat(hasSecret(copy(jpeg, false))).isFalse();
    assertThat(hasSecret(copy(png, false))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
  void a_turned_jpeg_stands_upright_without_exif(int orientation) throws IOException {
    byte[] jpeg = Fixtures.oriented(Fixtures.jpeg(64, 32), orientation, ByteOrder.LITTLE_ENDIAN);
    Path file = write(jpeg);
    var out = new ByteArrayOutputStream();

    ImageVerdict verdict = copies(false).upright(file, out);

    int width = orientation >= 5 ? 32 : 64;
    assertThat(verdict)
        .isEqualTo(new ImageVerdict.Usable(new ImageHeader(ImageKind.JPEG, width, 96 - width, 1)));
    assertThat(header(out.toByteArray())).isEqualTo(((ImageVerdict.Usable) verdict).header());
    assertSimilarPixels(jpeg, out.toByteArray());
  }

  @Test
  void a_plain_copy_keeps_of_exif_only_how_the_picture_stands() throws IOException {
    byte[] turned = Fixtures.oriented(Fixtures.jpeg(64, 32), 6, ByteOrder.LITTLE_ENDIAN);
    byte[] told = Fixtures.withSegment(turned, 0xfe, SECRET);

    byte[] copy = copy(told);

    assertThat(hasSecret(copy)).isFalse();
    assertThat(header(copy).orientation()).isEqualTo(6);
    assertSamePixels(told, copy);
  }

  @Test
  void what_is_cut_short_is_refused() throws IOException {
    for (byte[] picture :
        List.of(
            Fixtures.png(40, 30),
            Fixtures.jpeg(40, 30),
            Fixtures.gif(40, 30),
            Fixtures.webp(40, 30, 1, 2, 3))) {
      for (int length = 0; length < picture.length - 1; length += 7) {
        Path file = write(Arrays.copyOf(picture, length));

        assertThat(copies(false).write(file, new ByteArrayOutputStream()))
            .as("%d of %d bytes", length, picture.length)
            .isInstanceOf(ImageVerdict.Unusable.class);
      }
    }
  }

  @Test
  void a_wrong_checksum_is_refused() throws IOException {
    byte[] png = Fixtures.png(40, 30);
    png[60] ^= 1;

    assertThat(copies(false).write(write(png), new ByteArrayOutputStream()))
        .isInstanceOf(ImageVerdict.Unusable.class);
  }

  @Test
  void damaged_bytes_never_break_a_copy() throws IOException {
    long seed = 20_261_124L;
    var random = new Random(seed);
    for (byte[] picture :
        List.of(
            Fixtures.png(30, 20),
            Fixtures.oriented(Fixtures.jpeg(30, 20), 6, ByteOrder.BIG_ENDIAN),
            Fixtures.progressiveJpeg(30, 20),
            animatedGif(),
            Fixtures.webpWithMetadata(20, 10, SECRET, SECRET),
            Fixtures.WEBP_ALPHA,
            Fixtures.WEBP_ANIMATED)) {
      for (int round = 0; round < 300; round++) {
        byte[] damaged = picture.clone();
        for (int i = 0; i < 1 + round % 6; i++) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        Path file = write(damaged);

        Throwable thrown =
            catchThrowable(() -> copies(false).upright(file, new ByteArrayOutputStream()));

        assertThat(thrown).as("seed %d, round %d", seed, round).isNull();
      }
    }
  }

  private byte[] copy(byte[] picture) throws IOException {
    return copy(picture, false);
  }

  private byte[] copy(byte[] picture, boolean provenance) throws IOException {
    var out = new ByteArrayOutputStream();
    ImageVerdict verdict = copies(provenance).write(write(picture), out);
    assertThat(verdict).isEqualTo(new ImageVerdict.Usable(header(out.toByteArray())));
    return out.toByteArray();
  }

  private static CleanCopy copies(boolean provenance) {
    return new CleanCopy(new ImageGate(LIMITS), DECODER, new MetadataConfig(provenance));
  }

  private ImageHeader header(byte[] picture) throws IOException {
    return new HeaderReader().read(write(picture)).orElseThrow();
  }

  private void assertSamePixels(byte[] one, byte[] other) throws IOException {
    assertThat(pixels(decode(other))).isEqualTo(pixels(decode(one)));
  }

  private void assertSimilarPixels(byte[] one, byte[] other) throws IOException {
    int[] before = pixels(decode(one));
    int[] after = pixels(decode(other));
    assertThat(after).hasSameSizeAs(before);
    long difference = 0;
    for (int i = 0; i < before.length; i++) {
      for (int shift : new int[] {0, 8, 16}) {
        difference += Math.abs((before[i] >> shift & 0xff) - (after[i] >> shift & 0xff));
      }
    }
    assertThat(difference / before.length).isLessThan(12);
  }

  private BufferedImage decode(byte[] picture) throws IOException {
    Path file = write(picture);
    return DECODER.decode(file, new HeaderReader().read(file).orElseThrow(), 1_000);
  }

  private static int[] pixels(BufferedImage picture) {
    int width = picture.getWidth();
    return picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
  }

  private static int frames(byte[] gif) throws IOException {
    var reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (var input = ImageIO.createImageInputStream(new java.io.ByteArrayInputStream(gif))) {
      reader.setInput(input);
      return reader.getNumImages(true);
    } finally {
      reader.dispose();
    }
  }

  /** Two frames, and a comment before the first. */
  private static byte[] animatedGif() throws IOException {
    var writer = ImageIO.getImageWritersByFormatName("gif").next();
    var out = new ByteArrayOutputStream();
    try (var stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < 2; i++) {
        var frame = Fixtures.quarters(20, 20, BufferedImage.TYPE_INT_RGB);
        writer.writeToSequence(new IIOImage(frame, null, null), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    byte[] gif = out.toByteArray();
    int palette = (gif[10] & 0x80) == 0 ? 0 : 3 << ((gif[10] & 7) + 1);
    byte[] comment =
        Fixtures.joined(new byte[] {0x21, -2, (byte) SECRET.length}, SECRET, new byte[] {0});
    return Fixtures.joined(
        Arrays.copyOf(gif, 13 + palette),
        comment,
        Arrays.copyOfRange(gif, 13 + palette, gif.length));
  }

  private static boolean hasSecret(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).contains(CANARY);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("picture"), bytes);
  }
}

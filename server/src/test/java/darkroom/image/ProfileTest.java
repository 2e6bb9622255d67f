package darkroom.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures whose samples are of another space than sRGB: linear light, which is much brighter. */
class ProfileTest {
  private static final byte[] LINEAR = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
  private static final byte[] GREY = ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData();
  private static final Color SAMPLES = new Color(128, 64, 10);
  private static final Color MEANT = new Color(188, 137, 56);
  private static final Decoder DECODER =
      new Decoder(new DecoderConfig(50_000_000, Duration.ofSeconds(5), Duration.ofSeconds(10)));

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "webp"})
  void pictures_keep_their_colours(String format) throws IOException {
    int red = SAMPLES.getRed();
    byte[] plain =
        format.equals("webp")
            ? Fixtures.webp(16, 16, red, SAMPLES.getGreen(), SAMPLES.getBlue())
            : Fixtures.encoded(filled(BufferedImage.TYPE_INT_RGB), format);
    byte[] profiled =
        switch (format) {
          case "png" -> Fixtures.pngWithProfile(plain, LINEAR);
          case "jpeg" -> Fixtures.jpegWithProfile(plain, LINEAR);
          default ->
              Fixtures.webpWithProfile(16, red, SAMPLES.getGreen(), SAMPLES.getBlue(), LINEAR);
        };

    assertNear(decode(plain), SAMPLES);
    assertNear(decode(profiled), MEANT);
  }

  @Test
  void a_profile_holds_for_alpha_and_palettes_too() throws IOException {
    int[] colours = {0xff000000, 0xff000000 | SAMPLES.getRGB(), 0};
    var model = new IndexColorModel(8, 3, colours, 0, true, 2, java.awt.image.DataBuffer.TYPE_BYTE);
    var indexed = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_INDEXED, model);
    indexed.getRaster().setSample(8, 8, 0, 1);
    indexed.getRaster().setSample(0, 0, 0, 2);
    byte[] palette = Fixtures.pngWithProfile(Fixtures.encoded(indexed, "png"), LINEAR);
    BufferedImage clear = filled(BufferedImage.TYPE_INT_ARGB);
    clear.setRGB(0, 0, 0);
    byte[] alpha = Fixtures.pngWithProfile(Fixtures.encoded(clear, "png"), LINEAR);

    for (byte[] png : List.of(palette, alpha)) {
      assertNear(decode(png), MEANT);
      assertThat(picture(png).getRGB(0, 0) & 0xffffff).as("transparent").isEqualTo(0xffffff);
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY,
        BufferedImage.TYPE_BYTE_BINARY
      })
  void a_profile_of_grey_holds_for_grey(int type) throws IOException {
    BufferedImage grey = filled(type);
    int sample = type == BufferedImage.TYPE_USHORT_GRAY ? 0x8080 : 0x80;
    boolean binary = type == BufferedImage.TYPE_BYTE_BINARY;
    grey.getRaster().setSample(8, 8, 0, binary ? 1 : sample);
    byte[] png = Fixtures.encoded(grey, "png");

    Color meant = binary ? Color.WHITE : new Color(188, 188, 188);
    assertNear(decode(Fixtures.pngWithProfile(png, GREY)), meant);
  }

  @Test
  void grey_without_a_profile_stays_as_it_is_in_a_jpeg_too() throws IOException {
    var grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 256; i++) {
      grey.getRaster().setSample(i % 16, i / 16, 0, 0x80);
    }

    assertNear(decode(Fixtures.encoded(grey, "jpeg")), new Color(128, 128, 128));
  }

  @Test
  void what_is_no_profile_for_these_samples_is_left_out() throws IOException {
    byte[] png = Fixtures.encoded(filled(BufferedImage.TYPE_INT_RGB), "png");
    byte[] unsigned = LINEAR.clone();
    unsigned[36] = 'x';
    byte[] hollow = LINEAR.clone();
    Arrays.fill(hollow, 128, hollow.length, (byte) 0);
    byte[] huge = Arrays.copyOf(LINEAR, 5 << 20);

    for (byte[] profile :
        List.of(GREY, unsigned, hollow, huge, new byte[0], Arrays.copyOf(LINEAR, 200))) {
      assertNear(decode(Fixtures.pngWithProfile(png, profile)), SAMPLES);
    }
    for (byte[] chunk : List.of(new byte[0], new byte[3], new byte[] {'p', 0, 0, 1, 2, 3, 4})) {
      assertNear(decode(Fixtures.withChunk(png, "iCCP", chunk)), SAMPLES);
    }
  }

  private static BufferedImage filled(int type) {
    var picture = new BufferedImage(16, 16, type);
    for (int i = 0; i < 256; i++) {
      picture.setRGB(i % 16, i / 16, SAMPLES.getRGB());
    }
    return picture;
  }

  private Color decode(byte[] bytes) throws IOException {
    return new Color(picture(bytes).getRGB(8, 8));
  }

  private BufferedImage picture(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("picture"), bytes);
    return DECODER.decode(file, new HeaderReader().read(file).orElseThrow(), 16);
  }

  /** What is dark in linear light takes the loss of a JPEG worse. */
  private static void assertNear(Color actual, Color expected) {
    assertThat(Math.abs(actual.getRed() - expected.getRed())).as("%s", actual).isLessThan(5);
    assertThat(Math.abs(actual.getGreen() - expected.getGreen())).as("%s", actual).isLessThan(5);
    assertThat(Math.abs(actual.getBlue() - expected.getBlue())).as("%s", actual).isLessThan(13);
  }
}

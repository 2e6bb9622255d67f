package darkroom.engine.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.engine.BrokenPicture;
import darkroom.engine.Reference;
import darkroom.image.Decoder;
import darkroom.image.DecoderConfig;
import darkroom.image.ImageHeader;
import darkroom.image.ImageKind;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceFitTest {
  private static final long MIB = 1 << 20;

  private final Decoder decoder =
      new Decoder(new DecoderConfig(60_000_000, Duration.ofSeconds(20), Duration.ofSeconds(60)));
  @TempDir private Path folder;

  @Test
  void what_fits_is_sent_as_it_is() throws IOException {
    Reference small = noise("small.png", 100, 80);

    try (var fitting = new ReferenceFit(decoder, limits(MIB, 36_000_000)).fit(List.of(small))) {
      assertThat(fitting.pictures()).containsExactly(small);
      assertThat(fitting.copies()).isEmpty();
    }
  }

  @Test
  void the_largest_are_made_smaller_until_all_fit_the_budget() throws IOException {
    Reference small = noise("small.png", 100, 80);
    Reference large = noise("large.png", 900, 600);
    Reference larger = noise("larger.png", 800, 1_200);
    long budget = MIB;

    try (var fitting =
        new ReferenceFit(decoder, limits(budget, 36_000_000)).fit(List.of(large, small, larger))) {
      assertThat(fitting.pictures().get(1)).isEqualTo(small);
      assertThat(fitting.copies()).hasSize(2);
      assertThat(fitting.pictures())
          .allSatisfy(picture -> {
            BufferedImage read = ImageIO.read(picture.file().toFile());
            assertThat(picture.header().width()).isEqualTo(read.getWidth());
            assertThat(picture.header().height()).isEqualTo(read.getHeight());
          });
      long total = 0;
      for (Reference picture : fitting.pictures()) {
        total += Files.size(picture.file());
      }
      assertThat(total).isLessThanOrEqualTo(budget);
    }
    try (var left = Files.list(folder)) {
      assertThat(left).hasSize(3);
    }
  }

  @Test
  void more_pixels_than_ark_takes_are_made_fewer() throws IOException {
    Reference huge = plain("huge.png", 700, 600);

    try (var fitting = new ReferenceFit(decoder, limits(30 * MIB, 360_000)).fit(List.of(huge))) {
      ImageHeader header = fitting.pictures().getFirst().header();
      assertThat(header.pixels()).isBetween(350_000L, 360_000L);
      assertThat(header.kind()).isEqualTo(ImageKind.JPEG);
    }
  }

  @ParameterizedTest
  @CsvSource({"1388, 434", "452, 1379", "1033, 568", "1172, 719", "2000, 181", "5003, 313"})
  void however_its_sides_are_rounded_the_limits_hold(int width, int height) throws IOException {
    Reference odd = plain("odd.png", width, height);

    try (var fitting = new ReferenceFit(decoder, limits(30 * MIB, 360_000)).fit(List.of(odd))) {
      ImageHeader header = fitting.pictures().getFirst().header();
      BufferedImage read = ImageIO.read(fitting.pictures().getFirst().file().toFile());
      int longer = Math.max(read.getWidth(), read.getHeight());
      assertThat(read.getWidth() * read.getHeight()).isBetween(330_000, 360_000);
      assertThat(longer).isLessThanOrEqualTo(16 * Math.min(read.getWidth(), read.getHeight()));
      assertThat(header.width()).isEqualTo(read.getWidth());
      assertThat(header.height()).isEqualTo(read.getHeight());
    }
  }

  @Test
  void a_copy_that_is_larger_than_its_original_counts_as_it_is() throws IOException {
    Reference gif = flecked("flecked.gif", 600, 500);
    Reference first = noise("first.png", 200, 100);
    Reference second = noise("second.png", 150, 100);
    long budget = Files.size(gif.file()) + Files.size(first.file()) + Files.size(second.file());
    var limits =
        new ReferenceLimits(
            10, 10_000_000, 36_000_000, 15, 16, EnumSet.of(ImageKind.JPEG, ImageKind.PNG), budget);

    try (var fitting = new ReferenceFit(decoder, limits).fit(List.of(gif, first, second))) {
      long total = 0;
      for (Reference picture : fitting.pictures()) {
        assertThat(picture.header().kind()).isNotEqualTo(ImageKind.GIF);
        total += Files.size(picture.file());
      }
      assertThat(total).isLessThanOrEqualTo(budget);
    }
    try (var left = Files.list(folder)) {
      assertThat(left).hasSize(3);
    }
  }

  @Test
  void a_damaged_one_that_had_to_be_made_smaller_ends_the_shot_and_leaves_nothing()
      throws IOException {
    Path file = Files.write(folder.resolve("bad.png"), new byte[2_000_000]);
    var bad = new Reference(file, new ImageHeader(ImageKind.PNG, 100, 100, 1));

    assertThatThrownBy(() -> new ReferenceFit(decoder, limits(MIB, 36_000_000)).fit(List.of(bad)))
        .isInstanceOf(BrokenPicture.class);
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void one_that_a_busy_machine_was_too_slow_for_is_not_called_damaged() throws IOException {
    var slow =
        new Decoder(new DecoderConfig(60_000_000, Duration.ofSeconds(20), Duration.ofNanos(1)));
    Reference large = noise("large.png", 900, 600);
    var fit = new ReferenceFit(slow, limits(MIB, 36_000_000));

    assertThatThrownBy(() -> fit.fit(List.of(large)))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(BrokenPicture.class);
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(large.file());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 49_151, 49_152, 49_153, 100_000})
  void a_file_is_encoded_while_it_is_read(int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    Path file = Files.write(folder.resolve("bytes"), bytes);

    try (var in = new Base64Input(file)) {
      byte[] encoded = in.readAllBytes();
      assertThat(encoded).isEqualTo(Base64.getEncoder().encode(bytes));
      assertThat(Base64Input.length(length)).isEqualTo(encoded.length);
    }
  }

  private Reference noise(String name, int width, int height) throws IOException {
    var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var random = new Random(width);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, random.nextInt());
      }
    }
    return written(name, picture);
  }

  private Reference plain(String name, int width, int height) throws IOException {
    return written(name, new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY));
  }

  /** Sparse black and white dots: little as GIF, much as JPEG. */
  private Reference flecked(String name, int width, int height) throws IOException {
    var picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY);
    var random = new Random(width);
    for (int i = 0; i < width * height / 20; i++) {
      picture.setRGB(random.nextInt(width), random.nextInt(height), 0xffffff);
    }
    Path file = folder.resolve(name);
    ImageIO.write(picture, "gif", file.toFile());
    return new Reference(file, new ImageHeader(ImageKind.GIF, width, height, 1));
  }

  private Reference written(String name, BufferedImage picture) throws IOException {
    Path file = folder.resolve(name);
    ImageIO.write(picture, "png", file.toFile());
    var header = new ImageHeader(ImageKind.PNG, picture.getWidth(), picture.getHeight(), 1);
    return new Reference(file, header);
  }

  private static ReferenceLimits limits(long totalBytes, long maxPixels) {
    return new ReferenceLimits(
        10, 10_000_000, maxPixels, 15, 16, EnumSet.allOf(ImageKind.class), totalBytes);
  }
}

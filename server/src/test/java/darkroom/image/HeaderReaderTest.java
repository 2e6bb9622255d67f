package darkroom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threats T12 and T15, as far as the header goes. */
class HeaderReaderTest {
  @TempDir private Path folder;

  @Test
  void size_is_read_from_every_kind() throws IOException {
    assertThat(read(Fixtures.png(300, 20))).contains(header(ImageKind.PNG, 300, 20));
    assertThat(read(Fixtures.jpeg(301, 21))).contains(header(ImageKind.JPEG, 301, 21));
    assertThat(read(Fixtures.progressiveJpeg(31, 77))).contains(header(ImageKind.JPEG, 31, 77));
    assertThat(read(Fixtures.gif(302, 22))).contains(header(ImageKind.GIF, 302, 22));
    assertThat(read(Fixtures.webp(303, 23, 1, 2, 3))).contains(header(ImageKind.WEBP, 303, 23));
    assertThat(read(Fixtures.WEBP_LOSSY)).contains(header(ImageKind.WEBP, 1, 1));
    assertThat(read(Fixtures.WEBP_ALPHA)).contains(header(ImageKind.WEBP, 1, 1));
    assertThat(read(Fixtures.WEBP_ANIMATED)).contains(header(ImageKind.WEBP, 1, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void orientation_is_read_in_both_byte_orders(int orientation) throws IOException {
    byte[] jpeg = Fixtures.jpeg(40, 20);

    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      ImageHeader header = read(Fixtures.oriented(jpeg, orientation, order)).orElseThrow();

      assertThat(header).isEqualTo(new ImageHeader(ImageKind.JPEG, 40, 20, orientation));
      assertThat(header.displayWidth()).isEqualTo(orientation >= 5 ? 20 : 40);
      assertThat(header.displayHeight()).isEqualTo(orientation >= 5 ? 40 : 20);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 65_535})
  void an_impossible_orientation_counts_as_none(int orientation) throws IOException {
    byte[] jpeg = Fixtures.oriented(Fixtures.jpeg(40, 20), orientation, ByteOrder.BIG_ENDIAN);

    assertThat(read(jpeg)).contains(header(ImageKind.JPEG, 40, 20));
  }

  @Test
  void damaged_exif_counts_as_none() throws IOException {
    byte[] jpeg = Fixtures.jpeg(40, 20);
    byte[] exif = "Exif\0\0MM\0*\u007f\u00ff\u00ff\u00ff".getBytes(StandardCharsets.ISO_8859_1);

    for (int length = 0; length <= exif.length; length++) {
      byte[] damaged = Fixtures.withSegment(jpeg, 0xe1, Arrays.copyOf(exif, length));

      assertThat(read(damaged)).contains(header(ImageKind.JPEG, 40, 20));
    }
  }

  @Test
  void a_gif_frame_larger_than_its_screen_counts() throws IOException {
    byte[] gif = Fixtures.gif(300, 200);
    gif[6] = 1;
    gif[7] = 0;
    gif[8] = 1;
    gif[9] = 0;

    assertThat(read(gif)).contains(header(ImageKind.GIF, 300, 200));
  }

  @Test
  void a_webp_that_hides_a_larger_picture_is_malformed() throws IOException {
    assertThat(read(Fixtures.webpLyingCanvas(10, 10, 10))).isPresent();
    assertThat(read(Fixtures.webpLyingCanvas(10, 16_000, 16_000))).isEmpty();
  }

  @Test
  void a_picture_without_size_is_malformed() throws IOException {
    assertThat(read(Fixtures.pngBomb(0, 10))).isEmpty();
    assertThat(read(Fixtures.pngBomb(10, -1))).isEmpty();
  }

  @Test
  void every_beginning_of_a_picture_is_either_known_or_empty() throws IOException {
    for (byte[] picture : samples()) {
      Optional<ImageHeader> whole = read(picture);
      for (int length = 0; length < Math.min(picture.length, 1_000); length++) {
        Optional<ImageHeader> part = read(Arrays.copyOf(picture, length));

        assertThat(part.isEmpty() || part.equals(whole)).isTrue();
      }
    }
  }

  @Test
  void damaged_bytes_never_break_the_reader() throws IOException {
    long seed = 20_261_123L;
    var random = new Random(seed);
    for (byte[] picture : samples()) {
      for (int round = 0; round < 300; round++) {
        byte[] damaged = picture.clone();
        int reach = Math.min(damaged.length, 700);
        for (int i = 0; i < 1 + round % 8; i++) {
          damaged[random.nextInt(reach)] = (byte) random.nextInt();
        }

        assertThat(read(damaged)).as("seed %d, round %d", seed, round).isNotNull();
      }
    }
  }

  @Test
  void a_missing_file_is_real_trouble() {
    assertThatThrownBy(() -> new HeaderReader().read(folder.resolve("absent")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private static List<byte[]> samples() throws IOException {
    return List.of(
        Fixtures.png(30, 20),
        Fixtures.oriented(Fixtures.jpeg(30, 20), 6, ByteOrder.LITTLE_ENDIAN),
        Fixtures.gif(30, 20),
        Fixtures.webp(30, 20, 1, 2, 3),
        Fixtures.WEBP_ALPHA,
        Fixtures.WEBP_ANIMATED);
  }

  private static ImageHeader header(ImageKind kind, int width, int height) {
    return new ImageHeader(kind, width, height, 1);
  }

  private Optional<ImageHeader> read(byte[] bytes) throws IOException {
    return new HeaderReader().read(Files.write(folder.resolve("picture"), bytes));
  }
}

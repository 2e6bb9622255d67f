package darkroom.image;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.config.ConfigReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageGateTest {
  private static final ImageLimits LIMITS = new ImageLimits(10_000, 10_000, 1_000_000, 2_000);

  @TempDir private Path folder;

  @Test
  void limits_and_budget_default_to_the_limits_sheet() {
    var reader = new ConfigReader(Map.of(), Map.of());

    assertThat(ImageLimits.read(reader))
        .isEqualTo(new ImageLimits(20 << 20, 64 << 20, 50_000_000, 16_384));
    assertThat(DecoderConfig.read(reader))
        .isEqualTo(new DecoderConfig(50_000_000, Duration.ofSeconds(20), Duration.ofSeconds(10)));
  }

  @Test
  void a_picture_within_the_limits_is_usable() throws IOException {
    assertThat(judge(Fixtures.png(1_000, 1_000)))
        .isEqualTo(new ImageVerdict.Usable(new ImageHeader(ImageKind.PNG, 1_000, 1_000, 1)));
  }

  @ParameterizedTest
  @CsvSource({
    "20000, 20000, is longer than 2000 pixels on a side",
    "2001, 1, is longer than 2000 pixels on a side",
    "1, 2001, is longer than 2000 pixels on a side",
    "1001, 1000, has more than 1000000 pixels",
    "2147483647, 2147483647, is longer than 2000 pixels on a side"
  })
  void bombs_are_refused_by_their_header(int width, int height, String reason) throws IOException {
    assertThat(judge(Fixtures.pngBomb(width, height))).isEqualTo(new ImageVerdict.Unusable(reason));
  }

  @Test
  void a_bomb_is_refused_without_decoding() throws IOException {
    Path bomb = Files.write(folder.resolve("bomb"), Fixtures.pngBomb(20_000, 20_000));
    var gate = new ImageGate(new ImageLimits(20 << 20, 20 << 20, 50_000_000, 16_384));
    gate.judge(bomb);
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    ImageVerdict verdict = gate.judge(bomb);

    assertThat(verdict).isInstanceOf(ImageVerdict.Unusable.class);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
  }

  @Test
  void size_in_bytes_is_judged_first() throws IOException {
    byte[] png = Fixtures.png(10, 10);

    assertThat(judge(java.util.Arrays.copyOf(png, 10_000))).isInstanceOf(ImageVerdict.Usable.class);
    assertThat(judge(java.util.Arrays.copyOf(png, 10_001)))
        .isEqualTo(new ImageVerdict.Unusable("is larger than 10000 bytes"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<!doctype html><title>x</title>",
        "<svg xmlns='http://www.w3.org/2000/svg'></svg>",
        "%!PS-Adobe",
        "push graphic-context",
        "GIF89a",
        "PK\u0003\u0004"
      })
  void what_is_no_picture_is_refused(String content) throws IOException {
    assertThat(judge(content.getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo(new ImageVerdict.Unusable("is no readable JPEG, PNG, WebP or GIF picture"));
  }

  private ImageVerdict judge(byte[] bytes) throws IOException {
    return new ImageGate(LIMITS).judge(Files.write(folder.resolve("file"), bytes));
  }
}

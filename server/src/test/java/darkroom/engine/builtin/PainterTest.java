package darkroom.engine.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.engine.builtin.theme.Sketch;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PainterTest {

  private static final Painter PAINTER = new Painter();

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "16, 16",
    "33, 528",
    "119, 121",
    "256, 256",
    "1000, 333",
    "1600, 100",
    "1920, 1920",
    "2048, 2048"
  })
  void paints_exactly_the_size_asked_for(int width, int height) throws IOException {
    byte[] jpeg = paint(new Sketch("a forest in spring", width, height, 0, List.of()));

    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(jpeg))) {
      ImageReader reader = ImageIO.getImageReaders(in).next();
      reader.setInput(in);
      assertThat(reader.getFormatName()).isEqualToIgnoringCase("jpeg");
      assertThat(reader.getWidth(0)).isEqualTo(width);
      assertThat(reader.getHeight(0)).isEqualTo(height);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cat at night",
        "portrait",
        "flowers",
        "fire",
        "space",
        "city",
        "sea",
        "forest",
        "mountain",
        "bauhaus",
        "map",
        "lines",
        "silk"
      })
  void bands_have_no_seams(String prompt) throws IOException {
    Sketch sketch = new Sketch(prompt, 320, 240, 1, List.of());

    byte[] whole = paint(sketch, 240);

    assertThat(paint(sketch, 7)).isEqualTo(whole);
  }

  @Test
  void same_sketch_gives_same_bytes() throws IOException {
    Sketch sketch = new Sketch("A lighthouse, far out", 500, 400, 2, List.of(plain(0xff3322)));

    byte[] first = paint(sketch);
    ByteArrayOutputStream second = new ByteArrayOutputStream();
    new Painter().paint(sketch, second);

    assertThat(second.toByteArray()).isEqualTo(first);
  }

  @Test
  void many_threads_paint_the_same() throws Exception {
    Sketch sketch = new Sketch("Ships in a harbour", 200, 200, 0, List.of());
    byte[] alone = paint(sketch);

    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<byte[]>> tasks = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        tasks.add(() -> paint(sketch));
      }
      for (Future<byte[]> painted : threads.invokeAll(tasks)) {
        assertThat(painted.get()).isEqualTo(alone);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a boat on the sea", "hello", "cat", "portrait of a man", "fire", "space"})
  void shots_of_one_prompt_are_clearly_different(String prompt) throws IOException {
    List<BufferedImage> shots = new ArrayList<>();
    for (int shot = 0; shot < 4; shot++) {
      shots.add(decoded(new Sketch(prompt, 200, 200, shot, List.of())));
    }

    for (int i = 0; i < shots.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertThat(difference(shots.get(i), shots.get(j)))
            .as("shots %d, %d", i, j)
            .isGreaterThan(8);
      }
    }
  }

  @Test
  void the_prompt_stands_in_the_picture() throws IOException {
    // case changes the type and nothing else
    BufferedImage small = decoded(new Sketch("geometric grid of squares", 400, 400, 0, List.of()));
    BufferedImage large = decoded(new Sketch("GEOMETRIC grid of squares", 400, 400, 0, List.of()));

    assertThat(difference(small, large)).isBetween(0.05, 8.0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   \t\n ",
        "\u0000\u0001\u0007",
        "\ud800 lone \udc00 surrogates \ud800",
        "a\u0301\u0302\u0303\u0304\u0305 e\u0301",
        "🦊🌲👩‍👩‍👧‍👦",
        "سماء الليل",
        "שקיעה",
        "夜の海に浮かぶ船",
        "नमस्ते",
        "\u202e\u2066\ufeff\uffff",
        "[[unknown]] {{}} \\Q\\E $1"
      })
  void odd_prompts_are_painted(String prompt) throws IOException {
    BufferedImage picture = decoded(new Sketch(prompt, 240, 180, 0, List.of()));

    assertThat(picture.getWidth()).isEqualTo(240);
  }

  @Test
  void endless_prompts_are_painted() throws IOException {
    for (String part : List.of("x", "word ", "\u0301", "山", "\ud83d\ude00")) {
      BufferedImage picture = decoded(new Sketch(part.repeat(3000), 240, 180, 0, List.of()));

      assertThat(picture.getHeight()).isEqualTo(180);
    }
  }

  @Test
  void every_reference_is_seen() throws IOException {
    int[] colours = {
      0xe01010, 0x10c020, 0x1030e0, 0xf0e010, 0xe010d0, 0x10d0d0, 0xf08010, 0x7010c0, 0x105010,
      0x400808
    };
    List<BufferedImage> references = new ArrayList<>();
    for (int colour : colours) {
      references.add(plain(colour));
    }

    for (int many : new int[] {1, 3, 10}) {
      for (int[] size : new int[][] {{400, 400}, {800, 200}, {200, 800}}) {
        Sketch sketch =
            new Sketch("make it nice", size[0], size[1], 1, references.subList(0, many));
        BufferedImage picture = decoded(sketch);

        for (int i = 0; i < many; i++) {
          assertThat(share(picture, colours[i])).as("%d of %d", i, many).isGreaterThan(0.001);
        }
      }
    }
  }

  @Test
  void stops_when_interrupted() {
    Sketch sketch = new Sketch("sea", 800, 800, 0, List.of());

    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> paint(sketch)).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void passes_on_trouble_of_the_stream_and_never_closes_it() throws IOException {
    Sketch sketch = new Sketch("sea", 300, 300, 0, List.of());
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("disk full");
          }

          @Override
          public void close() {
            throw new AssertionError("closed");
          }
        };

    assertThatThrownBy(() -> PAINTER.paint(sketch, full)).hasStackTraceContaining("disk full");
  }

  private static byte[] paint(Sketch sketch) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PAINTER.paint(sketch, out);
    return out.toByteArray();
  }

  private static byte[] paint(Sketch sketch, int bandRows) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PAINTER.paint(sketch, out, bandRows);
    return out.toByteArray();
  }

  private static BufferedImage decoded(Sketch sketch) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(paint(sketch)));
  }

  private static BufferedImage plain(int colour) {
    BufferedImage picture = new BufferedImage(90, 60, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 90 * 60; i++) {
      picture.setRGB(i % 90, i / 90, colour);
    }
    return picture;
  }

  /** Mean difference of a colour part, 0 to 255. */
  private static double difference(BufferedImage one, BufferedImage other) {
    long sum = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        sum += distance(one.getRGB(x, y), other.getRGB(x, y));
      }
    }
    return sum / 3.0 / one.getWidth() / one.getHeight();
  }

  /** Share of the pixels that have nearly this colour. */
  private static double share(BufferedImage picture, int colour) {
    int found = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        if (distance(picture.getRGB(x, y), colour) < 30) {
          found++;
        }
      }
    }
    return (double) found / picture.getWidth() / picture.getHeight();
  }

  private static int distance(int one, int other) {
    return Math.abs((one >> 16 & 255) - (other >> 16 & 255))
        + Math.abs((one >> 8 & 255) - (other >> 8 & 255))
        + Math.abs((one & 255) - (other & 255));
  }
}

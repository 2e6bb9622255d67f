package darkroom.engine.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.engine.builtin.theme.Sketch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paints in a JVM of its own, because heap size and loaded classes belong to a whole process. */
class BoundedPaintingTest {

  @Test
  void the_largest_pictures_fit_a_small_heap_and_awts_fonts_stay_unloaded(@TempDir Path folder)
      throws Exception {
    Path log = folder.resolve("log");
    Path classes = folder.resolve("classes");
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-Djava.awt.headless=true",
            "-Xlog:class+load:file=" + classes.getFileName(),
            "-cp",
            System.getProperty("java.class.path"),
            Alone.class.getName());
    Process process =
        java.directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();

    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    process.destroyForcibly();

    assertThat(ended).isTrue();
    assertThat(Files.readString(log))
        .contains("4096x4096", "16384x1024", "1024x16384")
        .doesNotContain("Exception");
    assertThat(Files.readString(classes))
        .contains("darkroom.engine.builtin.jpeg.Strip ")
        .doesNotContain("java.awt.Font ")
        .doesNotContain("sun.font.")
        .doesNotContain("sun.java2d.SunGraphics2D ");
  }

  /** What the small JVM runs. */
  static final class Alone {
    private Alone() {}

    public static void main(String[] arguments) throws IOException {
      Painter painter = new Painter();
      int[][] sizes = {{4096, 4096}, {16384, 1024}, {1024, 16384}};
      for (int[] size : sizes) {
        Sketch sketch = new Sketch("A forest at night, 夜", size[0], size[1], 0, List.of());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        painter.paint(sketch, out);
        System.out.println(size(out.toByteArray()));
      }
    }

    /** Read from the baseline frame's header. */
    private static String size(byte[] jpeg) {
      ByteBuffer file = ByteBuffer.wrap(jpeg);
      int at = 2;
      while (file.getShort(at) != (short) 0xFFC0) {
        at += 2 + (file.getShort(at + 2) & 0xFFFF);
      }
      return (file.getShort(at + 7) & 0xFFFF) + "x" + (file.getShort(at + 5) & 0xFFFF);
    }
  }
}

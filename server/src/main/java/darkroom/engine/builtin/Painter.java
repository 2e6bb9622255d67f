package darkroom.engine.builtin;

import darkroom.engine.builtin.chance.Chance;
import darkroom.engine.builtin.jpeg.Jpeg;
import darkroom.engine.builtin.layout.Poster;
import darkroom.engine.builtin.paint.Layer;
import darkroom.engine.builtin.theme.Sketch;
import darkroom.engine.builtin.type.Face;
import darkroom.engine.builtin.type.Faces;
import darkroom.engine.builtin.type.MachineFaces;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Draws a sketch as a JPEG. The same sketch gives the same bytes within a release, on one machine;
 * at most a band of rows is in memory. Thread-safe.
 */
public final class Painter {

  /** Pixels of a band: enough to be worth its set-up, and 5 MB at most. */
  private static final int BAND_PIXELS = 262_144;

  private final Poster poster;

  public Painter() {
    MachineFaces machine = new MachineFaces();
    this.poster =
        new Poster(
            new Faces(Face.bundled("EBGaramond-Regular.otf"), machine),
            new Faces(Face.bundled("InterDisplay-Medium.otf"), machine));
  }

  /**
   * Writes a JPEG of exactly the sketch's size. Does not close {@code out}.
   *
   * @throws java.io.InterruptedIOException when the thread is interrupted; what was written is
   *     useless
   */
  public void paint(Sketch sketch, OutputStream out) throws IOException {
    paint(sketch, out, Math.clamp(BAND_PIXELS / sketch.width(), 16, 64));
  }

  /**
   * As {@link #paint(Sketch, OutputStream)}; the height of a band changes nothing in the picture.
   */
  void paint(Sketch sketch, OutputStream out, int bandRows) throws IOException {
    Chance chance = Chance.of("grain " + sketch.shot());
    List<Layer> layers = poster.compose(sketch);
    new Jpeg(sketch.width(), sketch.height(), layers, chance.nextLong()).write(out, bandRows);
  }
}

package darkroom.engine.builtin.type;

import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.OTFParser;
import org.apache.fontbox.ttf.OpenTypeFont;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * One font's glyphs as outlines. Lengths are in ems; y grows downwards as on the canvas.
 * Thread-safe by one lock: FontBox reads lazily and is not.
 */
public final class Face {

  private final TrueTypeFont font;
  private final CmapLookup characters;
  private final double em;
  private final Kerning kerning;
  private final Map<Integer, Path2D> outlines = new HashMap<>();

  Face(TrueTypeFont font) throws IOException {
    this.font = font;
    this.characters = font.getUnicodeCmapLookup();
    this.em = font.getUnitsPerEm();
    this.kerning = Kerning.of(font);
  }

  /** A face that ships with Darkroom, by its file name under {@code fonts}. */
  public static Face bundled(String name) {
    try (InputStream in = Face.class.getResourceAsStream("/fonts/" + name)) {
      if (in == null) {
        throw new IllegalStateException("font " + name + " is missing from the jar");
      }
      byte[] slim = Sfnt.slimmed(in.readAllBytes());
      return new Face(new OTFParser().parse(new RandomAccessReadBuffer(slim)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The glyph of a character, 0 where the face has none. */
  synchronized int glyph(int codePoint) {
    return characters.getGlyphId(codePoint);
  }

  synchronized double advance(int glyph) {
    try {
      return font.getAdvanceWidth(glyph) / em;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What to add between two glyphs; mostly 0 or a little less. */
  double kern(int left, int right) {
    return kerning.between(left, right) / em;
  }

  /** The glyph with its origin on the baseline at 0, 0. Not to be changed. */
  synchronized Path2D outline(int glyph) {
    return outlines.computeIfAbsent(glyph, this::read);
  }

  private Path2D read(int glyph) {
    try {
      Path2D path;
      if (font instanceof OpenTypeFont type && type.isPostScript()) {
        path = type.getCFF().getFont().getType2CharString(glyph).getPath();
      } else {
        var description = font.getGlyph().getGlyph(glyph);
        path = description == null ? new Path2D.Double() : description.getPath();
      }
      Path2D upright = new Path2D.Double(path);
      upright.transform(java.awt.geom.AffineTransform.getScaleInstance(1 / em, -1 / em));
      return upright;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

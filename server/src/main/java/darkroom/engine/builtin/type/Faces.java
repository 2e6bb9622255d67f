package darkroom.engine.builtin.type;

import java.util.Optional;

/** The faces a line may be set in: one of ours first, then what the machine has. Thread-safe. */
public record Faces(Face own, MachineFaces machine) {

  /** A glyph and the face it comes from. */
  record Glyph(Face face, int id) {}

  /** The glyph to show, or empty where no face has the character. */
  Optional<Glyph> glyph(int codePoint) {
    int id = own.glyph(codePoint);
    if (id != 0) {
      return Optional.of(new Glyph(own, id));
    }
    return machine.covering(codePoint).map(face -> new Glyph(face, face.glyph(codePoint)));
  }
}

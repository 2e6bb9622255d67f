package darkroom.engine.builtin.paint;

/** One thing on the canvas. Immutable, and paints any band in any order. */
@FunctionalInterface
public interface Layer {

  /** Paints what of this layer falls into the band's clip. */
  void paint(Band band);
}

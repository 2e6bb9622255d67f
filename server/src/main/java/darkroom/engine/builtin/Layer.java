package darkroom.engine.builtin;

/** One thing on the canvas. Immutable, and paints any band in any order. */
@FunctionalInterface
interface Layer {

  /** Paints what of this layer falls into the band's clip. */
  void paint(Band band);
}

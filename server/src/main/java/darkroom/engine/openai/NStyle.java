package darkroom.engine.openai;

/** Whether a request says how many pictures it wants; it always wants one. */
public enum NStyle {
  /** {@code "n": 1}. */
  N,
  /** Not said. */
  SINGLE;
}

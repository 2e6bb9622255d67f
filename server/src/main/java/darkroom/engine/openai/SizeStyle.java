package darkroom.engine.openai;

/** How a server wants its sizes. */
public enum SizeStyle {
  /** {@code "size": "1024x1024"}. */
  SIZE,
  /** {@code "width": 1024, "height": 1024}. */
  WH;
}

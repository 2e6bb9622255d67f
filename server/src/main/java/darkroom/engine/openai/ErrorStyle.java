package darkroom.engine.openai;

/**
 * The shape of a server's own errors; where pictures are on a bill, anything else is somebody
 * else's word.
 */
public enum ErrorStyle {
  /** {@code {"error": {"message", "type", "param", "code"}}}. */
  OBJECT,
  /** {@code {"error": "text"}}. */
  STRING,
  /** {@code {"detail": "text"}}, or a list of what is wrong. */
  DETAIL;
}

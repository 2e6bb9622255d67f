package darkroom.engine;

import java.util.Locale;

/** What the operator allows an engine, while the server runs. */
public enum EngineMode {
  /** Takes shots. */
  ENABLED,
  /** Begins nothing new; jobs under way are followed to their end. */
  DRAINING,
  /** Is not called at all; jobs under way wait until it is enabled, or for their deadline. */
  DISABLED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException when it is none of the words
   */
  public static EngineMode ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}

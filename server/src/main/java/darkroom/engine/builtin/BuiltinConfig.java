package darkroom.engine.builtin;

import darkroom.config.ConfigReader;

/**
 * How much the built-in engine does at once.
 *
 * @param painters pictures painted side by side; each keeps a core busy
 */
public record BuiltinConfig(int painters) {

  public static BuiltinConfig read(ConfigReader reader) {
    return new BuiltinConfig(
        reader.integer(
            "builtin.painters",
            Math.max(1, Math.min(64, Runtime.getRuntime().availableProcessors())),
            1,
            64,
            "Pictures the built-in engine paints side by side."));
  }
}

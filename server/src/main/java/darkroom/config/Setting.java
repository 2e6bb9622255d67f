package darkroom.config;

import java.util.Locale;

/**
 * One setting as the documentation lists it.
 *
 * @param key dotted, dashed name as in the file, such as {@code http.port}
 * @param type what a value looks like, such as {@code duration}
 * @param fallback default in the notation of the file; empty when there is none
 * @param description one sentence for operators
 */
public record Setting(String key, String type, String fallback, String description) {

  /** Name of the environment variable that sets it, such as {@code DARKROOM_HTTP_PORT}. */
  public String environmentName() {
    return "DARKROOM_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}

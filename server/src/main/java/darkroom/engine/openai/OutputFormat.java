package darkroom.engine.openai;

import java.util.Locale;

/** The formats that pictures are asked for in. */
public enum OutputFormat {
  PNG,
  JPEG;

  /** As in requests. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

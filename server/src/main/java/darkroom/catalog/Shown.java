package darkroom.catalog;

/** Makes foreign text fit for a message: at most 40 characters, nothing that moves a cursor. */
final class Shown {
  private static final int LIMIT = 40;

  private Shown() {}

  static String of(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().limit(LIMIT).forEach(point -> append(shown, point));
    if (text.codePointCount(0, text.length()) > LIMIT) {
      shown.append('…');
    }
    return shown.toString();
  }

  private static void append(StringBuilder shown, int point) {
    switch (Character.getType(point)) {
      // bidi overrides are of the type FORMAT; a lone half of a pair is of the type SURROGATE
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          shown.append(String.format("\\u%04x", point));
      default -> shown.appendCodePoint(point);
    }
  }
}

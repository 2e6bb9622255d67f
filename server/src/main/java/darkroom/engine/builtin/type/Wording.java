package darkroom.engine.builtin.type;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Set;

/** Makes of any prompt a line of text that can be set in type. */
public final class Wording {

  /** Longer prompts end in an ellipsis; nobody reads more from a poster. */
  private static final int LONGEST = 280;

  /**
   * Scripts whose letters simply stand side by side, left to right. Others would come out wrong.
   */
  private static final Set<UnicodeScript> PLAIN =
      EnumSet.of(
          UnicodeScript.LATIN,
          UnicodeScript.GREEK,
          UnicodeScript.CYRILLIC,
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.HANGUL,
          UnicodeScript.BOPOMOFO,
          UnicodeScript.ARMENIAN,
          UnicodeScript.GEORGIAN,
          UnicodeScript.ETHIOPIC,
          UnicodeScript.CHEROKEE,
          UnicodeScript.COMMON,
          UnicodeScript.INHERITED);

  private Wording() {}

  /**
   * One line without control characters, emoji, lone surrogates and scripts that cannot be set;
   * possibly empty.
   */
  public static String of(String prompt) {
    // normalising is not linear for hostile input, so cut first
    String start = prompt.substring(0, Math.min(prompt.length(), 4 * LONGEST));
    StringBuilder line = new StringBuilder();
    Normalizer.normalize(start, Normalizer.Form.NFC)
        .codePoints()
        .map(Wording::plain)
        .filter(codePoint -> codePoint >= 0)
        .forEach(line::appendCodePoint);
    String text =
        line.toString().replaceAll("\\s+", " ").replaceAll("\\s+([,.;:!?])", "$1").strip();
    return shortened(text, start.length() < prompt.length());
  }

  private static int plain(int codePoint) {
    if (Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint)) {
      return ' ';
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL -> ' ';
      case Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK ->
          -1;
      default ->
          (Character.isEmoji(codePoint) && codePoint > 0x2000)
                  || !PLAIN.contains(UnicodeScript.of(codePoint))
              ? -1
              : codePoint;
    };
  }

  private static String shortened(String text, boolean wasCut) {
    if (text.length() <= LONGEST && !wasCut) {
      return text;
    }
    int end = Math.min(text.length(), LONGEST);
    int blank = text.lastIndexOf(' ', end);
    int cut = blank > LONGEST * 2 / 3 ? blank : end;
    if (cut > 0 && Character.isHighSurrogate(text.charAt(cut - 1))) {
      cut--;
    }
    return text.isEmpty() ? text : text.substring(0, cut).replaceAll("[\\s,.;:]+$", "") + "…";
  }
}

package darkroom.engine.builtin;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The misfortunes a prompt asks for in double brackets, so that a client can rehearse them without
 * a vendor: {@code [[fail]]}, {@code [[slow 5s]]}, {@code [[partial 2]]}, {@code [[moderated]]},
 * {@code [[never]]}. Where a word with a value stands twice, the last one holds.
 *
 * @param prompt what is left to draw; unknown words in double brackets stay in it
 * @param fail the engine fails
 * @param moderated the engine refuses the prompt
 * @param never the engine never answers
 * @param slow how long to wait before drawing, zero to {@link #LONGEST_WAIT}
 * @param partial how many pictures come at most, when fewer are to come than asked for
 */
public record Script(
    String prompt,
    boolean fail,
    boolean moderated,
    boolean never,
    Duration slow,
    OptionalInt partial) {

  public static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private static final Pattern WORD =
      Pattern.compile(
          "\\[\\[\\s*(?:(fail)|(moderated)|(never)|slow\\s+(\\d+)\\s*(ms|s)|partial\\s+(\\d+))\\s*]]",
          Pattern.CASE_INSENSITIVE);

  /** Reads any prompt. Never fails: what is no script word is text. */
  public static Script parse(String prompt) {
    boolean fail = false;
    boolean moderated = false;
    boolean never = false;
    Duration slow = Duration.ZERO;
    OptionalInt partial = OptionalInt.empty();
    StringBuilder text = new StringBuilder();
    Matcher word = WORD.matcher(prompt);
    while (word.find()) {
      // a blank keeps the words on both sides apart
      word.appendReplacement(text, " ");
      fail |= word.group(1) != null;
      moderated |= word.group(2) != null;
      never |= word.group(3) != null;
      slow = amount(word, 4).map(many -> wait(many, word.group(5))).orElse(slow);
      partial =
          amount(word, 6).map(many -> OptionalInt.of((int) Math.min(many, 1000))).orElse(partial);
    }
    boolean scripted = !text.isEmpty();
    word.appendTail(text);
    String rest = scripted ? text.toString().replaceAll(" {2,}", " ").strip() : prompt;
    return new Script(rest, fail, moderated, never, slow, partial);
  }

  private static Optional<Long> amount(Matcher word, int group) {
    return Optional.ofNullable(word.group(group)).map(Script::capped);
  }

  /**
   * Digits may run past any number type; beyond nine of them the value is over every cap anyway.
   */
  private static long capped(String digits) {
    String plain = digits.replaceFirst("^0+(?=.)", "");
    return plain.length() > 9 ? 1_000_000_000 : Long.parseLong(plain);
  }

  private static Duration wait(long many, String unit) {
    Duration asked =
        unit.equalsIgnoreCase("ms") ? Duration.ofMillis(many) : Duration.ofSeconds(many);
    return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
  }
}

package darkroom.fake.kit;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word for the fake with its arguments, in a prompt as {@code [[word a b]]}.
 *
 * @param words the arguments, parted by blanks
 */
public record Directive(String word, List<String> words) {
  private static final Pattern BRACKETS = Pattern.compile("\\[\\[([^\\[\\]]+)]]");
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  public Directive {
    words = List.copyOf(words);
  }

  /** The first one of a prompt. */
  public static Optional<Directive> in(String prompt) {
    Matcher matcher = BRACKETS.matcher(prompt);
    return matcher.find() ? Optional.of(of(matcher.group(1))) : Optional.empty();
  }

  /**
   * @param text with or without its brackets
   */
  public static Directive of(String text) {
    String bare = text.strip();
    if (bare.startsWith("[[") && bare.endsWith("]]")) {
      bare = bare.substring(2, bare.length() - 2).strip();
    }
    List<String> all = List.of(BLANKS.split(bare, -1));
    return new Directive(all.getFirst(), all.subList(1, all.size()));
  }

  /**
   * An argument.
   *
   * @param index from 0
   * @throws IllegalArgumentException when it is missing
   */
  public String at(int index) {
    if (index >= words.size()) {
      throw new IllegalArgumentException("[[" + word + "]] lacks a word");
    }
    return words.get(index);
  }

  public String at(int index, String otherwise) {
    return index < words.size() ? words.get(index) : otherwise;
  }

  /**
   * @throws IllegalArgumentException when it is missing or no whole number
   */
  public int number(int index) {
    try {
      return Integer.parseInt(at(index));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("[[" + word + "]]: no number: " + at(index), e);
    }
  }

  /** All arguments from one on, as a sentence. */
  public String rest(int index) {
    return String.join(" ", words.subList(Math.min(index, words.size()), words.size()));
  }

  @Override
  public String toString() {
    return words.isEmpty() ? word : word + " " + rest(0);
  }
}

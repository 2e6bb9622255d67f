package darkroom.engine.upstream;

import java.util.regex.Pattern;

/** A vendor's own words, fit for our log. Stateless. */
public final class VendorText {
  private static final int LONGEST = 200;
  private static final Pattern ADDRESS = Pattern.compile("(?:https?:|data:)\\S+");

  private VendorText() {}

  /**
   * Short, without addresses and without the caller's words; empty when it repeats the prompt.
   *
   * @param prompt must not get into a log by way of the vendor's text
   */
  public static String shown(String message, String prompt) {
    String words = prompt.strip();
    if (message.isEmpty() || (!words.isEmpty() && message.contains(words))) {
      return "";
    }
    String bare = ADDRESS.matcher(message).replaceAll("(address)");
    return ": " + bare.substring(0, Math.min(bare.length(), LONGEST));
  }
}

package darkroom.engine.sdserver;

import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tag by which stable-diffusion.cpp takes orders out of a prompt (leejet/stable-diffusion.cpp,
 * examples/server/api.md). A caller's prompt must hold none, or the caller would set steps, files
 * and sizes of the operator's machine. Stateless.
 */
public final class ExtraArgsTag {
  private static final String NAME = "sd_cpp_extra_args";
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL;

  /** Together with what it holds: that is no picture's description. */
  private static final Pattern PAIR =
      Pattern.compile("<\\s*" + NAME + "[^<>]*>.*?<\\s*/\\s*" + NAME + "[^<>]*>", FLAGS);

  private static final Pattern STRAY = Pattern.compile("<[\\s/]*" + NAME + "[^<>]*>", FLAGS);

  private ExtraArgsTag() {}

  /** The prompt without tags, also those that only come about when others are taken out. */
  public static String strip(String prompt) {
    String before;
    String text = prompt;
    do {
      before = text;
      text = STRAY.matcher(PAIR.matcher(text).replaceAll("")).replaceAll("");
    } while (!text.equals(before));
    return text;
  }

  /** The operator's own orders. */
  public static String of(ObjectNode args) {
    return "<" + NAME + ">" + args + "</" + NAME + ">";
  }
}

package darkroom.engine.comfyui;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One input of one node, as an operator names it: {@code 6.text}.
 *
 * @param node its id in the workflow; nodes of a subgraph have a colon in theirs
 */
record Slot(String node, String input) {
  private static final Pattern FORM = Pattern.compile("([^.\\s]{1,100})\\.(\\S{1,200})");

  /** Empty when the text is no such name. */
  static Optional<Slot> of(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches() ? Optional.of(new Slot(form.group(1), form.group(2))) : Optional.empty();
  }

  @Override
  public String toString() {
    return node + "." + input;
  }
}

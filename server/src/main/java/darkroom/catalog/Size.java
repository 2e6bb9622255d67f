package darkroom.catalog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a task asks its engine for: exact pixels, or a word that leaves the shape to the engine. */
public sealed interface Size {

  /** The form in task rows and towards engines: {@code 1920x4096} or {@code 2K}. */
  String wire();

  /**
   * Reads what {@link #wire} gave.
   *
   * @throws IllegalArgumentException when the text is neither form
   */
  static Size ofWire(String text) {
    Matcher matcher = Pixels.WIRE.matcher(text);
    return matcher.matches()
        ? new Pixels(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
        : new Tier(text);
  }

  /** Both sides in pixels, each at least 1. */
  record Pixels(int width, int height) implements Size {
    private static final Pattern WIRE = Pattern.compile("([1-9][0-9]{0,8})x([1-9][0-9]{0,8})");

    public Pixels {
      if (width < 1 || height < 1) {
        throw new IllegalArgumentException(
            "size: " + width + "x" + height + " (expected: sides of at least 1)");
      }
    }

    @Override
    public String wire() {
      return width + "x" + height;
    }
  }

  /** A resolution such as {@code 2K}, passed through as the same word. */
  record Tier(String name) implements Size {
    private static final Pattern NAME = Pattern.compile("[0-9.]{1,4}K");

    public Tier {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "size: " + Shown.of(name) + " (expected: WIDTHxHEIGHT or a tier such as 2K)");
      }
    }

    @Override
    public String wire() {
      return name;
    }
  }
}

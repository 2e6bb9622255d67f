package darkroom.engine.upstream;

import darkroom.catalog.Model;
import darkroom.catalog.Size;
import darkroom.config.ConfigReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Settings about sizes, for engines that take pixels, and the decision that follows from them.
 *
 * @param sizes the only ones that are asked for; empty to go by rule or budget
 * @param nativePixels what the model draws well, for engines without a rule
 * @param multiple of which the sides of a size by budget are
 * @param mostResampled most pixels of a picture that is scaled
 */
public record SizeSettings(
    SizePolicy policy, List<Size.Pixels> sizes, int nativePixels, int multiple, int mostResampled) {
  /** Shapes nearer than that count as the same. */
  private static final double SAME_SHAPE = Math.log(1.03);

  public SizeSettings {
    sizes = List.copyOf(sizes);
  }

  /**
   * @param prefix such as {@code engine.openai}
   * @param usual when nothing is set
   */
  public static SizeSettings read(ConfigReader reader, String prefix, SizePolicy usual) {
    return new SizeSettings(
        policy(reader, prefix + ".size-policy", usual),
        sizes(reader, prefix + ".sizes"),
        reader.integer(
            prefix + ".native-pixels",
            1_048_576,
            65_536,
            33_554_432,
            "Pixels that the model draws well; nearest sizes are chosen within them."),
        reader.integer(
            prefix + ".native-multiple",
            64,
            1,
            256,
            "Sides of such sizes are multiples of that, for most models of 64 or 16."),
        reader.integer(
            prefix + ".max-resampled-pixels",
            16_777_216,
            65_536,
            33_554_432,
            "Largest picture made by scaling; larger sizes are refused."));
  }

  /** The sizes of an engine that has no rule of its own. */
  public NativeSizes natives() {
    return sizes.isEmpty()
        ? new NativeSizes.Budget(nativePixels, multiple)
        : new NativeSizes.Listed(sizes);
  }

  /**
   * What becomes of a size. Whether it can be made does not hang on references, which nobody has
   * seen yet when a submit is judged: they only give a tier its shape.
   *
   * @param firstReference as shown
   */
  public SizePlan plan(
      Model model, Size size, NativeSizes natives, Optional<Size.Pixels> firstReference) {
    SizePlan square = plan(model, model.sizes().pixels(size, Optional.empty()), natives);
    return square instanceof SizePlan.Ask
            && plan(model, model.sizes().pixels(size, firstReference), natives)
                instanceof SizePlan.Ask shaped
        ? shaped
        : square;
  }

  private SizePlan plan(Model model, Size.Pixels asked, NativeSizes natives) {
    return switch (policy) {
      case EXACT -> natives.makes(asked) ? asIs(asked) : cannot(asked, natives);
      case RATIO -> ratio(model, asked, natives);
      case RESAMPLE -> resample(asked, natives);
    };
  }

  private static SizePlan ratio(Model model, Size.Pixels asked, NativeSizes natives) {
    if (natives.makes(asked)) {
      return asIs(asked);
    }
    // pixels that a caller wrote down are meant, those behind a ratio's name are ours; a task keeps
    // the pixels alone, so who writes down just those is taken to mean the ratio
    boolean named = model.sizes().ratioRow().cells().containsValue(asked);
    Size.Pixels nearest = natives.nearest(asked);
    return named && natives.makes(nearest) && NativeSizes.skew(nearest, asked) < SAME_SHAPE
        ? asIs(nearest)
        : cannot(asked, natives);
  }

  private SizePlan resample(Size.Pixels asked, NativeSizes natives) {
    if (natives.makes(asked)) {
      return new SizePlan.Ask(asked, Optional.of(asked));
    }
    return (long) asked.width() * asked.height() > mostResampled
        ? new SizePlan.Cannot(
            "size: " + asked.wire() + " (expected: at most " + mostResampled + " pixels)")
        : new SizePlan.Ask(natives.nearest(asked), Optional.of(asked));
  }

  private static SizePlan asIs(Size.Pixels size) {
    return new SizePlan.Ask(size, Optional.empty());
  }

  private static SizePlan cannot(Size.Pixels asked, NativeSizes natives) {
    return new SizePlan.Cannot(
        "size: " + asked.wire() + " (expected: " + natives.expectation() + ")");
  }

  private static SizePolicy policy(ConfigReader reader, String name, SizePolicy usual) {
    return UpstreamSettings.optionalChoice(
            reader,
            name,
            SizePolicy.class,
            "What to do about sizes that the engine does not make: refuse them, give a ratio the"
                + " engine's own pixels, or scale its picture. Without: exact where pictures cost"
                + " money, else resample")
        .orElse(usual);
  }

  private static List<Size.Pixels> sizes(ConfigReader reader, String name) {
    var sizes = new ArrayList<Size.Pixels>();
    for (String text :
        reader.list(
            name, "The only sizes the engine is asked for, such as `1024x1024, 1536x1024`.")) {
      try {
        if (Size.ofWire(text) instanceof Size.Pixels pixels) {
          sizes.add(pixels);
          continue;
        }
      } catch (IllegalArgumentException e) {
        // told below
      }
      reader.problem(name, "'" + text + "'", "WIDTHxHEIGHT, parted by commas");
    }
    return sizes;
  }
}

package darkroom.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which sizes a model takes, and their pixels. Immutable.
 *
 * @param tiers rows that a caller may name by their word alone, such as {@code 2K}
 * @param rows the pixel table
 * @param ratioRow the row behind a bare ratio; one of {@code rows}
 * @param custom limits of a size in pixels
 * @param standard the size when none is given
 */
public record SizeRules(
    List<String> tiers, List<SizeRow> rows, SizeRow ratioRow, PixelLimits custom, Size standard) {
  private static final Pattern CUSTOM =
      Pattern.compile("\\s*([0-9]{1,5})\\s*[xX]\\s*([0-9]{1,5})\\s*");

  public SizeRules {
    tiers = List.copyOf(tiers);
    rows = List.copyOf(rows);
  }

  /**
   * The four forms of {@code size}: absent, preset, {@code WIDTHxHEIGHT}, object with two sides.
   */
  public SizeResult normalise(@Nullable JsonNode given) {
    if (given == null || given.isNull() || given.isMissingNode()) {
      return new SizeResult.Accepted(standard);
    }
    if (given.isString()) {
      return ofText(given.stringValue());
    }
    return given.isObject() ? ofObject(given) : new SizeResult.Refused(forms());
  }

  /**
   * Pixels for an engine that knows no tiers: a tier becomes its square, or with a reference the
   * cell nearest to the reference's shape.
   *
   * @param firstReference sides of the first picture to work from
   * @throws IllegalArgumentException when the tier has no row (a task older than the descriptor)
   */
  public Size.Pixels pixels(Size size, Optional<Size.Pixels> firstReference) {
    return switch (size) {
      case Size.Pixels pixels -> pixels;
      case Size.Tier tier -> {
        SizeRow row = row(tier);
        yield firstReference.map(row::nearest).orElseGet(row::square);
      }
    };
  }

  /** Names of the ratios, such as {@code 16:9}, in the descriptor's order. */
  public List<String> ratios() {
    return List.copyOf(ratioRow.cells().keySet());
  }

  SizeRules withStandard(Size size) {
    return new SizeRules(tiers, rows, ratioRow, custom, size);
  }

  private SizeResult ofText(String given) {
    String text = given.strip();
    for (String tier : tiers) {
      // not equalsIgnoreCase: it takes the Kelvin sign for a K
      if (text.equals(tier) || text.equals(tier.replace('K', 'k'))) {
        return new SizeResult.Accepted(new Size.Tier(tier));
      }
    }
    Size.Pixels cell = ratioRow.cells().get(text);
    if (cell != null) {
      return new SizeResult.Accepted(cell);
    }
    Matcher matcher = CUSTOM.matcher(text);
    return matcher.matches()
        ? ofSides(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)))
        : new SizeResult.Refused(forms());
  }

  private SizeResult ofObject(JsonNode given) {
    OptionalLong width = JsonInteger.of(given.get("width"));
    OptionalLong height = JsonInteger.of(given.get("height"));
    if (width.isEmpty() || height.isEmpty() || width.getAsLong() < 1 || height.getAsLong() < 1) {
      return new SizeResult.Refused("width and height must both be integers above zero");
    }
    return ofSides(width.getAsLong(), height.getAsLong());
  }

  private SizeResult ofSides(long width, long height) {
    if (Math.max(width, height) > Integer.MAX_VALUE) {
      return new SizeResult.Refused(
          width
              + "x"
              + height
              + " is too large, must have "
              + custom.minPixels()
              + " to "
              + custom.maxPixels()
              + " pixels");
    }
    return custom
        .refusal(width, height)
        .<SizeResult>map(SizeResult.Refused::new)
        .orElseGet(() -> new SizeResult.Accepted(new Size.Pixels((int) width, (int) height)));
  }

  private SizeRow row(Size.Tier tier) {
    return rows.stream()
        .filter(row -> row.tier().equals(tier.name()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("size: no row for " + tier.name()));
  }

  private String forms() {
    List<String> forms = new ArrayList<>(tiers);
    forms.add("one of " + String.join(" ", ratios()));
    return "must be "
        + String.join(", ", forms)
        + ", WIDTHxHEIGHT or {\"width\": W, \"height\": H}";
  }
}

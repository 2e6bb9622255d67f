package darkroom.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code sizes} of a descriptor. */
final class SizeRulesReader {
  private static final Pattern TIER = Pattern.compile("[0-9](\\.[0-9])?K");
  private static final Pattern RATIO = Pattern.compile("[1-9][0-9]?:[1-9][0-9]?");
  private static final Pattern CELL = Pattern.compile("[1-9][0-9]{0,4}x[1-9][0-9]{0,4}");

  private SizeRulesReader() {}

  /** The rules, their standard size still the square; empty when something was wrong. */
  static Optional<SizeRules> read(DescriptorObject node) {
    Optional<PixelLimits> custom = node.object("custom").flatMap(SizeRulesReader::limits);
    Map<String, SizeRow> rows = new LinkedHashMap<>();
    Optional<DescriptorObject> table = node.object("rows");
    if (table.isPresent()) {
      for (String tier : table.get().keys()) {
        table
            .get()
            .object(tier)
            .flatMap(row -> row(tier, row, custom))
            .ifPresent(row -> rows.put(tier, row));
        if (!TIER.matcher(tier).matches()) {
          table.get().problem(tier, "must be named like 2K");
        }
      }
    }
    List<String> known = table.map(DescriptorObject::keys).orElse(List.of());
    List<String> tiers = node.texts("tiers");
    for (String tier : tiers) {
      if (!known.contains(tier)) {
        node.problem("tiers", Shown.of(tier) + " has no row");
      }
    }
    String ratioRow = node.text("ratio_row");
    if (!known.contains(ratioRow)) {
      node.problem("ratio_row", "must name a row");
    }
    node.refuseOtherKeys();
    SizeRow ratios = rows.get(ratioRow);
    if (!node.clean() || ratios == null || custom.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new SizeRules(
            tiers, new ArrayList<>(rows.values()), ratios, custom.get(), ratios.square()));
  }

  private static Optional<PixelLimits> limits(DescriptorObject node) {
    long minPixels = node.integer("min_pixels", 1, Integer.MAX_VALUE);
    long maxPixels = node.integer("max_pixels", 1, Integer.MAX_VALUE);
    int maxRatio = (int) node.integer("max_ratio", 1, 1000);
    if (node.clean() && minPixels > maxPixels) {
      node.problem("min_pixels", "must not be above max_pixels");
    }
    node.refuseOtherKeys();
    return node.clean()
        ? Optional.of(new PixelLimits(minPixels, maxPixels, maxRatio))
        : Optional.empty();
  }

  private static Optional<SizeRow> row(
      String tier, DescriptorObject node, Optional<PixelLimits> custom) {
    Map<String, Size.Pixels> cells = new LinkedHashMap<>();
    for (String ratio : node.keys()) {
      String cell = node.text(ratio);
      if (!RATIO.matcher(ratio).matches()) {
        node.problem(ratio, "must be named like 16:9");
      }
      if (CELL.matcher(cell).matches() && Size.ofWire(cell) instanceof Size.Pixels pixels) {
        custom
            .flatMap(limits -> limits.refusal(pixels.width(), pixels.height()))
            .ifPresent(rule -> node.problem(ratio, rule));
        cells.put(ratio, pixels);
      } else {
        node.problem(ratio, "must be WIDTHxHEIGHT");
      }
    }
    if (!cells.containsKey(SizeRow.SQUARE)) {
      node.problem(SizeRow.SQUARE, "is required");
    }
    return node.clean() ? Optional.of(new SizeRow(tier, cells)) : Optional.empty();
  }
}

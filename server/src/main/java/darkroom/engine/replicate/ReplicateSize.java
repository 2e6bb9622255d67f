package darkroom.engine.replicate;

import darkroom.catalog.Size;
import darkroom.catalog.SizeRow;
import darkroom.catalog.SizeRules;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a size is said to Replicate. Its model takes sides of 1024 to 4096 pixels, or a tier with or
 * without a ratio; area and proportion were checked against the model's descriptor at submit.
 */
sealed interface ReplicateSize {
  int LEAST_SIDE = 1024;
  int MOST_SIDE = 4096;

  /** Rows with a longer side than that are named, and then the pixels are the vendor's promise. */
  String LARGE = "4K";

  Set<String> TIERS = Set.of("2K", LARGE);
  Set<String> RATIOS = Set.of("1:1", "4:3", "3:4", "16:9", "9:16", "3:2", "2:3", "21:9");

  /** Exactly these pixels. */
  record Custom(Size.Pixels pixels) implements ReplicateSize {}

  /** A tier; the shape is the model's, or the first reference's. */
  record Tier(String name) implements ReplicateSize {}

  /**
   * A cell of the table of 4K.
   *
   * @param expected pixels, to be checked in the result
   */
  record Cell(String ratio, Size.Pixels expected) implements ReplicateSize {}

  /** Not to be had here. */
  record Cannot(String why) implements ReplicateSize {}

  static ReplicateSize of(SizeRules rules, Size size) {
    return switch (size) {
      case Size.Tier(String name) ->
          TIERS.contains(name)
              ? new Tier(name)
              : new Cannot("size " + name + " (expected of replicate: 2K or 4K)");
      case Size.Pixels pixels when isCustom(pixels) -> new Custom(pixels);
      case Size.Pixels pixels ->
          ratio(rules, pixels)
              .<ReplicateSize>map(ratio -> new Cell(ratio, pixels))
              .orElseGet(() -> new Cannot(refusal(rules, pixels)));
    };
  }

  /** Writes the fields of the model's input. */
  default void writeTo(ObjectNode input) {
    switch (this) {
      case Custom(Size.Pixels(int width, int height)) ->
          input.put("size", "custom").put("width", width).put("height", height);
      case Tier(String name) -> input.put("size", name);
      case Cell(String ratio, Size.Pixels _) -> input.put("size", LARGE).put("aspect_ratio", ratio);
      case Cannot(String why) -> throw new IllegalArgumentException(why);
    }
  }

  private static boolean isCustom(Size.Pixels pixels) {
    return Math.min(pixels.width(), pixels.height()) >= LEAST_SIDE
        && Math.max(pixels.width(), pixels.height()) <= MOST_SIDE;
  }

  private static Optional<String> ratio(SizeRules rules, Size.Pixels pixels) {
    return cells(rules).entrySet().stream()
        .filter(cell -> cell.getValue().equals(pixels))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static Map<String, Size.Pixels> cells(SizeRules rules) {
    return rules.rows().stream()
        .filter(row -> row.tier().equals(LARGE))
        .map(SizeRow::cells)
        .findFirst()
        .orElse(Map.of())
        .entrySet()
        .stream()
        .filter(cell -> RATIOS.contains(cell.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static String refusal(SizeRules rules, Size.Pixels pixels) {
    String others =
        cells(rules).values().stream()
            .filter(cell -> !isCustom(cell))
            .map(Size.Pixels::wire)
            .sorted()
            .collect(Collectors.joining(" "));
    return "size "
        + pixels.wire()
        + " (expected of replicate: sides of "
        + LEAST_SIDE
        + " to "
        + MOST_SIDE
        + (others.isEmpty() ? ")" : ", or one of " + others + ")");
  }
}

package darkroom.fake.poyo;

import darkroom.fake.kit.Pixels;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The four forms of {@code size} for Seedream 4.5. PoYo does not publish the pixels of its ratios;
 * these are the rows that several clients and the model's maker agree on. Stateless.
 */
final class PoyoSizes {
  private static final Pattern CUSTOM =
      Pattern.compile("\\s*0*([1-9][0-9]{0,4})\\s*[xX]\\s*0*([1-9][0-9]{0,4})\\s*");
  private static final Map<String, String> RATIOS =
      Map.of(
          "1:1", "2048x2048",
          "4:3", "2304x1728",
          "3:4", "1728x2304",
          "16:9", "2848x1600",
          "9:16", "1600x2848",
          "3:2", "2496x1664",
          "2:3", "1664x2496",
          "21:9", "3136x1344");
  private static final long LEAST_AREA = 3_686_400;
  private static final long MOST_AREA = 16_777_216;
  private static final long MOST_RATIO = 16;

  private PoyoSizes() {}

  /** The pixels that a task draws; empty for what is no size of this model. */
  static Optional<Pixels> read(JsonNode size) {
    if (size.isMissingNode() || size.isNull()) {
      return read("1:1");
    }
    if (size.isString()) {
      return read(size.stringValue());
    }
    JsonNode width = size.path("width");
    JsonNode height = size.path("height");
    return width.isInt() && height.isInt() && width.intValue() > 0 && height.intValue() > 0
        ? legal(new Pixels(width.intValue(), height.intValue()))
        : Optional.empty();
  }

  private static Optional<Pixels> read(String text) {
    String known = RATIOS.get(text);
    if (known != null || text.equals("2K") || text.equals("4K")) {
      return Optional.of(Pixels.of(known == null ? text : known));
    }
    Matcher custom = CUSTOM.matcher(text);
    return custom.matches()
        ? legal(new Pixels(Integer.parseInt(custom.group(1)), Integer.parseInt(custom.group(2))))
        : Optional.empty();
  }

  private static Optional<Pixels> legal(Pixels size) {
    boolean slim =
        size.width() > MOST_RATIO * size.height() || size.height() > MOST_RATIO * size.width();
    return slim || size.area() < LEAST_AREA || size.area() > MOST_AREA
        ? Optional.empty()
        : Optional.of(size);
  }
}

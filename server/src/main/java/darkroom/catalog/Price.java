package darkroom.catalog;

import darkroom.credit.Credits;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a model costs. Immutable.
 *
 * @param picture credits for one picture, not negative
 */
public record Price(Credits picture) {
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,3})?");

  public Price {
    if (picture.isNegative()) {
      throw new IllegalArgumentException("price: " + picture + " (expected: not negative)");
    }
  }

  /** Price of one picture of this input; all models so far ask the same for every input. */
  Credits of(ImageInput input) {
    return picture;
  }

  /** Reads {@code price} of a descriptor; empty when something was wrong with it. */
  static Optional<Price> read(DescriptorObject node) {
    if (!node.text("unit").equals("picture")) {
      node.problem("unit", "must be picture");
    }
    String credits = node.text("credits");
    boolean readable = DECIMAL.matcher(credits).matches();
    if (!readable && !credits.isEmpty()) {
      node.problem("credits", "must be a decimal such as 5 or 8.48, at most three places");
    }
    node.refuseOtherKeys();
    return readable ? Optional.of(new Price(Credits.parse(credits))) : Optional.empty();
  }
}

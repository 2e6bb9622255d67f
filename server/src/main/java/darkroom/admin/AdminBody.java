package darkroom.admin;

import darkroom.credit.Credits;
import darkroom.wire.AddressMatcher;
import darkroom.wire.ApiError;
import darkroom.wire.ApiException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Reads the small bodies of the admin routes; every problem names its field. */
final class AdminBody {
  private static final int MOST_ITEMS = 100;
  private static final BigDecimal MOST_CREDITS = BigDecimal.valueOf(1_000_000_000L);

  private final JsonNode body;

  AdminBody(JsonNode body) {
    this.body = body;
  }

  String text(String field, int longest) {
    return optionalText(field, longest)
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> broken(field, "must be a text that is not blank"));
  }

  Optional<String> optionalText(String field, int longest) {
    JsonNode node = body.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isString() || node.stringValue().length() > longest || isUnprintable(node)) {
      throw broken(field, "must be a text of at most " + longest + " printable characters");
    }
    return Optional.of(node.stringValue());
  }

  /** A list of short words; a JSON null counts as left out. */
  Optional<List<String>> texts(String field) {
    JsonNode node = body.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isArray() || node.size() > MOST_ITEMS) {
      throw broken(field, "must be a list of at most " + MOST_ITEMS + " texts");
    }
    var items = new ArrayList<String>();
    for (JsonNode item : node) {
      if (!item.isString() || !item.stringValue().matches("[A-Za-z0-9._:/-]{1,100}")) {
        throw broken(field, "must hold only short texts without blanks or commas");
      }
      items.add(item.stringValue());
    }
    return Optional.of(items);
  }

  /** Words of a list that is known; a JSON null counts as left out. */
  Optional<List<String>> words(String field, Predicate<String> known, String what) {
    Optional<List<String>> words = texts(field);
    if (!words.stream().flatMap(List::stream).allMatch(known)) {
      throw broken(field, "must hold only " + what);
    }
    return words;
  }

  /** Addresses and CIDR ranges; a JSON null counts as left out. */
  Optional<List<String>> addresses(String field, AddressMatcher matcher) {
    Optional<List<String>> ranges = texts(field);
    for (String range : ranges.orElse(List.of())) {
      // one that can be read holds at least the address it is named by
      if (!matcher.isWithin(range.replaceFirst("/.*", ""), List.of(range))) {
        throw broken(field, "must hold only addresses and CIDR ranges");
      }
    }
    return ranges;
  }

  <E extends Enum<E>> E choice(String field, Class<E> type, E otherwise) {
    return optionalText(field, 20)
        .map(word ->
            Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> broken(field, "must be one of " + words(type))))
        .orElse(otherwise);
  }

  /** A number or a text with at most three decimals, not zero. */
  Credits credits(String field) {
    return amount(body.path(field))
        .filter(amount -> !amount.equals(Credits.ZERO))
        .orElseThrow(() ->
            broken(
                field,
                "must be a number other than 0 with at most three decimals, up to 1000000000"));
  }

  /** As {@link #credits}, but zero or above; what is left out or null is zero. */
  Credits creditLimit(String field) {
    JsonNode node = body.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return Credits.ZERO;
    }
    return amount(node)
        .filter(amount -> !amount.isNegative())
        .orElseThrow(() ->
            broken(field, "must be a number from 0 with at most three decimals, up to 1000000000"));
  }

  private static Optional<Credits> amount(JsonNode node) {
    try {
      BigDecimal amount =
          node.isString() ? new BigDecimal(cut(node.stringValue())) : node.decimalValue();
      boolean inRange =
          Math.abs((long) amount.scale()) <= 12
              && amount.precision() <= 18
              && amount.abs().compareTo(MOST_CREDITS) <= 0;
      return inRange ? Optional.of(Credits.parse(amount.toPlainString())) : Optional.empty();
    } catch (ArithmeticException | NumberFormatException | tools.jackson.core.JacksonException e) {
      return Optional.empty();
    }
  }

  private static String cut(String text) {
    return text.length() > 40 ? "" : text;
  }

  /** Control characters, and halves of surrogate pairs, which no store gives back as they were. */
  private static boolean isUnprintable(JsonNode node) {
    return node.stringValue()
        .codePoints()
        .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
  }

  private static <E extends Enum<E>> String words(Class<E> type) {
    return String.join(
        ", ",
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .toList());
  }

  private static ApiException broken(String field, String rule) {
    return new ApiException(ApiError.VALIDATION, field + ": " + rule);
  }
}

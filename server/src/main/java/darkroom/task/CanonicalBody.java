package darkroom.task;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Hash of a request that does not see the order of keys, blanks, or the spelling of a number, so
 * that a client may rebuild its request and still mean the same one.
 */
final class CanonicalBody {
  private static final int MOST_DIGITS = 64;

  private CanonicalBody() {}

  static String hash(JsonNode body) {
    var text = new StringBuilder();
    append(body, text);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing", e);
    }
  }

  private static void append(JsonNode node, StringBuilder text) {
    if (node.isObject()) {
      var sorted = new TreeMap<String, JsonNode>();
      node.properties().forEach(property -> sorted.put(property.getKey(), property.getValue()));
      text.append('{');
      sorted.forEach((name, value) -> {
        quoted(name, text);
        text.append(':');
        append(value, text);
        text.append(',');
      });
      text.append('}');
    } else if (node.isArray()) {
      text.append('[');
      node.forEach(item -> {
        append(item, text);
        text.append(',');
      });
      text.append(']');
    } else if (node.isString()) {
      quoted(node.stringValue(), text);
    } else {
      text.append(number(node));
    }
  }

  /** Length before content, so that no text can imitate structure. */
  private static void quoted(String value, StringBuilder text) {
    text.append(value.length()).append('"').append(value).append('"');
  }

  private static String number(JsonNode node) {
    if (!node.isNumber()) {
      return node.toString();
    }
    var decimal = node.decimalValue();
    boolean modest =
        Math.abs((long) decimal.scale()) < MOST_DIGITS && decimal.precision() < MOST_DIGITS;
    return modest ? decimal.stripTrailingZeros().toPlainString() : node.toString();
  }
}

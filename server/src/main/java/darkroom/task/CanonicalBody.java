package darkroom.task;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Hash of a request that does not see the order of keys, blanks, or the spelling of a number, so
 * that a client may rebuild its request and still mean the same one. The canonical form goes into
 * the hash piece by piece and never stands in memory: a body may be tens of megabytes long. Hashes
 * are stored, so the form may never change.
 */
final class CanonicalBody {
  private static final int MOST_DIGITS = 64;
  private static final int PIECE_BYTES = 8 * 1024;

  private final MessageDigest digest = sha256();
  private final ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);

  /** Puts a question mark for half a surrogate pair, as {@code String.getBytes} does. */
  private final CharsetEncoder encoder =
      StandardCharsets.UTF_8
          .newEncoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  private CanonicalBody() {}

  static String hash(JsonNode body) {
    var canonical = new CanonicalBody();
    canonical.append(body);
    canonical.drain();
    return HexFormat.of().formatHex(canonical.digest.digest());
  }

  private void append(JsonNode node) {
    if (node.isObject()) {
      var sorted = new TreeMap<String, JsonNode>();
      node.properties().forEach(property -> sorted.put(property.getKey(), property.getValue()));
      text("{");
      sorted.forEach((name, value) -> {
        quoted(name);
        text(":");
        append(value);
        text(",");
      });
      text("}");
    } else if (node.isArray()) {
      text("[");
      node.forEach(item -> {
        append(item);
        text(",");
      });
      text("]");
    } else if (node.isString()) {
      quoted(node.stringValue());
    } else {
      text(number(node));
    }
  }

  /** Length before content, so that no text can imitate structure. */
  private void quoted(String value) {
    text(value.length() + "\"");
    text(value);
    text("\"");
  }

  private void text(String text) {
    CharBuffer left = CharBuffer.wrap(text);
    encoder.reset();
    while (encoder.encode(left, piece, true) == CoderResult.OVERFLOW) {
      drain();
    }
  }

  private void drain() {
    digest.update(piece.flip());
    piece.clear();
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

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing", e);
    }
  }
}

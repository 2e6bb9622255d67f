package darkroom.wire;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON with limits on everything a stranger can blow up. The parser's own defaults are far too
 * wide, and it takes bytes that are no UTF-8, so they are decoded strictly first. Thread-safe.
 */
public final class Json {
  private static final int DEPTH = 32;
  private static final int STRING = 1 << 30; // none is longer than its body, `http.max-body`
  private static final int NUMBER = 100;
  private static final int NAME = 1_000;
  private static final int TOKENS = 20_000;
  private static final int PIECE = 4 * 1024;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH)
                          .maxStringLength(STRING)
                          .maxNumberLength(NUMBER)
                          .maxNameLength(NAME)
                          .maxTokenCount(TOKENS)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Json() {}

  /**
   * Reads one JSON value.
   *
   * @throws ApiException 400 when it is not exactly that
   */
  public static JsonNode parse(byte[] body) {
    try {
      checkUtf8(body);
      // from the bytes: Jackson's reader of characters takes U+0130 for a hexadecimal 0
      JsonNode node = MAPPER.readTree(body);
      if (node.isMissingNode()) {
        throw new ApiException(ApiError.INVALID_REQUEST, "The body is empty, expected JSON");
      }
      return node;
    } catch (StreamConstraintsException e) {
      throw new ApiException(ApiError.INVALID_REQUEST, "The body " + broken(e) + place(e));
    } catch (JacksonException e) {
      throw new ApiException(ApiError.INVALID_REQUEST, "The body is not JSON" + place(e));
    } catch (ArithmeticException | NumberFormatException e) {
      // grammar allows any exponent, BigDecimal ends at 32 bits, and Jackson lets that through
      throw new ApiException(
          ApiError.INVALID_REQUEST, "The body holds a number whose exponent is out of range");
    }
  }

  /** Reads a JSON object. */
  public static JsonNode parseObject(byte[] body) {
    JsonNode node = parse(body);
    if (!node.isObject()) {
      throw new ApiException(ApiError.INVALID_REQUEST, "The body must be a JSON object");
    }
    return node;
  }

  public static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  /**
   * Strict UTF-8 and nothing that Jackson would take for UTF-16 or UTF-32. Decoded piece by piece,
   * because all of it at once would take twice the body's memory.
   */
  private static void checkUtf8(byte[] body) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var bytes = ByteBuffer.wrap(body);
    var piece = CharBuffer.allocate(PIECE);
    CoderResult result = CoderResult.OVERFLOW;
    while (result == CoderResult.OVERFLOW) {
      result = decoder.decode(bytes, piece.clear(), true);
    }
    if (result.isError()) {
      throw new ApiException(ApiError.INVALID_REQUEST, "The body is not UTF-8");
    }
    if (startsWith(body, 0xef, 0xbb, 0xbf)) {
      throw new ApiException(ApiError.INVALID_REQUEST, "The body begins with a byte order mark");
    }
    for (int i = 0; i < Math.min(4, body.length); i++) {
      if (body[i] == 0) {
        throw new ApiException(ApiError.INVALID_REQUEST, "The body is not JSON");
      }
    }
  }

  private static boolean startsWith(byte[] body, int... start) {
    for (int i = 0; i < start.length; i++) {
      if (body.length <= i || (body[i] & 0xff) != start[i]) {
        return false;
      }
    }
    return true;
  }

  /** Which limit, in our words: Jackson names its own methods. */
  private static String broken(StreamConstraintsException e) {
    String words = String.valueOf(e.getOriginalMessage());
    if (words.startsWith("Document nesting")) {
      return "is nested deeper than " + DEPTH + " levels";
    }
    if (words.startsWith("Token count")) {
      return "has more than " + TOKENS + " values, names and brackets";
    }
    if (words.startsWith("Name length")) {
      return "holds a name of more than " + NAME + " characters";
    }
    if (words.startsWith("Number value length")) {
      return "holds a number of more than " + NUMBER + " characters";
    }
    return "breaks a limit of the JSON parser";
  }

  /** Where it went wrong, without repeating what stood there. */
  private static String place(JacksonException e) {
    var location = e.getLocation();
    return location == null
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }
}

package darkroom.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
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
  private static final int STRING = 28 << 20; // a data URI of 20 MiB in base64
  private static final int NUMBER = 100;
  private static final int NAME = 1_000;
  private static final int TOKENS = 20_000;

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

  /** Strict UTF-8 and nothing that Jackson would take for UTF-16 or UTF-32. */
  private static void checkUtf8(byte[] body) {
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(body));
    } catch (CharacterCodingException e) {
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

  /** Where it went wrong, without repeating what stood there. */
  private static String place(JacksonException e) {
    var location = e.getLocation();
    return location == null
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }
}

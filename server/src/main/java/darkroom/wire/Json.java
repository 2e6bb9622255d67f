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
      JsonNode node = MAPPER.readTree(strictUtf8(body));
      if (node.isMissingNode()) {
        throw new ApiException(ApiError.INVALID_REQUEST, "The body is empty, expected JSON");
      }
      return node;
    } catch (JacksonException e) {
      throw new ApiException(ApiError.INVALID_REQUEST, "The body is not JSON" + place(e));
    } catch (ArithmeticException | NumberFormatException e) {
      // the parser lets it through where an exponent has more digits than an int
      throw new ApiException(ApiError.INVALID_REQUEST, "The body holds a number out of range");
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

  private static String strictUtf8(byte[] body) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(body))
              .toString();
      if (text.startsWith("\ufeff")) {
        throw new ApiException(ApiError.INVALID_REQUEST, "The body begins with a byte order mark");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new ApiException(ApiError.INVALID_REQUEST, "The body is not UTF-8");
    }
  }

  /** Where it went wrong, without repeating what stood there. */
  private static String place(JacksonException e) {
    var location = e.getLocation();
    return location == null
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }
}

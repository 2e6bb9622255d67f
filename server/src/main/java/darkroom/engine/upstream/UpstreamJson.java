package darkroom.engine.upstream;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes JSON towards a peer that is not trusted to be sane. Thread-safe. */
public final class UpstreamJson {
  public static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxNumberLength(50)
                          .build())
                  .build())
          .build();

  private UpstreamJson() {}

  /** The object in this text; empty when it is anything else. */
  public static Optional<JsonNode> object(String text) {
    try {
      return Optional.of(MAPPER.readTree(text)).filter(JsonNode::isObject);
    } catch (JacksonException | ArithmeticException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The object in these bytes; empty when they are anything else. */
  public static Optional<JsonNode> object(byte[] bytes) {
    return object(new String(bytes, StandardCharsets.UTF_8));
  }

  /** A field that is a text with something in it. */
  public static Optional<String> text(JsonNode object, String field) {
    return Optional.of(object.path(field))
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue)
        .filter(value -> !value.isBlank());
  }
}

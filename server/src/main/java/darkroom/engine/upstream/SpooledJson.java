package darkroom.engine.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a JSON answer on our disk says beside its pictures. Texts under the names of pictures are
 * skipped, never read into memory, and everything else is small or makes the answer unreadable.
 * Stateless.
 */
public final class SpooledJson {
  /** What stands in place of a picture. */
  public static final String PICTURE = "(picture)";

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxNumberLength(50)
                          .maxStringLength(64 * 1024)
                          .maxNameLength(1_000)
                          .maxTokenCount(20_000)
                          .build())
                  .build())
          .build();

  private SpooledJson() {}

  /**
   * Reads the file from its first byte to its last.
   *
   * @param pictures names whose texts are pictures, at any depth
   * @return the object without its pictures; empty when the file holds anything else
   * @throws IOException when the disk fails
   */
  public static Optional<JsonNode> outline(Path file, Set<String> pictures) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        JsonParser parser = MAPPER.createParser(in)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      JsonNode object = object(parser, pictures);
      return parser.nextToken() == null ? Optional.of(object) : Optional.empty();
    } catch (JacksonException e) {
      if (e.getCause() instanceof IOException disk) {
        throw disk;
      }
      return Optional.empty();
    }
  }

  private static ObjectNode object(JsonParser parser, Set<String> pictures) {
    ObjectNode object = MAPPER.createObjectNode();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      object.set(name, value(parser, parser.nextToken(), name, pictures));
    }
    return object;
  }

  private static ArrayNode array(JsonParser parser, Set<String> pictures) {
    ArrayNode array = MAPPER.createArrayNode();
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      array.add(value(parser, next, "", pictures));
    }
    return array;
  }

  private static JsonNode value(
      JsonParser parser, @Nullable JsonToken token, String name, Set<String> pictures) {
    JsonNodeFactory nodes = MAPPER.getNodeFactory();
    return switch (token) {
      case START_OBJECT -> object(parser, pictures);
      case START_ARRAY -> array(parser, pictures);
      // not looked at: the parser skips it
      case VALUE_STRING -> nodes.stringNode(pictures.contains(name) ? PICTURE : parser.getString());
      case VALUE_NUMBER_INT -> nodes.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDoubleValue());
      case VALUE_TRUE -> nodes.booleanNode(true);
      case VALUE_FALSE -> nodes.booleanNode(false);
      case null, default -> nodes.nullNode();
    };
  }
}

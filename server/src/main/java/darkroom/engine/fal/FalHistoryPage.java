package darkroom.engine.fal;

import darkroom.engine.upstream.UpstreamJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.ObjectNode;

/**
 * One page of fal's list of requests. References are counted while they are read past, because a
 * page of them does not belong into memory.
 *
 * @param next cursor of the page after it; empty on the last one
 */
record FalHistoryPage(List<Item> items, Optional<String> next) {
  /** What comes after a field is not its business. */
  private static final ObjectReader FIELDS =
      UpstreamJson.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * One request.
   *
   * @param endpoint empty when the page does not say
   * @param input without its references
   */
  record Item(String requestId, String endpoint, ObjectNode input, int references) {

    /**
     * Whether this is what was sent. References count by their number alone: fal may have put them
     * elsewhere meanwhile, and the seed already says which attempt it was.
     */
    boolean matches(FalEndpoint asked, ObjectNode sent, int sentReferences) {
      return FalJob.isId(requestId)
          && (endpoint.isEmpty() || endpoint.equals(asked.id()))
          && references == sentReferences
          && sent.propertyStream().allMatch(field -> field.getValue().equals(of(field)));
    }

    private JsonNode of(Map.Entry<String, JsonNode> field) {
      return input.path(field.getKey());
    }
  }

  FalHistoryPage {
    items = List.copyOf(items);
  }

  /**
   * @throws IOException when it is no such page
   */
  static FalHistoryPage read(InputStream in) throws IOException {
    try (JsonParser parser = UpstreamJson.MAPPER.createParser(in)) {
      return page(parser);
    } catch (JacksonException | ArithmeticException | NumberFormatException e) {
      throw new IOException("not fal's JSON", e);
    }
  }

  private static FalHistoryPage page(JsonParser parser) throws IOException {
    var items = new ArrayList<Item>();
    boolean listed = false;
    boolean more = false;
    String cursor = "";
    expect(parser.nextToken(), JsonToken.START_OBJECT);
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "items" -> {
          expect(value, JsonToken.START_ARRAY);
          listed = true;
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            items.add(item(parser));
          }
          expect(parser.currentToken(), JsonToken.END_ARRAY);
        }
        case "has_more" -> more = value == JsonToken.VALUE_TRUE;
        case "next_cursor" -> cursor = value == JsonToken.VALUE_STRING ? parser.getString() : "";
        default -> parser.skipChildren();
      }
    }
    expect(parser.currentToken(), JsonToken.END_OBJECT);
    if (!listed || (more && cursor.isEmpty())) {
      throw new IOException("a page without items, or without its cursor");
    }
    return new FalHistoryPage(items, Optional.of(cursor).filter(text -> !text.isEmpty()));
  }

  private static Item item(JsonParser parser) throws IOException {
    String id = "";
    String endpoint = "";
    ObjectNode input = UpstreamJson.MAPPER.createObjectNode();
    int references = 0;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "request_id" -> id = value == JsonToken.VALUE_STRING ? parser.getString() : "";
        case "endpoint_id" -> endpoint = value == JsonToken.VALUE_STRING ? parser.getString() : "";
        case "json_input" ->
            references = value == JsonToken.START_OBJECT ? input(parser, input) : 0;
        default -> parser.skipChildren();
      }
    }
    expect(parser.currentToken(), JsonToken.END_OBJECT);
    return new Item(id, endpoint, input, references);
  }

  /**
   * @param input gets every field but the references
   * @return the number of references
   */
  private static int input(JsonParser parser, ObjectNode input) throws IOException {
    int references = 0;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals(FalRequest.IMAGES) && value == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          parser.skipChildren();
          references++;
        }
      } else {
        JsonNode node = FIELDS.readTree(parser);
        input.set(name, node);
      }
    }
    expect(parser.currentToken(), JsonToken.END_OBJECT);
    return references;
  }

  private static void expect(JsonToken found, JsonToken wanted) throws IOException {
    if (found != wanted) {
      throw new IOException("not fal's page");
    }
  }
}

package darkroom.engine.replicate;

import darkroom.engine.upstream.UpstreamJson;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads predictions as a stream, because each may repeat the references of its input: at most one
 * input at a time stands in memory, and only where it is compared. Stateless.
 */
final class ReplicateReader {
  private static final int LONGEST_TEXT = 10_000;

  private ReplicateReader() {}

  /**
   * One page of the list of predictions.
   *
   * @param next address of the page after it
   */
  record Page(Optional<String> next, List<ReplicatePrediction> results) {}

  /** Empty when the bytes are no prediction. */
  static Optional<ReplicatePrediction> prediction(InputStream in) throws IOException {
    try (JsonParser parser = UpstreamJson.MAPPER.createParser(in)) {
      return parser.nextToken() == JsonToken.START_OBJECT
          ? Optional.of(prediction(parser, MissingNode.getInstance()))
          : Optional.empty();
    } catch (JacksonException | ArithmeticException | NumberFormatException e) {
      throwDiskTrouble(e);
      return Optional.empty();
    }
  }

  /**
   * @param input what the inputs are compared with
   * @return empty when the bytes are no such page
   */
  static Optional<Page> page(InputStream in, JsonNode input) throws IOException {
    try (JsonParser parser = UpstreamJson.MAPPER.createParser(in)) {
      Optional<String> next = Optional.empty();
      Optional<List<ReplicatePrediction>> results = Optional.empty();
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("results") && value == JsonToken.START_ARRAY) {
          results = Optional.of(results(parser, input));
        } else if (name.equals("next") && value == JsonToken.VALUE_STRING) {
          next = Optional.of(parser.getString());
        } else {
          parser.skipChildren();
        }
      }
      Optional<String> after = next;
      return results.map(found -> new Page(after, found));
    } catch (JacksonException | ArithmeticException | NumberFormatException e) {
      throwDiskTrouble(e);
      return Optional.empty();
    }
  }

  private static List<ReplicatePrediction> results(JsonParser parser, JsonNode input) {
    var results = new ArrayList<ReplicatePrediction>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        results.add(prediction(parser, input));
      } else {
        parser.skipChildren();
      }
    }
    return results;
  }

  /** From behind the opening brace to the closing one. */
  private static ReplicatePrediction prediction(JsonParser parser, JsonNode input) {
    var texts = new HashMap<String, String>();
    Optional<String> output = Optional.empty();
    boolean ours = false;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("input") && !input.isMissingNode()) {
        JsonNode theirs = parser.readValueAsTree();
        ours = theirs.equals(input);
      } else if (name.equals("output")) {
        output = first(parser);
      } else if (value == JsonToken.VALUE_STRING && !name.equals("logs")) {
        String text = parser.getString();
        texts.put(name, text.substring(0, Math.min(text.length(), LONGEST_TEXT)));
      } else {
        parser.skipChildren();
      }
    }
    return new ReplicatePrediction(
        Optional.ofNullable(texts.get("id")).filter(ReplicateId::isOne).orElse(""),
        texts.getOrDefault("model", ""),
        texts.getOrDefault("status", ""),
        output,
        texts.getOrDefault("error", ""),
        texts.getOrDefault("source", ""),
        time(texts, "created_at"),
        time(texts, "completed_at"),
        ours);
  }

  /** A text, or the first one of a list. */
  private static Optional<String> first(JsonParser parser) {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return Optional.of(parser.getString());
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return Optional.empty();
    }
    Optional<String> first = Optional.empty();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (first.isEmpty() && parser.currentToken() == JsonToken.VALUE_STRING) {
        first = Optional.of(parser.getString());
      } else {
        parser.skipChildren();
      }
    }
    return first;
  }

  private static Optional<Instant> time(Map<String, String> texts, String name) {
    try {
      return Optional.ofNullable(texts.get(name))
          .map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Our own side of reading is not the vendor's fault. */
  private static void throwDiskTrouble(RuntimeException e) throws IOException {
    if (e.getCause() instanceof IOException disk) {
      throw disk;
    }
  }
}

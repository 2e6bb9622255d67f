package darkroom.verify.fuzz;

import darkroom.wire.ApiException;
import darkroom.wire.Json;
import java.util.List;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What our JSON reader takes, Jackson as it comes reads as the same. */
final class JsonTarget implements Target {
  private final JsonMapper plain =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  @Override
  public String name() {
    return "json";
  }

  @Override
  public List<String> seeds() {
    return List.of(
        "{\"model\":\"seedream-4.5\",\"input\":{\"prompt\":\"A lighthouse\",\"n\":2,\"size\":\"16:9\"}}",
        "{\"a\":[1,-0.5e-3,true,false,null,\"\\u00e9\\ud83d\\ude00\\n\"],\"b\":{}}",
        "[[[[1]]],9007199254740993,1e400]");
  }

  @Override
  public List<String> words() {
    return List.of(
        "{\"a\":", "[", "]", "}", ",", ":", "\"", "\\u", "\\ud800", "1e", "-", "0.", "/*", "NaN");
  }

  @Override
  public String read(byte[] input) {
    JsonNode ours;
    try {
      ours = Json.parse(input);
    } catch (ApiException refused) {
      Finding.unless(
          refused.error().status() == 400, "a body was refused with " + refused.error().status());
      return String.valueOf(refused.getMessage()).replaceAll("[0-9]+", "n");
    }
    Finding.unless(ours.equals(plain.readTree(input)), "another reader reads something else");
    return ours.getNodeType() + " " + Math.min(ours.size(), 20);
  }
}

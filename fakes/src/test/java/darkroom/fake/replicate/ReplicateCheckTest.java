package darkroom.fake.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.fake.kit.Json;
import darkroom.fake.kit.Pictures;
import darkroom.fake.kit.Pixels;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Each rule broken once. */
class ReplicateCheckTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prompt|\" \"",
        "prompt|7",
        "seed|5",
        "n|2",
        "size|\"1K\"",
        "size|\"2K\"",
        "width|1023",
        "width|4097",
        "width|\"2048\"",
        "height|2048.5",
        "aspect_ratio|\"16:9\"",
        "aspect_ratio|\"5:4\"",
        "sequential_image_generation|\"many\"",
        "max_images|1",
        "disable_safety_checker|\"no\"",
        "image_input|[]",
        "image_input|\"data:image/png;base64,AAAA\"",
        "image_input|[\"https://example.com/a.png\"]",
        "image_input|[\"data:image/PNG;base64,AAAA\"]",
        "image_input|[\"data:image/png;base64,AAAA\"]",
        "image_input|[\"data:image/png;base64,!\"]",
      })
  void an_input_is_refused(String field, String value) {
    ObjectNode body = ReplicateApi.body("a fox");
    ((ObjectNode) body.path("input")).set(field, Json.MAPPER.readTree(value));

    assertThat(ReplicateCheck.broken(body)).map(ReplicateProblem::status).contains(422);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "input|7",
        "version|\"abc\"",
        "webhook|\"ftp://example.com\"",
        "webhook|\"http://example.com\"",
        "webhook_events_filter|[\"end\"]",
        "webhook_events_filter|\"start\"",
      })
  void a_body_is_refused(String field, String value) {
    ObjectNode body = ReplicateApi.body("a fox");
    body.set(field, Json.MAPPER.readTree(value));

    assertThat(ReplicateCheck.broken(body)).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"prompt\":\"a\"}",
        "{\"prompt\":\"a\",\"size\":\"4K\",\"aspect_ratio\":\"21:9\"}",
        "{\"prompt\":\"a\",\"size\":\"2K\",\"aspect_ratio\":\"match_input_image\"}",
        "{\"prompt\":\"a\",\"size\":\"custom\",\"width\":1024,\"height\":4096}",
        "{\"prompt\":\"a\",\"sequential_image_generation\":\"auto\",\"max_images\":15}",
        "{\"prompt\":\"a\",\"disable_safety_checker\":true}",
      })
  void the_schema_is_kept(String input) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.set("input", Json.MAPPER.readTree(input));

    assertThat(ReplicateCheck.broken(body)).isEmpty();
  }

  @Test
  void a_prompt_has_four_thousand_characters_at_most() {
    assertThat(ReplicateCheck.broken(ReplicateApi.body("é".repeat(4_000)))).isEmpty();
    assertThat(ReplicateCheck.broken(ReplicateApi.body("é".repeat(4_001)))).isPresent();
  }

  @Test
  void fourteen_references_are_the_most_and_each_is_what_it_says() {
    ObjectNode body = ReplicateApi.body("a fox");
    ArrayNode images = ((ObjectNode) body.path("input")).putArray("image_input");
    for (int i = 0; i < 14; i++) {
      images.add(png());
    }

    assertThat(ReplicateCheck.broken(body)).isEmpty();
    assertThat(ReplicateCheck.broken(with(body, png()))).isPresent();
    images.removeAll();
    assertThat(ReplicateCheck.broken(with(body, png().replace("image/png", "image/jpeg"))))
        .isPresent();
  }

  private static ObjectNode with(ObjectNode body, String image) {
    ((ArrayNode) body.path("input").path("image_input")).add(image);
    return body;
  }

  private static String png() {
    byte[] bytes = new Pictures().png(new Pixels(64, 48), "a");
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes);
  }
}

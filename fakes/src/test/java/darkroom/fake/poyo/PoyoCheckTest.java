package darkroom.fake.poyo;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.fake.kit.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Each rule broken once. */
class PoyoCheckTest {
  private static final String UPLOAD = "http://127.0.0.1/uploads/a.png";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prompt|\" \"|validation_error",
        "prompt|7|validation_error",
        "optimize_prompt|true|validation_error",
        "seed|5|validation_error",
        "n|0|validation_error",
        "n|16|validation_error",
        "n|\"1\"|validation_error",
        "size|\"1K\"|validation_error",
        "size|\"5:4\"|validation_error",
        "size|\"1500x1500\"|validation_error",
        "size|\"4097x4096\"|validation_error",
        "size|\"7696x480\"|validation_error",
        "size|{\"width\":2304}|validation_error",
        "size|{\"width\":\"2304\",\"height\":3072}|validation_error",
        "enable_safety_checker|\"true\"|validation_error",
        "image_urls|[]|validation_error",
        "image_urls|\"http://127.0.0.1/uploads/a.png\"|validation_error",
        "image_urls|[\"https://a.example/user.png\"]|file_format_error",
        "image_urls|[\"data:image/png;base64,AAAA\"]|file_format_error",
      })
  void an_input_is_refused(String field, String value, String type) {
    ObjectNode body = PoyoClient.body("a fox");
    ((ObjectNode) body.path("input")).set(field, Json.MAPPER.readTree(value));

    assertThat(PoyoCheck.broken(body, UPLOAD::equals)).map(PoyoProblem::type).contains(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model|\"seedream-9\"|resource_not_found_error",
        "model|\"seedream-4.5-edit\"|validation_error",
        "input|[]|validation_error",
        "priority|1|validation_error",
        "callback_url|\"ftp://a.example\"|validation_error",
        "callback_url|7|validation_error",
      })
  void a_body_is_refused(String field, String value, String type) {
    ObjectNode body = PoyoClient.body("a fox");
    body.set(field, Json.MAPPER.readTree(value));

    assertThat(PoyoCheck.broken(body, UPLOAD::equals)).map(PoyoProblem::type).contains(type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"1:1\"",
        "\"21:9\"",
        "\"2K\"",
        "\"4K\"",
        "\"1920x1920\"",
        "\"4096x4096\"",
        "\"16384x1024\"",
        "\" 01920 X 4096 \"",
        "{\"width\":2304,\"height\":3072}"
      })
  void a_size_of_the_model_is_taken(String size) {
    ObjectNode body = PoyoClient.body("a fox");
    ((ObjectNode) body.path("input")).set("size", Json.MAPPER.readTree(size));

    assertThat(PoyoCheck.broken(body, UPLOAD::equals)).isEmpty();
  }

  @Test
  void a_prompt_is_counted_in_characters_and_an_upload_may_be_referred_to() {
    ObjectNode longest = PoyoClient.body("\uD83E\uDD8A".repeat(3000));
    ((ObjectNode) longest.path("input")).putArray("image_urls").add(UPLOAD);
    ObjectNode longer = PoyoClient.body("x".repeat(3001));

    assertThat(PoyoCheck.broken(longest, UPLOAD::equals)).isEmpty();
    assertThat(PoyoCheck.broken(longer, UPLOAD::equals))
        .map(PoyoProblem::type)
        .contains("content_too_long_error");
  }
}

package darkroom.fake.ark;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.fake.kit.Json;
import darkroom.fake.kit.Pictures;
import darkroom.fake.kit.Pixels;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Each rule broken once. */
class ArkCheckTest {
  private static final String INVALID = "InvalidParameter";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model|\"seedream-9\"|InvalidEndpointOrModel.NotFound",
        "prompt|\" \"|MissingParameter.prompt",
        "seed|5|InvalidParameter.UnsupportedParameter",
        "output_format|\"png\"|InvalidParameter.UnsupportedParameter",
        "tools|[{\"type\":\"web_search\"}]|InvalidParameter.UnsupportedParameter",
        "n|2|InvalidParameter.UnsupportedParameter",
        "watermark|true|InvalidParameter",
        "stream|\"yes\"|InvalidParameter",
        "response_format|\"png\"|InvalidParameter",
        "optimize_prompt_options|{\"mode\":\"fast\"}|InvalidParameter",
        "optimize_prompt_options|{\"thinking\":\"auto\"}|InvalidParameter.UnsupportedParameter",
        "optimize_prompt_options|\"standard\"|InvalidParameter.UnsupportedParameter",
        "sequential_image_generation_options|{\"n\":2}|InvalidParameter.UnsupportedParameter",
        "sequential_image_generation|\"many\"|InvalidParameter",
        "sequential_image_generation_options|{\"max_images\":2}|InvalidParameter",
        "image|\"https://example.com/a.png\"|InvalidImageURL.InvalidFormat",
        "image|\"data:image/PNG;base64,AAAA\"|InvalidImageURL.InvalidFormat",
        "image|\"data:image/png;base64,!\"|InvalidImageURL.InvalidFormat",
        "image|\"data:image/png;base64,AAAA\"|InvalidImageURL.InvalidFormat",
        "image|[]|InvalidParameter",
      })
  void a_body_is_refused(String field, String value, String code) {
    ObjectNode body = ArkClient.body("a fox");
    body.set(field, Json.MAPPER.readTree(value));

    assertThat(ArkCheck.broken(body)).map(ArkProblem::code).contains(code);
  }

  @Test
  void a_missing_watermark_would_be_burnt_in() {
    ObjectNode body = ArkClient.body("a fox");
    body.remove("watermark");

    assertThat(ArkCheck.broken(body)).map(ArkProblem::code).contains(INVALID);
  }

  @ParameterizedTest
  @CsvSource({
    "seedream-4-5-251128, 1K, false",
    "seedream-4-5-251128, 2K, true",
    "seedream-4-5-251128, 3K, false",
    "seedream-4-5-251128, 4K, true",
    "seedream-4-5-251128, 1500x1500, false",
    "seedream-4-5-251128, 1920x1920, true",
    "seedream-4-5-251128, 3750x1250, true",
    "seedream-4-5-251128, 16384x1024, true",
    "seedream-4-5-251128, 16385x1024, false",
    "seedream-4-5-251128, 4097x4096, false",
    "seedream-4-5-251128, 02048x2048, false",
    "seedream-4-5-251128, 2048X2048, false",
    "seedream-4-5-251128, 16:9, false",
    "doubao-seedream-4-0-250828, 1K, true",
    "seedream-4-0-250828, 1280x720, true",
    "seedream-4-0-250828, 1279x720, false",
    "seedream-5-0-lite-260128, 1K, false",
    "seedream-5-0-260128, 3K, true",
    "seedream-5-0-pro-260628, 1K, true",
    "seedream-5-0-pro-260628, 4K, false",
    "dola-seedream-5-0-pro-260628, 4096x4096, false",
  })
  void each_model_has_its_sizes(String model, String size, boolean fine) {
    ObjectNode body = ArkClient.body("a fox").put("model", model).put("size", size);

    Optional<ArkProblem> broken = ArkCheck.broken(body);

    assertThat(broken.isEmpty()).as(broken.toString()).isEqualTo(fine);
    assertThat(broken.map(ArkProblem::code).orElse(INVALID)).isEqualTo(INVALID);
  }

  @ParameterizedTest
  @CsvSource({
    "seedream-4-5-251128, 14, true",
    "seedream-4-5-251128, 15, false",
    "seedream-4-0-250828, 10, true",
    "seedream-4-0-250828, 11, false",
    "seedream-5-0-pro-260628, 10, true",
    "seedream-5-0-pro-260628, 11, false",
  })
  void each_model_has_its_number_of_references(String model, int count, boolean fine) {
    ObjectNode body = ArkClient.body("a fox").put("model", model).put("size", "2K");
    ArrayNode images = body.putArray("image");
    for (int i = 0; i < count; i++) {
      images.add(uri(64, 48));
    }

    assertThat(ArkCheck.broken(body).isEmpty()).isEqualTo(fine);
  }

  @ParameterizedTest
  @CsvSource({"64,48,true", "14,60,false", "1700,100,false", "100,1700,false", "6001,6000,false"})
  void a_reference_has_a_shape(int width, int height, boolean fine) {
    ObjectNode body = ArkClient.body("a fox").put("image", uri(width, height));

    assertThat(ArkCheck.broken(body).isEmpty()).isEqualTo(fine);
  }

  @Test
  void a_reference_has_a_weight_and_is_what_it_says() {
    String heavy = "data:image/png;base64," + "A".repeat(13_333_340);
    ObjectNode tooHeavy = ArkClient.body("a fox").put("image", heavy);
    ObjectNode other =
        ArkClient.body("a fox").put("image", uri(64, 48).replace("image/png", "image/jpeg"));

    assertThat(ArkCheck.broken(tooHeavy))
        .map(ArkProblem::code)
        .contains("InvalidParameter.OversizeImage");
    assertThat(ArkCheck.broken(other))
        .map(ArkProblem::code)
        .contains("InvalidImageURL.InvalidFormat");
  }

  @Test
  void only_some_models_stream_make_groups_and_are_fast() {
    String pro = "seedream-5-0-pro-260628";
    ObjectNode stream = ArkClient.body("a fox").put("model", pro).put("size", "2K");
    ObjectNode group = stream.deepCopy().put("sequential_image_generation", "auto");
    ObjectNode fast = ArkClient.body("a fox").put("model", "seedream-4-0-250828");
    fast.putObject("optimize_prompt_options").put("mode", "fast");
    ObjectNode png = stream.deepCopy().put("output_format", "png");

    assertThat(ArkCheck.broken(stream.deepCopy().put("stream", true))).isPresent();
    assertThat(ArkCheck.broken(group)).isPresent();
    assertThat(ArkCheck.broken(group.put("model", "seedream-4-5-251128"))).isEmpty();
    assertThat(ArkCheck.broken(fast)).isEmpty();
    assertThat(ArkCheck.broken(png)).isEmpty();
  }

  @Test
  void a_group_and_its_references_are_fifteen_at_most() {
    ObjectNode body = ArkClient.body("a fox").put("sequential_image_generation", "auto");
    body.putArray("image").add(uri(64, 48)).add(uri(64, 48));

    body.putObject("sequential_image_generation_options").put("max_images", 13);
    assertThat(ArkCheck.broken(body)).isEmpty();
    body.putObject("sequential_image_generation_options").put("max_images", 14);
    assertThat(ArkCheck.broken(body)).isPresent();
  }

  private static String uri(int width, int height) {
    byte[] png = new Pictures().png(new Pixels(width, height), "r");
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }
}

package darkroom.fake.openai;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.fake.kit.Json;
import darkroom.fake.kit.Pictures;
import darkroom.fake.kit.Pixels;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Each rule of each dialect broken once. */
class OpenAiCheckTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OPENAI|model|\"gpt-image-9\"",
        "OPENAI|prompt|\" \"",
        "OPENAI|prompt|7",
        "OPENAI|seed|5",
        "OPENAI|width|1024",
        "OPENAI|response_format|\"b64_json\"",
        "OPENAI|n|0",
        "OPENAI|n|11",
        "OPENAI|n|\"1\"",
        "OPENAI|size|\"1000x1000\"",
        "OPENAI|size|\"1024X1024\"",
        "OPENAI|quality|\"best\"",
        "OPENAI|background|\"red\"",
        "OPENAI|moderation|\"none\"",
        "OPENAI|output_format|\"webp\"",
        "OPENAI|stream|true",
        "LOCALAI|output_format|\"png\"",
        "LOCALAI|width|1024",
        "LOCALAI|response_format|\"file\"",
        "SD_SERVER|model|\"sd-cpp-local\"",
        "SD_SERVER|response_format|\"b64_json\"",
        "SD_SERVER|negative_prompt|\"rain\"",
        "SD_SERVER|seed|1",
        "SD_SERVER|size|\"5000x64\"",
        "SD_SERVER|prompt|\"a <sd_cpp_extra_args>{nonsense}</sd_cpp_extra_args>\"",
        "VLLM_OMNI|response_format|\"url\"",
        "VLLM_OMNI|quality|\"high\"",
        "VLLM_OMNI|size|\"1024x\"",
        "SGLANG|response_format|\"file\"",
        "SGLANG|moderation|\"low\"",
        "TOGETHER|size|\"1024x1024\"",
        "TOGETHER|model|\"gpt-image-1\"",
        "TOGETHER|n|5",
        "TOGETHER|width|20000",
        "TOGETHER|image_url|\"https://example.com/a.png\"",
        "TOGETHER|reference_images|[\"https://example.com/a.png\"]",
      })
  void a_body_is_refused(OpenAiDialect dialect, String field, String value) {
    ObjectNode body = body(dialect);
    assertThat(OpenAiCheck.broken(dialect, false, body, false)).isEmpty();
    body.set(field, Json.MAPPER.readTree(value));

    assertThat(OpenAiCheck.broken(dialect, false, body, false))
        .map(OpenAiProblem::status)
        .hasValueSatisfying(status -> assertThat(status).isIn(400, 404, 422));
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-image-1, 1024x1024, true",
    "gpt-image-1-mini, 1536x1024, true",
    "gpt-image-1.5, 2048x2048, false",
    "gpt-image-1, auto, true",
    "gpt-image-2, 2048x2048, true",
    "gpt-image-2, 2848x1600, true",
    "gpt-image-2, 1600x2848, true",
    "gpt-image-2, 3136x1344, true",
    "gpt-image-2, 3840x2160, true",
    "gpt-image-2, 3840x1264, false",
    "gpt-image-2, 4096x4096, false",
    "gpt-image-2, 1000x1000, false",
    "gpt-image-2, 3856x2160, false",
    "dall-e-2, 512x512, true",
    "dall-e-2, 1536x1024, false",
    "dall-e-3, 1792x1024, true",
  })
  void each_model_has_its_sizes(String model, String size, boolean fine) {
    ObjectNode body = body(OpenAiDialect.OPENAI).put("model", model).put("size", size);

    assertThat(OpenAiCheck.broken(OpenAiDialect.OPENAI, false, body, false).isEmpty())
        .isEqualTo(fine);
  }

  @ParameterizedTest
  @CsvSource({"0, false", "1, true", "16, true", "17, false"})
  void an_edit_needs_references_and_takes_sixteen(int count, boolean fine) {
    ObjectNode body = body(OpenAiDialect.OPENAI);
    for (int i = 0; i < count; i++) {
      body.withArrayProperty("images").addObject().put("image_url", uri("png"));
    }

    assertThat(OpenAiCheck.broken(OpenAiDialect.OPENAI, true, body, false).isEmpty())
        .isEqualTo(fine);
  }

  @Test
  void a_reference_is_what_it_says_and_no_address() {
    ObjectNode other = body(OpenAiDialect.OPENAI);
    other.putArray("images").addObject().put("image_url", uri("jpeg"));
    ObjectNode address = body(OpenAiDialect.OPENAI);
    address.putArray("images").addObject().put("image_url", "https://example.com/a.png");

    assertThat(OpenAiCheck.broken(OpenAiDialect.OPENAI, true, other, false)).isPresent();
    assertThat(OpenAiCheck.broken(OpenAiDialect.OPENAI, true, address, false)).isPresent();
  }

  @Test
  void a_form_is_read_part_by_part() {
    String form =
        String.join(
            "\r\n",
            "--x",
            "Content-Disposition: form-data; name=\"prompt\"",
            "",
            "a fox",
            "and a hare",
            "--x",
            "Content-Disposition: form-data; name=\"image[]\"; filename=\"a.png\"",
            "Content-Type: image/png",
            "",
            "bytes",
            "--x--",
            "");

    Optional<ObjectNode> read =
        FormParts.read(
            "multipart/form-data; boundary=x", form.getBytes(StandardCharsets.ISO_8859_1));

    assertThat(read.orElseThrow().path("prompt").stringValue()).isEqualTo("a fox\r\nand a hare");
    assertThat(read.orElseThrow().path("image[]").path(0).stringValue())
        .isEqualTo(
            "data:image/png;base64,"
                + Base64.getEncoder().encodeToString("bytes".getBytes(StandardCharsets.US_ASCII)));
  }

  @ParameterizedTest
  @CsvSource({
    "multipart/form-data, true",
    "application/json, true",
    "multipart/form-data; boundary=y, true",
    "multipart/form-data; boundary=x, false",
  })
  void a_form_that_is_none_is_not_read(String type, boolean whole) {
    String form =
        "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x" + (whole ? "--" : "");

    assertThat(FormParts.read(type, form.getBytes(StandardCharsets.ISO_8859_1))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OPENAI|{\"error\":{\"message\":\"no\",\"type\":\"invalid_request_error\",\"param\":null,"
            + "\"code\":\"invalid_value\"}}",
        "LOCALAI|{\"error\":{\"code\":400,\"message\":\"no\",\"type\":\"\"}}",
        "SD_SERVER|{\"error\":\"no\"}",
        "SGLANG|{\"detail\":\"no\"}",
      })
  void each_dialect_has_its_shape_of_errors(OpenAiDialect dialect, String shape) {
    JsonNode error =
        Json.MAPPER.readTree(new OpenAiErrors(dialect).json(400, "invalid_value", "no"));

    assertThat(error).isEqualTo(Json.MAPPER.readTree(shape));
  }

  private static ObjectNode body(OpenAiDialect dialect) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("prompt", "a fox");
    return switch (dialect) {
      case OPENAI -> body.put("model", "gpt-image-1").put("size", "1024x1024").put("n", 1);
      case TOGETHER ->
          body.put("model", OpenAiVendor.TOGETHER_MODEL).put("width", 1024).put("height", 1024);
      case LOCALAI, SD_SERVER, VLLM_OMNI, SGLANG -> body.put("size", "1024x1024").put("n", 1);
    };
  }

  private static String uri(String kind) {
    byte[] png = new Pictures().png(new Pixels(64, 48), "reference");
    return "data:image/" + kind + ";base64," + Base64.getEncoder().encodeToString(png);
  }
}

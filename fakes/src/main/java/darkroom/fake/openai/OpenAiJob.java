package darkroom.fake.openai;

import darkroom.fake.kit.Misfortune;
import darkroom.fake.kit.PictureKind;
import darkroom.fake.kit.Pixels;
import tools.jackson.databind.JsonNode;

/**
 * What one paid request comes to.
 *
 * @param id the client's, drawn into each picture
 * @param pictures how many
 * @param inline whether they travel inside the answer
 */
record OpenAiJob(
    String id, String model, Pixels size, PictureKind kind, int pictures, boolean inline) {

  static OpenAiJob of(OpenAiDialect dialect, String id, JsonNode body, Misfortune fate) {
    String model = body.path("model").asString("");
    PictureKind kind =
        body.path("output_format").asString("").equals("jpeg") || dialect == OpenAiDialect.TOGETHER
            ? PictureKind.JPEG
            : PictureKind.PNG;
    int pictures =
        fate instanceof Misfortune.Count other ? other.pictures() : body.path("n").asInt(1);
    return new OpenAiJob(id, model, size(body, fate), kind, pictures, inline(dialect, model, body));
  }

  private static Pixels size(JsonNode body, Misfortune fate) {
    if (fate instanceof Misfortune.OtherSize other) {
      return other.pixels();
    }
    if (body.has("width")) {
      return new Pixels(body.path("width").asInt(1024), body.path("height").asInt(1024));
    }
    String size = body.path("size").asString("auto");
    return Pixels.of(size.equals("auto") ? "1024x1024" : size);
  }

  private static boolean inline(OpenAiDialect dialect, String model, JsonNode body) {
    String asked = body.path("response_format").asString("");
    return switch (dialect) {
      case OPENAI -> !OpenAiModels.isDallE(model) || asked.equals("b64_json");
      case LOCALAI -> asked.equals("b64_json");
      case SD_SERVER, VLLM_OMNI -> true;
      case SGLANG -> !asked.equals("url");
      case TOGETHER -> asked.equals("base64");
    };
  }

  /** What is drawn into a picture: a job's only one carries the plain id. */
  String label(int index) {
    return index == 0 ? id : id + "." + index;
  }
}

package darkroom.fake.ark;

import darkroom.fake.kit.Misfortune;
import darkroom.fake.kit.PictureKind;
import darkroom.fake.kit.Pixels;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What one paid request comes to.
 *
 * @param id the client's, drawn into each picture
 * @param size of each picture
 * @param inline whether pictures travel inside the answer
 * @param ends of each picture in its order: the code of an error, or empty for a picture
 * @param error the code of an error of the whole request, or empty
 */
record ArkJob(
    String id,
    ArkModel model,
    String modelId,
    Pixels size,
    PictureKind kind,
    boolean stream,
    boolean inline,
    int references,
    List<String> ends,
    String error) {
  private static final String WITHHELD = "OutputImageSensitiveContentDetected";

  static ArkJob of(String id, JsonNode body, Misfortune fate) {
    ArkModel model = ArkModel.of(body.path("model").asString("")).orElseThrow();
    boolean group = body.path("sequential_image_generation").asString("").equals("auto");
    JsonNode most = body.path("sequential_image_generation_options").path("max_images");
    JsonNode images = body.path("image");
    int references = images.isMissingNode() ? 0 : images.isArray() ? images.size() : 1;
    int wanted = group ? most.asInt(15 - references) : 1;
    List<String> ends = ends(wanted, fate);
    String error =
        fate instanceof Misfortune.ErrorInside inside
            ? inside.code()
            : ends.contains("") ? "" : ends.isEmpty() ? "InternalServiceError" : ends.getFirst();
    return new ArkJob(
        id,
        model,
        body.path("model").asString(""),
        fate instanceof Misfortune.OtherSize other
            ? other.pixels()
            : Pixels.of(body.path("size").asString("2048x2048")),
        body.path("output_format").asString("").equals("png") ? PictureKind.PNG : PictureKind.JPEG,
        body.path("stream").asBoolean(false),
        body.path("response_format").asString("").equals("b64_json"),
        references,
        ends,
        error);
  }

  private static List<String> ends(int wanted, Misfortune fate) {
    var ends = new ArrayList<String>();
    int count =
        switch (fate) {
          case Misfortune.ErrorInside _ -> 0;
          case Misfortune.Count other -> other.pictures();
          case Misfortune.Partial partial -> partial.of();
          default -> wanted;
        };
    for (int i = 0; i < count; i++) {
      boolean bad =
          switch (fate) {
            case Misfortune.Moderated moderated -> moderated.index() == i;
            case Misfortune.Partial partial -> i >= partial.good();
            default -> false;
          };
      ends.add(bad ? WITHHELD : "");
    }
    return List.copyOf(ends);
  }

  /** How many pictures stand on the bill. */
  int billed() {
    return (int) ends.stream().filter(String::isEmpty).count();
  }

  String mediaType() {
    return stream ? "text/event-stream" : "application/json";
  }

  /** What is drawn into a picture: a job's only one carries the plain id. */
  String label(int index) {
    return index == 0 ? id : id + "." + index;
  }
}

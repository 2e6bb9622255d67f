package darkroom.fake.comfyui;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The classes of nodes that the fake knows, each with its inputs: {@code *} feeds from another
 * node, {@code t} is a text, {@code i} a whole number, {@code n} a number, {@code f} a file of the
 * inputs' folder; a question mark behind it says that it may be left out.
 */
enum ComfyNode {
  CheckpointLoaderSimple("ckpt_name:t"),
  CLIPTextEncode("text:t clip:*"),
  EmptyLatentImage("width:i height:i batch_size:i"),
  KSampler(
      "seed:i steps:i cfg:n sampler_name:t scheduler:t denoise:n model:* positive:* negative:*"
          + " latent_image:*"),
  VAEDecode("samples:* vae:*"),
  VAEEncode("pixels:* vae:*"),
  LoadImage("image:f"),
  ImageScale("image:* upscale_method:t width:i height:i crop:t"),
  TextEncodeQwenImageEditPlus("clip:* prompt:t vae:*? image1:*? image2:*? image3:*?"),
  SaveImage("images:* filename_prefix:t"),
  PreviewImage("images:*");

  private static final int LEAST_SIDE = 16;
  private static final int MOST_SIDE = 16_384;

  private final String inputs;

  ComfyNode(String inputs) {
    this.inputs = inputs;
  }

  /**
   * @param kind one letter, as above
   */
  record Input(String name, char kind, boolean optional) {
    /** Of a number; empty where there are none. */
    Optional<Map.Entry<Integer, Integer>> range() {
      return name.equals("width") || name.equals("height")
          ? Optional.of(Map.entry(LEAST_SIDE, MOST_SIDE))
          : Optional.empty();
    }
  }

  static Optional<ComfyNode> of(String type) {
    return Arrays.stream(values()).filter(node -> node.name().equals(type)).findFirst();
  }

  List<Input> inputs() {
    return Arrays.stream(inputs.split(" ", -1))
        .map(text -> text.split(":", 2))
        .map(parts -> new Input(parts[0], parts[1].charAt(0), parts[1].endsWith("?")))
        .toList();
  }

  /** Whether running it leaves something behind: a prompt without such a node is none. */
  boolean isOutput() {
    return this == SaveImage || this == PreviewImage;
  }
}

package darkroom.engine.openai;

import darkroom.catalog.Size;
import darkroom.engine.upstream.NativeSizes;
import java.util.List;

/**
 * Sizes of OpenAI's own models, from the page on image generation. Whether the maximum of
 * gpt-image-2 is one of sides or of area is not published; sides is the narrower reading.
 * Stateless.
 */
final class OpenAiSizes {
  private static final NativeSizes GPT_IMAGE_2 = new NativeSizes.Ruled(16, 3, 3840, 2160);
  private static final NativeSizes GPT_IMAGE_1 =
      new NativeSizes.Listed(
          List.of(
              new Size.Pixels(1024, 1024),
              new Size.Pixels(1536, 1024),
              new Size.Pixels(1024, 1536)));

  private OpenAiSizes() {}

  static NativeSizes of(String model) {
    return model.startsWith("gpt-image-2") ? GPT_IMAGE_2 : GPT_IMAGE_1;
  }
}

package darkroom.fake.openai;

import darkroom.fake.kit.Pixels;
import java.util.List;
import java.util.Set;

/** OpenAI's models and their sizes ("Image generation", developers.openai.com). Stateless. */
final class OpenAiModels {
  private static final Set<String> FIRST_LINE =
      Set.of("gpt-image-1", "gpt-image-1-mini", "gpt-image-1.5", "chatgpt-image-latest");
  private static final Set<String> SECOND_LINE = Set.of("gpt-image-2", "gpt-image-2-2026-04-21");
  private static final List<String> FIRST_SIZES = List.of("1024x1024", "1536x1024", "1024x1536");
  private static final List<String> DALL_E_2_SIZES = List.of("256x256", "512x512", "1024x1024");
  private static final List<String> DALL_E_3_SIZES = List.of("1024x1024", "1792x1024", "1024x1792");

  private OpenAiModels() {}

  static boolean knows(String model) {
    return isDallE(model) || FIRST_LINE.contains(model) || SECOND_LINE.contains(model);
  }

  static boolean isDallE(String model) {
    return model.equals("dall-e-2") || model.equals("dall-e-3");
  }

  /** Characters. */
  static int mostPrompt(String model) {
    return switch (model) {
      case "dall-e-2" -> 1_000;
      case "dall-e-3" -> 4_000;
      default -> 32_000;
    };
  }

  static boolean makes(String model, String size) {
    if (model.equals("dall-e-2")) {
      return DALL_E_2_SIZES.contains(size);
    }
    if (model.equals("dall-e-3")) {
      return DALL_E_3_SIZES.contains(size);
    }
    return size.equals("auto")
        || (SECOND_LINE.contains(model) ? byRule(size) : FIRST_SIZES.contains(size));
  }

  /** Multiples of 16, ratio within 1:3..3:1, at most 3840x2160, read as a limit of sides. */
  private static boolean byRule(String size) {
    if (!size.matches("[1-9][0-9]{0,4}x[1-9][0-9]{0,4}")) {
      return false;
    }
    Pixels pixels = Pixels.of(size);
    int longer = Math.max(pixels.width(), pixels.height());
    int shorter = Math.min(pixels.width(), pixels.height());
    return longer % 16 == 0
        && shorter % 16 == 0
        && longer <= 3L * shorter
        && longer <= 3840
        && shorter <= 2160;
  }
}

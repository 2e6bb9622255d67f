package darkroom.engine.openai;

import darkroom.engine.EngineTraits.Cost;
import darkroom.image.ImageKind;
import java.net.URI;
import java.util.Set;

/**
 * The servers that speak OpenAI's Images API in a dialect that we know, and the switches of each.
 * From their own documents; what those leave open is a switch's business.
 */
public enum OpenAiProfile {
  /** developers.openai.com, models of the GPT-image line. */
  OPENAI("https://api.openai.com/v1"),
  /** localai.io: pictures under an address of its own; its edits are not OpenAI's. */
  LOCALAI("http://127.0.0.1:8080/v1"),
  /** leejet/stable-diffusion.cpp, examples/server/api.md, part "OpenAI API". */
  SD_SERVER("http://127.0.0.1:1234/v1"),
  /** vllm-project/vllm-omni, docs/serving/image_generation_api.md and image_edit_api.md. */
  VLLM_OMNI("http://127.0.0.1:8000/v1"),
  /** docs.sglang.io, "OpenAI API" for diffusion. */
  SGLANG("http://127.0.0.1:30000/v1"),
  /** docs.together.ai/docs/images-overview. */
  TOGETHER("https://api.together.xyz/v1");

  private final String baseUrl;

  OpenAiProfile(String baseUrl) {
    this.baseUrl = baseUrl;
  }

  URI baseUrl() {
    return URI.create(baseUrl);
  }

  OpenAiSwitches switches() {
    return switch (this) {
      case OPENAI ->
          new OpenAiSwitches(
              SizeStyle.SIZE,
              ResponseMode.B64,
              EditStyle.MULTIPART_IMAGE_ARRAY,
              ErrorStyle.OBJECT,
              NStyle.N,
              PromptExtras.NONE,
              Cost.MONEY);
      case LOCALAI ->
          new OpenAiSwitches(
              SizeStyle.SIZE,
              ResponseMode.URL,
              EditStyle.NONE,
              ErrorStyle.OBJECT,
              NStyle.N,
              PromptExtras.FIELDS,
              Cost.LOCAL);
      case SD_SERVER ->
          new OpenAiSwitches(
              SizeStyle.SIZE,
              ResponseMode.B64,
              EditStyle.MULTIPART_IMAGE_ARRAY,
              ErrorStyle.STRING,
              NStyle.N,
              PromptExtras.TAG,
              Cost.LOCAL);
      case VLLM_OMNI ->
          new OpenAiSwitches(
              SizeStyle.SIZE,
              ResponseMode.B64,
              EditStyle.MULTIPART_IMAGE,
              ErrorStyle.OBJECT,
              NStyle.N,
              PromptExtras.FIELDS,
              Cost.LOCAL);
      case SGLANG ->
          new OpenAiSwitches(
              SizeStyle.SIZE,
              ResponseMode.B64,
              EditStyle.MULTIPART_IMAGE,
              ErrorStyle.DETAIL,
              NStyle.N,
              PromptExtras.FIELDS,
              Cost.LOCAL);
      case TOGETHER ->
          new OpenAiSwitches(
              SizeStyle.WH,
              ResponseMode.BOTH,
              EditStyle.URL_FIELD,
              ErrorStyle.OBJECT,
              NStyle.N,
              PromptExtras.FIELDS,
              Cost.MONEY);
    };
  }

  /** Whether a vendor runs it, behind a key. */
  boolean needsKey() {
    return this == OPENAI || this == TOGETHER;
  }

  /** Whether it has several models and wants to be told which; the others have one. */
  boolean needsModel() {
    return needsKey();
  }

  /** Whether {@code response_format} is a field of it; GPT-image models refuse it. */
  boolean takesResponseFormat() {
    return this == LOCALAI || this == VLLM_OMNI || this == SGLANG;
  }

  boolean takesOutputFormat() {
    return this == OPENAI || this == SD_SERVER;
  }

  /** Whether its seed is a constant unless a request names one. */
  boolean repeatsItself() {
    return this == SD_SERVER || this == SGLANG;
  }

  /** What it reads as references; a build of sd-server may drop WebP without a word. */
  Set<ImageKind> kinds() {
    return this == SD_SERVER
        ? Set.of(ImageKind.JPEG, ImageKind.PNG)
        : Set.of(ImageKind.JPEG, ImageKind.PNG, ImageKind.WEBP);
  }

  /** Whether the name of a model is a field of it. */
  boolean takesModel() {
    return this != SD_SERVER;
  }
}

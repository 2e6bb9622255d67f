package darkroom.fake.openai;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who is played, and in what it differs from the others. */
public enum OpenAiDialect {
  OPENAI,
  LOCALAI,
  SD_SERVER,
  VLLM_OMNI,
  SGLANG,
  TOGETHER;

  private static final String OPENAI_FIELDS =
      "prompt model n size quality background moderation output_format output_compression"
          + " response_format stream partial_images style user";
  private static final String OPENAI_EDIT_FIELDS =
      "prompt model n size quality background output_format output_compression response_format"
          + " stream partial_images input_fidelity user image image[] images mask";

  /** As an operator's setting names it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Behind a key that it checks. */
  boolean needsKey() {
    return this == OPENAI || this == TOGETHER;
  }

  /** Whether it draws from the same seed unless it is told another. */
  boolean repeatsItself() {
    return this == SD_SERVER || this == SGLANG;
  }

  boolean edits() {
    return this != LOCALAI && this != TOGETHER;
  }

  /** What a request may hold. */
  Set<String> fields(boolean edit) {
    String words =
        switch (this) {
          case OPENAI -> edit ? OPENAI_EDIT_FIELDS : OPENAI_FIELDS;
          case LOCALAI -> "prompt model n size response_format negative_prompt mode step seed";
          case SD_SERVER ->
              "prompt n size output_format output_compression"
                  + (edit ? " image image[] mask" : "");
          case VLLM_OMNI ->
              "prompt model n size response_format user negative_prompt num_inference_steps"
                  + " guidance_scale true_cfg_scale infer_align_image_size seed"
                  + (edit ? " image url output_format output_compression background" : "");
          case SGLANG ->
              "prompt model n size response_format user num_inference_steps guidance_scale"
                  + " negative_prompt seed"
                  + (edit ? " image url" : "");
          case TOGETHER ->
              "prompt model n width height steps seed image_url reference_images negative_prompt"
                  + " guidance_scale output_format response_format";
        };
    return Stream.of(words.split(" ", -1)).collect(Collectors.toUnmodifiableSet());
  }

  /** The most pictures of one request. */
  int mostPictures() {
    return this == TOGETHER ? 4 : 10;
  }

  /** The status of a broken rule. */
  int invalid() {
    return this == SGLANG ? 422 : 400;
  }
}

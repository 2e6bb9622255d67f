package darkroom.engine.openai;

import darkroom.config.ConfigReader;
import darkroom.engine.EngineTraits.Cost;
import darkroom.engine.upstream.UpstreamSettings;

/** In what the servers of the family differ. */
public record OpenAiSwitches(
    SizeStyle sizeStyle,
    ResponseMode responseMode,
    EditStyle editStyle,
    ErrorStyle errorStyle,
    NStyle nStyle,
    PromptExtras promptExtras,
    Cost cost) {
  private static final String BY_PROFILE = "; without, as the profile says";

  /**
   * @param profile what is not set is as there
   */
  static OpenAiSwitches read(ConfigReader reader, OpenAiSwitches profile) {
    return new OpenAiSwitches(
        chosen(reader, "size-style", SizeStyle.class, profile.sizeStyle, "How sizes are sent"),
        chosen(
            reader,
            "response-mode",
            ResponseMode.class,
            profile.responseMode,
            "In which form localai, vllm-omni and sglang are asked for pictures; whatever comes is read"),
        chosen(reader, "edit-style", EditStyle.class, profile.editStyle, "How references are sent"),
        chosen(
            reader,
            "error-style",
            ErrorStyle.class,
            profile.errorStyle,
            "The shape of the server's own errors"),
        chosen(
            reader,
            "n-style",
            NStyle.class,
            profile.nStyle,
            "Whether requests say that they want one picture"),
        chosen(
            reader,
            "prompt-extras",
            PromptExtras.class,
            profile.promptExtras,
            "Where `engine.openai.extra-args` goes"),
        chosen(
            reader, "cost", Cost.class, profile.cost, "Whether pictures are on a vendor's bill"));
  }

  private static <E extends Enum<E>> E chosen(
      ConfigReader reader, String name, Class<E> type, E usual, String description) {
    return UpstreamSettings.optionalChoice(
            reader, "engine.openai." + name, type, description + BY_PROFILE)
        .orElse(usual);
  }
}

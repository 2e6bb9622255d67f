package darkroom.engine.openai;

import darkroom.engine.sdserver.ExtraArgsTag;
import tools.jackson.databind.node.ObjectNode;

/**
 * A caller's prompt without what a server would take for orders, and with the operator's own.
 * Stateless.
 */
final class OpenAiPrompt {

  private OpenAiPrompt() {}

  /** The caller's words as far as they are sent; blank when nothing of them is left. */
  static String words(OpenAiConfig config, String prompt) {
    boolean tags =
        config.profile() == OpenAiProfile.SD_SERVER
            || config.switches().promptExtras() == PromptExtras.TAG;
    String words = tags ? ExtraArgsTag.strip(prompt) : prompt;
    // there what follows a bar is what the picture shall not show
    return config.profile() == OpenAiProfile.LOCALAI ? words.replace('|', ',') : words;
  }

  static String sent(OpenAiConfig config, String prompt, String attemptId) {
    String words = words(config, prompt);
    ObjectNode extras = config.extras(attemptId);
    return config.switches().promptExtras() == PromptExtras.TAG && !extras.isEmpty()
        ? words + " " + ExtraArgsTag.of(extras)
        : words;
  }
}

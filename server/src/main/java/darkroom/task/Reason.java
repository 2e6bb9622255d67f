package darkroom.task;

import java.util.Locale;

/**
 * Why a task failed, with the one fixed sentence a caller is told. What the engine said goes to the
 * log only.
 */
public enum Reason {
  CONTENT_POLICY("The prompt, a reference image or the result was refused by content moderation."),
  INVALID_INPUT("The engine did not accept this input."),
  SIZE_UNSUPPORTED("The engine cannot make a picture of this size from this input."),
  REFERENCE_UNREADABLE("A reference image could not be fetched or is not a usable picture."),
  ENGINE_BUSY("The engine was too busy to take the task before its deadline."),
  ENGINE_UNAVAILABLE("No engine could take the task before its deadline."),
  ENGINE_FAILED("The engine could not make the picture."),
  UPSTREAM_OUTCOME_UNKNOWN(
      "The engine's answer was lost and the outcome could not be established; nothing is charged."),
  UPSTREAM_OUTCOME_CHARGED(
      "The engine's answer was lost and the outcome could not be established; what it may have made is"
          + " charged, because today's refunds of this kind are used up."),
  DEADLINE_EXCEEDED("The task did not finish before its deadline."),
  BAD_RESULT("The engine delivered something that is not a usable picture.");

  private final String sentence;

  Reason(String sentence) {
    this.sentence = sentence;
  }

  /** For callers; ends with a full stop. */
  public String sentence() {
    return sentence;
  }

  /** As in the store, logs and docs: {@code content_policy}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Reason ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}

package darkroom.engine;

/** Why an engine said no, as far as the runner has to tell cases apart. */
public enum Refusal {
  /** Prompt, reference or result was refused by moderation. */
  CONTENT_POLICY,
  /** The engine does not take this input. */
  INVALID_INPUT,
  /** The engine does not make this size. */
  SIZE_UNSUPPORTED,
  /** The engine could not read a reference. */
  REFERENCE_UNREADABLE,
  /** The engine's picture is gone or cannot be had. */
  BAD_RESULT,
  /** Too many requests just now; worth another try later. */
  BUSY,
  /** Our account there is broken for every model; the operator's matter. */
  ACCOUNT,
  /** It does not have the model that we name, or we may not use it; others may work. */
  MODEL,
  /** The engine failed and says that it bills nothing. */
  FAILED;

  /** Whether no other engine, and no later try, would make the picture either. */
  public boolean isFinal() {
    return switch (this) {
      case CONTENT_POLICY, INVALID_INPUT, REFERENCE_UNREADABLE, BAD_RESULT -> true;
      case SIZE_UNSUPPORTED, BUSY, ACCOUNT, MODEL, FAILED -> false;
    };
  }
}

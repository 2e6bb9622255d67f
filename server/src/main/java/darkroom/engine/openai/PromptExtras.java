package darkroom.engine.openai;

/** Where what the operator wants added goes. */
public enum PromptExtras {
  /** Nowhere. */
  NONE,
  /** Into the request, as fields of its own. */
  FIELDS,
  /** Into the prompt, in stable-diffusion.cpp's tag. */
  TAG;
}

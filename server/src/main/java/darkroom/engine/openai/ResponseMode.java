package darkroom.engine.openai;

/** In which form pictures come back. Whatever comes is read; this says what is asked for. */
public enum ResponseMode {
  /** An address, fetched afterwards. */
  URL,
  /** Base64 within the answer. */
  B64,
  /** The server's own choice. */
  BOTH;
}

package darkroom.engine.openai;

/** Who pays for a picture. */
public enum Cost {
  /** A vendor's bill. */
  MONEY,
  /** Our own machine. */
  LOCAL;
}

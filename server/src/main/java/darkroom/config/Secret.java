package darkroom.config;

/** A value that must not be printed: {@code toString} gives {@code ***}. Immutable. */
public record Secret(String value) {

  /** Whether there is enough of it to seal or sign with. */
  public boolean isAtLeast(int characters) {
    return value.length() >= characters;
  }

  @Override
  public String toString() {
    return "***";
  }
}

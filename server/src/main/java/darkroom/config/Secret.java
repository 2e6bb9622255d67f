package darkroom.config;

/** A value that must not be printed: {@code toString} gives {@code ***}. Immutable. */
public record Secret(String value) {

  @Override
  public String toString() {
    return "***";
  }
}

package darkroom.fake.poyo;

/**
 * A request that PoYo refuses.
 *
 * @param type PoYo's word, such as {@code validation_error}
 */
record PoyoProblem(int status, String type, String message) {

  static PoyoProblem parameter(String message) {
    return new PoyoProblem(400, "validation_error", message);
  }

  static PoyoProblem reference(String message) {
    return new PoyoProblem(400, "file_format_error", message);
  }
}

package darkroom.fake.ark;

/**
 * A broken rule.
 *
 * @param status of the answer
 * @param code the vendor's
 */
record ArkProblem(int status, String code, String message) {
  static ArkProblem parameter(String message) {
    return new ArkProblem(400, "InvalidParameter", message);
  }
}

package darkroom.fake.fal;

/**
 * A broken rule.
 *
 * @param status of the answer
 * @param type the vendor's; empty for an error of the platform without one
 */
record FalProblem(int status, String type, String message) {
  static FalProblem input(String type, String message) {
    return new FalProblem(422, type, message);
  }
}

package darkroom.fake.replicate;

/**
 * A broken rule.
 *
 * @param status of the answer
 * @param detail in the vendor's manner
 */
record ReplicateProblem(int status, String detail) {
  static ReplicateProblem input(String detail) {
    return new ReplicateProblem(422, "- " + detail);
  }
}

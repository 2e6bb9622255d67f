package darkroom.fake.openai;

/**
 * A broken rule.
 *
 * @param code the vendor's, where its errors have one
 * @param param the field; empty where it is none
 */
record OpenAiProblem(int status, String code, String param, String message) {

  static OpenAiProblem of(OpenAiDialect dialect, String code, String param, String message) {
    return new OpenAiProblem(dialect.invalid(), code, param, message);
  }
}

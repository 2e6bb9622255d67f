package darkroom.catalog;

import darkroom.credit.Credits;
import java.util.List;

/** The catalog's answer to "may I have this, and what does it cost?". */
public sealed interface QuoteResult {

  /**
   * It may be had.
   *
   * @param input with its defaults filled in
   * @param unitPrice credits for one picture
   * @param total credits for all {@code n} pictures
   */
  record Quote(Model model, ImageInput input, Credits unitPrice, Credits total)
      implements QuoteResult {}

  /**
   * The input breaks rules.
   *
   * @param problems at least one, in the order of the fields
   */
  record Invalid(List<InputProblem> problems) implements QuoteResult {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }

  /**
   * No such model.
   *
   * @param id as asked for, shortened and escaped, fit for a message
   */
  record UnknownModel(String id) implements QuoteResult {}
}

package darkroom.catalog;

import java.util.List;

/** The descriptors cannot be used; carries every problem of every file, one sentence each. */
public final class CatalogException extends RuntimeException {
  private final transient List<String> problems;

  public CatalogException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** Each as {@code file: key: rule}. */
  public List<String> problems() {
    return problems;
  }
}

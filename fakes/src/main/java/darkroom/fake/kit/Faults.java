package darkroom.fake.kit;

import darkroom.fake.wire.Recent;
import java.util.List;

/** What a client did that the vendor's documents forbid: a test ends with none. Thread-safe. */
public final class Faults {
  private final Recent<String> kept = new Recent<>(1_000, Long.MAX_VALUE, fault -> 1);

  /**
   * @param fault which rule was broken, without prompts and keys
   */
  public void add(String fault) {
    kept.add(fault);
  }

  /** Oldest first; the newest thousand. */
  public List<String> list() {
    return kept.list();
  }

  public void clear() {
    kept.clear();
  }
}

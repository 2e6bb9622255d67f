package darkroom.fake.kit;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a server with a fixed seed would draw twice: the same words, size and seed give the same
 * picture, so two attempts that ask for it cheat their caller. Remembers the newest hundred.
 * Thread-safe.
 */
public final class SamePictures {
  private static final int MOST = 100;

  private final Faults faults;
  private final Map<String, String> attempts =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST;
        }
      };

  public SamePictures(Faults faults) {
    this.faults = faults;
  }

  /**
   * A picture that is drawn.
   *
   * @param attempt the client's id; one that is sent twice is another matter
   * @param origin the words, the size and the seed
   */
  public synchronized void drawn(String attempt, String origin) {
    String other = attempts.put(Journal.hash(origin), attempt);
    if (other != null && !other.equals(attempt)) {
      faults.add("the same picture for two attempts: same prompt, size and seed");
    }
  }

  public synchronized void clear() {
    attempts.clear();
  }
}

package darkroom.fake.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.ToLongFunction;

/** The newest of many things, for a fake may run for days. Thread-safe. */
public final class Recent<T> {
  private final Deque<T> kept = new ArrayDeque<>();
  private final int most;
  private final long mostBytes;
  private final ToLongFunction<T> weight;
  private long bytes;

  /**
   * @param most how many are kept
   * @param mostBytes that all kept ones may weigh together; the newest is kept whatever it weighs
   */
  public Recent(int most, long mostBytes, ToLongFunction<T> weight) {
    this.most = most;
    this.mostBytes = mostBytes;
    this.weight = weight;
  }

  public synchronized void add(T thing) {
    kept.addLast(thing);
    bytes += weight.applyAsLong(thing);
    while (kept.size() > 1 && (kept.size() > most || bytes > mostBytes)) {
      bytes -= weight.applyAsLong(kept.removeFirst());
    }
  }

  /** Oldest first. */
  public synchronized List<T> list() {
    return List.copyOf(kept);
  }

  public synchronized void clear() {
    kept.clear();
    bytes = 0;
  }
}

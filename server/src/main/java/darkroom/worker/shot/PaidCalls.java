package darkroom.worker.shot;

import darkroom.engine.Engine;
import darkroom.engine.EngineTraits;
import darkroom.task.LeaseToken;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls under way whose answer is the only trace of what was paid for: cutting one off loses the
 * picture. A stop waits for them longer than for anything else, and begins no more. Thread-safe.
 */
public final class PaidCalls {
  private final Map<LeaseToken, Integer> open = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  /** One call, until what came of it is written down. */
  final class Call implements AutoCloseable {
    private final LeaseToken claim;
    private boolean over;

    private Call(LeaseToken claim) {
      this.claim = claim;
    }

    /** What came of it is durable. May be said more than once. */
    @Override
    public synchronized void close() {
      if (!over) {
        over = true;
        open.computeIfPresent(claim, (token, calls) -> calls == 1 ? null : calls - 1);
      }
    }
  }

  /** A call that costs nothing is none. */
  Call begin(LeaseToken claim, Engine engine) {
    if (engine.traits().cost() != EngineTraits.Cost.MONEY) {
      return none(claim);
    }
    open.merge(claim, 1, Integer::sum);
    return new Call(claim);
  }

  /** For one that was over with the process that made it. */
  Call none(LeaseToken claim) {
    var call = new Call(claim);
    call.over = true;
    return call;
  }

  /** No shot begins any more in this process. */
  public void stop() {
    stopping = true;
  }

  boolean isStopping() {
    return stopping;
  }

  /** Whether this claim waits for an answer that must not get lost. */
  public boolean isOpen(LeaseToken claim) {
    return open.containsKey(claim);
  }
}

package darkroom.wire;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of request bodies that may stand in memory together. Thread-safe. */
final class BodyBudget {
  private final long most;
  private final AtomicLong used = new AtomicLong();

  BodyBudget(long most) {
    this.most = most;
  }

  boolean take(long bytes) {
    if (used.addAndGet(bytes) <= most) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }
}

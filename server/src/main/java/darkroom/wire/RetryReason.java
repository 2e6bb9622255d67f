package darkroom.wire;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Why a caller is asked to come back later, in a word for programs: header {@code X-Retry-Reason},
 * always beside {@code Retry-After}.
 */
public enum RetryReason {
  KEY_RATE,
  FAILED_KEYS,
  ACCOUNT_FULL,
  QUEUE_FULL,
  STORAGE_FULL,
  DISK_LOW,
  STORE_DOWN,
  BODIES_FULL,
  NOT_READY;

  /** The headers that say so. */
  public Map<String, String> after(Duration wait) {
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    return Map.of("Retry-After", Long.toString(seconds), "X-Retry-Reason", word());
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

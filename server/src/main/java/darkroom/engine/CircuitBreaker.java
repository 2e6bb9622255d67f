package darkroom.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps calls away from an engine that fails again and again, and from one whose account is broken.
 * When its time is over, one call may try; the others wait for what comes of it. Thread-safe.
 */
final class CircuitBreaker {
  private static final int MOST_FAILURES = 5;
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private int failures;
  private boolean account;
  private boolean trying;
  private Duration pause = FIRST;
  private Instant openUntil = Instant.MIN;

  /** Until when no call may begin; empty when one may. */
  synchronized Optional<Instant> openUntil(Instant now) {
    return isOpen(now) ? Optional.of(openUntil) : Optional.empty();
  }

  /** Whether it is open because of our account there, which time alone does not mend. */
  synchronized boolean isAccountTrouble() {
    return account;
  }

  /** Whether the next call is to show how the engine is. */
  synchronized boolean isOnTrial() {
    return account || failures >= MOST_FAILURES;
  }

  /** A call begins. While it is not known to be well, it is the only one for a while. */
  synchronized boolean admit(Instant now) {
    if (isOpen(now)) {
      return false;
    }
    if (isOnTrial()) {
      trying = true;
      openUntil = now.plus(pause);
    }
    return true;
  }

  /** The engine answered as it should, if only with a no. */
  synchronized void well() {
    failures = 0;
    account = false;
    trying = false;
    pause = FIRST;
    openUntil = Instant.MIN;
  }

  /** No answer, or none that makes sense. */
  synchronized void failed(Instant now) {
    failures++;
    if (failures >= MOST_FAILURES) {
      open(now);
    }
  }

  /** The engine does not accept our key or our account. */
  synchronized void refusedAccount(Instant now) {
    account = true;
    open(now);
  }

  /** A clock that was set back leaves it open for no longer than it ever is. */
  private boolean isOpen(Instant now) {
    Instant longest = now.plus(LONGEST);
    if (openUntil.isAfter(longest)) {
      openUntil = longest;
    }
    return now.isBefore(openUntil);
  }

  private void open(Instant now) {
    boolean stillOpen = isOpen(now) && !trying;
    trying = false;
    openUntil = now.plus(pause);
    if (!stillOpen) {
      // calls that were under way when it opened do not make the next pause longer
      pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
    }
  }
}

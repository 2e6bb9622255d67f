package darkroom.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the tries to one host to so many within any second, so that callbacks cannot be used to
 * hammer somebody (threat T41). Remembers hosts of the last second only. Not thread-safe.
 */
final class HostPace {
  private static final Duration WINDOW = Duration.ofSeconds(1);

  private final int perHost;
  private final int perSecond;
  private final Map<String, Deque<Instant>> begun = new HashMap<>();

  /**
   * @param perHost tries in flight
   * @param perSecond tries that begin within any second
   */
  HostPace(int perHost, int perSecond) {
    this.perHost = Math.min(perHost, perSecond);
    this.perSecond = perSecond;
  }

  /** How many of one host may be under way, where nothing was sent lately. */
  int most() {
    return perHost;
  }

  void begun(String host, Instant at) {
    begun.computeIfAbsent(host, h -> new ArrayDeque<>()).add(at);
  }

  /**
   * How many places of each host are taken, out of {@link #most}: by tries under way, or because
   * its second is used up.
   */
  Map<String, Integer> taken(Map<String, Integer> underWay, Instant now) {
    forget(now);
    var taken = new HashMap<>(underWay);
    begun.forEach(
        (host, tries) -> taken.merge(host, perHost - (perSecond - tries.size()), Math::max));
    return taken;
  }

  /** How long until a host that used up its second may be tried again; empty when none did. */
  Optional<Duration> untilFree(Instant now) {
    forget(now);
    return begun.values().stream()
        .filter(tries -> tries.size() >= perSecond)
        .map(tries -> Duration.between(now, tries.getFirst().plus(WINDOW)).plusMillis(1))
        .min(Duration::compareTo);
  }

  private void forget(Instant now) {
    Instant since = now.minus(WINDOW);
    // a clock that was set back leaves times to come
    begun.values().forEach(tries -> tries.removeIf(at -> !at.isAfter(since) || at.isAfter(now)));
    begun.values().removeIf(Deque::isEmpty);
  }
}

package darkroom.webhook;

import darkroom.net.RetryAfter;
import darkroom.verify.fuzz.Finding;
import darkroom.verify.fuzz.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whatever a receiver asks for, the next try is later than now and within a day. */
public final class FuzzedRetryAfter implements Target {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  @Override
  public String name() {
    return "retry-after";
  }

  @Override
  public List<String> seeds() {
    return List.of("120", "Mon, 23 Nov 2026 10:30:00 GMT", "0");
  }

  @Override
  public List<String> words() {
    return List.of(
        "Mon, ", "Nov", "2026", "9999", "GMT", "+0100", ":", "99999999999999999999", "-");
  }

  @Override
  public String read(byte[] input) {
    Optional<Instant> wanted = RetryAfter.read(Target.text(input), NOW);
    wanted.ifPresent(at ->
        Finding.unless(
            at.isAfter(NOW) && !at.isAfter(NOW.plus(Duration.ofDays(1))), "not within a day"));
    return wanted.map(at -> "in " + Duration.between(NOW, at).toHours()).orElse("none");
  }
}

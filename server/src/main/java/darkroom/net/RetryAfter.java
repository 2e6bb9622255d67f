package darkroom.net;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a {@code Retry-After}, whoever sent it. */
public final class RetryAfter {
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final Pattern SECONDS = Pattern.compile("\\d+");
  private static final int MOST_DIGITS = 9;

  private RetryAfter() {}

  /**
   * The earliest time the other side wants to hear from us again.
   *
   * @param header whole seconds, or an HTTP date such as {@code Mon, 23 Nov 2026 10:30:00 GMT}
   * @return at most 24 h after {@code now}, however much is asked for; empty when the header is
   *     absent, unreadable, negative or already over
   */
  public static Optional<Instant> read(@Nullable String header, Instant now) {
    if (header == null) {
      return Optional.empty();
    }
    return instant(header.strip(), now)
        .filter(wanted -> wanted.isAfter(now))
        .map(wanted -> earlier(wanted, now.plus(LONGEST)));
  }

  private static Optional<Instant> instant(String text, Instant now) {
    if (SECONDS.matcher(text).matches()) {
      boolean absurd = text.length() > MOST_DIGITS;
      return Optional.of(now.plus(absurd ? LONGEST : Duration.ofSeconds(Long.parseLong(text))));
    }
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}

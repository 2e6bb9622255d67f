package darkroom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:30:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1                                 | 2026-11-23T10:30:01Z",
        "120                               | 2026-11-23T10:32:00Z",
        "86400                             | 2026-11-24T10:30:00Z",
        "86401                             | 2026-11-24T10:30:00Z",
        "999999999                         | 2026-11-24T10:30:00Z",
        "99999999999999999999999999999999  | 2026-11-24T10:30:00Z",
        "Mon, 23 Nov 2026 10:31:30 GMT     | 2026-11-23T10:31:30Z",
        "Fri, 31 Dec 9999 23:59:59 GMT     | 2026-11-24T10:30:00Z"
      })
  void a_wish_is_honoured_for_at_most_a_day(String header, Instant expected) {
    assertThat(RetryAfter.read(header, NOW)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0",
        "-1",
        "-99999999999999999999",
        "1.5",
        "soon",
        "NaN",
        "1e9",
        "٣",
        "Mon, 23 Nov 2026 10:29:59 GMT",
        "Tue, 23 Nov 2026 10:31:30 GMT",
        "2026-11-23T10:31:30Z"
      })
  void anything_else_is_as_if_it_were_absent(String header) {
    assertThat(RetryAfter.read(header, NOW)).isEmpty();
  }

  @Test
  void no_header_is_no_wish() {
    assertThat(RetryAfter.read(null, NOW)).isEmpty();
  }
}

package darkroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=0-99, 0, 99",
    "bytes=99-99, 99, 99",
    "bytes=50-, 50, 99",
    "bytes=50-1000, 50, 99",
    "bytes=-1, 99, 99",
    "bytes=-100, 0, 99",
    "bytes=-101, 0, 99",
    "' bytes=0-9 ', 0, 9",
    "bytes=0-999999999999999999, 0, 99"
  })
  void a_single_range_of_a_hundred_bytes(String header, long first, long last) {
    assertThat(ByteRange.parse(Optional.of(header), 100))
        .isEqualTo(new ByteRange.Wanted.Part(new ByteRange(first, last)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=999999999999999999-"})
  void a_range_outside_is_outside(String header) {
    assertThat(ByteRange.parse(Optional.of(header), 100)).isEqualTo(new ByteRange.Wanted.Outside());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=5-4",
        "bytes=0-1,3-4",
        "bytes=a-b",
        "lines=0-1",
        "bytes=0 - 1",
        "bytes=--1",
        "bytes=9999999999999999999-",
        "bytes=0x0-0x9"
      })
  void what_is_no_single_range_is_everything(String header) {
    assertThat(ByteRange.parse(Optional.of(header), 100))
        .isEqualTo(new ByteRange.Wanted.Everything());
  }

  @Test
  void no_header_is_everything() {
    assertThat(ByteRange.parse(Optional.empty(), 100)).isEqualTo(new ByteRange.Wanted.Everything());
  }

  @Test
  void an_empty_file_has_no_ranges() {
    assertThat(ByteRange.parse(Optional.of("bytes=0-"), 0))
        .isEqualTo(new ByteRange.Wanted.Outside());
    assertThat(ByteRange.parse(Optional.of("bytes=-5"), 0))
        .isEqualTo(new ByteRange.Wanted.Outside());
  }

  @Test
  void both_ends_count() {
    assertThat(new ByteRange(0, 0).length()).isEqualTo(1);
    assertThat(new ByteRange(10, 19).length()).isEqualTo(10);
  }
}

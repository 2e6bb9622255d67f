package darkroom.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Whatever mapper parsed the number, only its value counts. */
class JsonIntegerTest {
  private static final JsonMapper DOUBLES = new JsonMapper();

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "-0.0, 0",
    "0e999999999, 0",
    "0.0e-999, 0",
    "1.0, 1",
    "1e0, 1",
    "10e-1, 1",
    "1500e-2, 15",
    "-7.00, -7",
    "9007199254740993, 9007199254740993",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808",
  })
  void an_integer_in_any_spelling_is_read(String text, long value) {
    assertThat(JsonInteger.of(CatalogJson.MAPPER.readTree(text))).isEqualTo(OptionalLong.of(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.5",
        "0.1",
        "1e-1",
        "1e999",
        "-1e999",
        "1e999999999",
        "1e-999999999",
        "1e2147483647",
        "9223372036854775808",
        "1e19",
        "0.99999999999999999999",
        "15.000000000000000001",
        "true",
        "null",
        "\"1\"",
        "[1]",
        "{}"
      })
  void anything_else_is_none(String text) {
    assertThat(JsonInteger.of(CatalogJson.MAPPER.readTree(text))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1e999", "-1e999", "9.3e18"})
  void doubles_are_refused_alike(String text) {
    assertThat(JsonInteger.of(DOUBLES.readTree(text))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1.0, 1", "1e1, 10", "-0.0, 0"})
  void doubles_are_read_alike(String text, long value) {
    assertThat(JsonInteger.of(DOUBLES.readTree(text))).isEqualTo(OptionalLong.of(value));
  }
}

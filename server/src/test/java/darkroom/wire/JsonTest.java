package darkroom.wire;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class JsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1} {}",
        "{\"a\":1}]",
        "{\"a\":1,\"a\":2}",
        "{\"b\":{\"a\":1,\"a\":1}}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":NaN}",
        "{\"a\":\"\u0001\"}",
        "/* c */ {}",
        "{\"a\":\"\\x\"}",
        "nul"
      })
  void what_is_no_single_json_value_is_refused(String text) {
    ApiException refused = refused(text.getBytes(UTF_8));

    assertThat(refused.error()).isEqualTo(ApiError.INVALID_REQUEST);
    assertThat(refused).hasMessageStartingWith("The body is not JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e99999999999", "-1e99999999999", "1e-99999999999"})
  void an_exponent_beyond_all_reason_is_refused(String number) {
    ApiException refused = refused(("{\"a\":" + number + "}").getBytes(UTF_8));

    assertThat(refused).hasMessageContaining("out of range");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t "})
  void an_empty_body_is_called_empty(String text) {
    assertThat(refused(text.getBytes(UTF_8))).hasMessage("The body is empty, expected JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"text\"", "5", "null", "true"})
  void another_value_is_no_object(String text) {
    ApiException refused =
        catchThrowableOfType(ApiException.class, () -> Json.parseObject(text.getBytes(UTF_8)));

    assertThat(refused).hasMessage("The body must be a JSON object");
  }

  @ParameterizedTest
  @CsvSource({"c328", "80", "c0af", "eda080", "f8888080"})
  void bytes_that_are_no_utf_8_are_refused(String hex) {
    byte[] bytes = java.util.HexFormat.of().parseHex("7b2261223a22" + hex + "227d");

    assertThat(refused(bytes)).hasMessage("The body is not UTF-8");
  }

  @Test
  void a_byte_order_mark_is_refused() {
    assertThat(refused("\ufeff{}".getBytes(UTF_8)))
        .hasMessage("The body begins with a byte order mark");
  }

  @Test
  void nesting_ends_at_32_levels() {
    assertThat(Json.parse(nested(32)).isArray()).isTrue();
    String deep = "The body is nested deeper than 32 levels";
    assertThat(refused(nested(33))).hasMessageStartingWith(deep);
    assertThat(refused(nested(100_000))).hasMessageStartingWith(deep);
  }

  @Test
  void long_numbers_names_and_lists_are_refused() {
    assertThat(Json.parse("9".repeat(100).getBytes(UTF_8)).isNumber()).isTrue();
    assertThat(refused("9".repeat(101).getBytes(UTF_8)))
        .hasMessageStartingWith("The body holds a number of more than 100 characters");
    assertThat(refused(("{\"" + "n".repeat(1_001) + "\":1}").getBytes(UTF_8)))
        .hasMessageStartingWith("The body holds a name of more than 1000 characters");
    String many =
        IntStream.range(0, 20_001).mapToObj(i -> "0").collect(Collectors.joining(",", "[", "]"));
    assertThat(refused(many.getBytes(UTF_8)))
        .hasMessageStartingWith("The body has more than 20000 values, names and brackets");
  }

  @Test
  void a_string_may_be_as_long_as_its_body() {
    String text = "A".repeat(30 << 20); // more than 20 MiB in base64

    assertThat(Json.parse(("\"" + text + "\"").getBytes(UTF_8)).stringValue()).hasSize(30 << 20);
  }

  @ParameterizedTest
  @ValueSource(ints = {4_000, 4_095, 4_096, 4_097, 8_192})
  void a_byte_that_is_no_utf_8_is_found_wherever_it_stands(int at) {
    byte[] body = ("\"" + "ß€\ud83d\ude00".repeat(2_000) + "\"").getBytes(UTF_8);
    assertThat(Json.parse(body).stringValue()).hasSize(8_000);
    body[at] = (byte) 0xff;

    assertThat(refused(body)).hasMessage("The body is not UTF-8");
    assertThat(refused(Arrays.copyOf(body, at))).isNotNull();
  }

  @Test
  void a_message_does_not_repeat_the_body() {
    assertThat(refused("{\"prompt\": secret-words}".getBytes(UTF_8)).getMessage())
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e2147483648", "{\"n\": 1e-99999999999}", "[0e49007199254740993]"})
  void an_exponent_beyond_32_bits_is_refused(String text) {
    assertThatThrownBy(() -> Json.parse(text.getBytes(UTF_8)))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("exponent");
  }

  @Test
  void an_escape_takes_hexadecimal_digits_alone() {
    byte[] body = "{\"a\": \"\\u\u01300e9\"}".getBytes(UTF_8);

    assertThatThrownBy(() -> Json.parse(body))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("not JSON");
  }

  @Test
  void utf_16_is_refused() {
    assertThatThrownBy(() -> Json.parse("[1]".getBytes(UTF_16BE)))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("not JSON");
  }

  @Test
  void a_huge_exponent_stays_a_number_of_few_digits() {
    JsonNode node = Json.parse("1e999999999".getBytes(UTF_8));

    assertThat(node.decimalValue().precision()).isEqualTo(1);
  }

  @Test
  void numbers_are_written_without_exponent_and_text_as_utf_8() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("whole", new BigDecimal("1E+2").setScale(0));
    node.put("part", new BigDecimal("8.48"));
    node.put("small", new BigDecimal("0.0000000001"));
    node.put("text", "Übergröße \u2028 \ud83d\ude00 </script>");

    assertThat(new String(Json.bytes(node), UTF_8))
        .isEqualTo(
            "{\"whole\":100,\"part\":8.48,\"small\":0.0000000001,"
                + "\"text\":\"Übergröße \u2028 \ud83d\ude00 </script>\"}");
  }

  private static byte[] nested(int levels) {
    return ("[".repeat(levels) + "]".repeat(levels)).getBytes(UTF_8);
  }

  private static ApiException refused(byte[] body) {
    ApiException refused = catchThrowableOfType(ApiException.class, () -> Json.parse(body));
    assertThat(refused).as("refused").isNotNull();
    return refused;
  }
}

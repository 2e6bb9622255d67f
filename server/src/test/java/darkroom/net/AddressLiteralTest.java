package darkroom.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressLiteralTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.1",
        "2130706433",
        "0177.0.0.1",
        "0x7f.1",
        "0x7f000001",
        "127.0.0.1.",
        "256.1.1.1",
        "01.2.3.4",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.-4",
        "",
        " 1.2.3.4",
        "1.2.3.4 ",
        "１.2.3.4",
        "0",
        "00.0.0.0",
        "1..2.3"
      })
  void other_spellings_are_no_ipv4(String text) {
    assertThat(AddressLiteral.v4(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fe80::1%lo",
        "fe80::1%25lo",
        "fe80::1%1",
        ":::",
        "1::2::3",
        "12345::",
        "1:2:3:4:5:6:7",
        "::127.1",
        "::0177.0.0.1",
        "::ffff:0x7f.1",
        "::1.2.3.256",
        "",
        "1.2.3.4",
        "[::1]",
        "::g",
        "1:2:3:4:5:6:7:8:9",
        ":",
        "::ffff:1.2.3.4:5"
      })
  void other_spellings_are_no_ipv6(String text) {
    assertThat(AddressLiteral.v6(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "::, 0:0:0:0:0:0:0:0",
    "::1, 0:0:0:0:0:0:0:1",
    "2001:DB8::A, 2001:db8:0:0:0:0:0:a",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    "::1.2.3.4, 0:0:0:0:0:0:102:304",
    "::ffff:1.2.3.4, 1.2.3.4",
    "::ffff:102:304, 1.2.3.4"
  })
  void ipv6_is_read_and_a_mapped_address_becomes_ipv4(String text, String expected) {
    assertThat(AddressLiteral.v6(text).orElseThrow().getHostAddress()).isEqualTo(expected);
  }
}

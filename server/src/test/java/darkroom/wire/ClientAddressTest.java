package darkroom.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
  private static final AddressMatcher BY_START =
      (address, ranges) -> ranges.stream().anyMatch(range -> address.startsWith(range));

  private final ClientAddress behindProxy = trusting(ForwardedHeader.X_FORWARDED_FOR);
  private final ClientAddress behindStandardProxy = trusting(ForwardedHeader.FORWARDED);

  @Test
  void without_a_trusted_proxy_the_peer_is_the_caller() {
    var direct = new ClientAddress(BY_START, List.of(), ForwardedHeader.X_FORWARDED_FOR);

    assertThat(direct.of("10.0.0.1", List.of("192.0.2.1"))).isEqualTo("10.0.0.1");
  }

  @Test
  void the_header_of_a_peer_that_is_no_proxy_counts_for_nothing() {
    assertThat(behindProxy.of("203.0.113.9", List.of("192.0.2.1"))).isEqualTo("203.0.113.9");
    assertThat(behindStandardProxy.of("203.0.113.9", List.of("for=192.0.2.1")))
        .isEqualTo("203.0.113.9");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1 | 192.0.2.1",
        "198.51.100.7, 192.0.2.1 | 192.0.2.1",
        "192.0.2.1, 10.0.0.2, 10.0.0.3 | 192.0.2.1",
        "192.0.2.1:4711 | 192.0.2.1",
        "[2001:db8::1]:4711 | 2001:db8::1",
        "2001:db8::1 | 2001:db8::1",
        "10.0.0.4, 10.0.0.5 | 10.0.0.4",
        "192.0.2.1, unknown | unknown"
      })
  void the_last_hop_that_is_no_proxy_called(String forwardedFor, String caller) {
    assertThat(behindProxy.of("10.0.0.1", List.of(forwardedFor))).isEqualTo(caller);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "for=192.0.2.1 | 192.0.2.1",
        "For=192.0.2.1;proto=https;by=10.0.0.1 | 192.0.2.1",
        "proto=https; for=192.0.2.1 | 192.0.2.1",
        "for=198.51.100.7, for=192.0.2.1, for=10.0.0.9 | 192.0.2.1",
        "for=\"192.0.2.1:4711\" | 192.0.2.1",
        "for=\"[2001:db8::1]:4711\" | 2001:db8::1",
        "for=\"[2001:db8::1]\" | 2001:db8::1"
      })
  void the_standard_header_is_read_where_the_proxies_write_it(String forwarded, String caller) {
    assertThat(behindStandardProxy.of("10.0.0.1", List.of(forwarded))).isEqualTo(caller);
  }

  @Test
  void one_header_alone_is_asked_for() {
    assertThat(behindProxy.header()).isEqualTo("X-Forwarded-For");
    assertThat(behindStandardProxy.header()).isEqualTo("Forwarded");
  }

  @Test
  void headers_that_come_several_times_are_one_list() {
    assertThat(behindProxy.of("10.0.0.1", List.of("198.51.100.7", "192.0.2.1, 10.0.0.2")))
        .isEqualTo("192.0.2.1");
  }

  @Test
  void a_proxy_that_names_nobody_is_the_caller() {
    assertThat(behindProxy.of("10.0.0.1", List.of())).isEqualTo("10.0.0.1");
  }

  @Test
  void a_very_long_chain_is_followed_for_twenty_hops() {
    String chain = "192.0.2.1" + ", 10.0.0.2".repeat(30);

    assertThat(behindProxy.of("10.0.0.1", List.of(chain))).isEqualTo("10.0.0.2");
  }

  private static ClientAddress trusting(ForwardedHeader header) {
    return new ClientAddress(BY_START, List.of("10.", "fd00:"), header);
  }
}

package darkroom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.config.ConfigException;
import darkroom.config.ConfigReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetConfigTest {

  @Test
  void defaults_follow_the_limits_sheet() {
    var reader = new ConfigReader(Map.of(), Map.of());

    assertThat(NetConfig.read(reader))
        .isEqualTo(new NetConfig(List.of(), Duration.ofSeconds(5), 512, 4));
  }

  @Test
  void ranges_are_read_and_a_bad_one_is_reported() {
    var reader =
        new ConfigReader(Map.of("net.allow", "10.0.0.0/8, fd00::/8, 10.0.0.1/8"), Map.of());

    NetConfig config = NetConfig.read(reader);

    assertThat(config.allowedRanges())
        .containsExactly(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("fd00::/8"));
    assertThatThrownBy(reader::check)
        .isInstanceOf(ConfigException.class)
        .hasMessage("net.allow: '10.0.0.1/8' (expected: CIDR such as 10.0.0.0/8 or fd00::/8)");
  }

  @Test
  void a_local_nat64_prefix_must_show_where_its_ipv4_addresses_are() {
    var reader =
        new ConfigReader(
            Map.of("net.allow", "64:ff9b::/96, 64:ff9b:1:2::/96, 64:ff9b:1::/48"), Map.of());

    NetConfig config = NetConfig.read(reader);

    assertThat(config.allowedRanges()).hasSize(2);
    assertThatThrownBy(reader::check)
        .isInstanceOf(ConfigException.class)
        .hasMessage("net.allow: '64:ff9b:1::/48' (expected: /96 or longer within 64:ff9b:1::/48)");
  }
}

package darkroom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Threats T01 and T02. The rows are typed in again here, so that a lost row of the table shows. */
class AddressGuardTest {
  private static final AddressGuard GUARD = new AddressGuard(List.of(), false, Set::of);

  /** IANA special-purpose registries row by row, then multicast and old or unofficial blocks. */
  static final List<String> REFUSED =
      List.of(
          "0.0.0.0/8",
          "0.0.0.0/32",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.0.0/29",
          "192.0.0.8/32",
          "192.0.0.9/32",
          "192.0.0.10/32",
          "192.0.0.170/32",
          "192.0.0.171/32",
          "192.0.2.0/24",
          "192.31.196.0/24",
          "192.52.193.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "192.175.48.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4",
          "255.255.255.255/32",
          "::1/128",
          "::/128",
          "::/96",
          "64:ff9b::/96",
          "64:ff9b:1::/48",
          "100::/64",
          "100:0:0:1::/64",
          "2001::/23",
          "2001::/32",
          "2001:1::1/128",
          "2001:1::2/128",
          "2001:1::3/128",
          "2001:2::/48",
          "2001:3::/32",
          "2001:4:112::/48",
          "2001:10::/28",
          "2001:20::/28",
          "2001:30::/28",
          "2001:db8::/32",
          "2002::/16",
          "2620:4f:8000::/48",
          "3fff::/20",
          "5f00::/16",
          "fc00::/7",
          "fe80::/10",
          "fec0::/10",
          "ff00::/8",
          "168.63.129.16/32");

  /** Outermost public neighbours of the blocks above. */
  static final List<String> PERMITTED =
      List.of(
          "1.0.0.0",
          "9.255.255.255",
          "11.0.0.0",
          "100.63.255.255",
          "100.128.0.0",
          "126.255.255.255",
          "128.0.0.0",
          "168.63.129.15",
          "168.63.129.17",
          "169.253.255.255",
          "169.255.0.0",
          "172.15.255.255",
          "172.32.0.0",
          "191.255.255.255",
          "192.0.1.0",
          "192.0.1.255",
          "192.0.3.0",
          "192.31.195.255",
          "192.31.197.0",
          "192.52.192.255",
          "192.52.194.0",
          "192.88.98.255",
          "192.88.100.0",
          "192.167.255.255",
          "192.169.0.0",
          "192.175.47.255",
          "192.175.49.0",
          "198.17.255.255",
          "198.20.0.0",
          "198.51.99.255",
          "198.51.101.0",
          "203.0.112.255",
          "203.0.114.0",
          "223.255.255.255",
          "2000::",
          "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
          "2001:200::",
          "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
          "2001:db9::",
          "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
          "2003::",
          "2620:4f:7fff:ffff:ffff:ffff:ffff:ffff",
          "2620:4f:8001::",
          "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
          "3fff:1000::",
          "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
          "2606:4700:4700::1111",
          "8.8.8.8");

  @ParameterizedTest
  @FieldSource("REFUSED")
  void first_middle_and_last_address_of_every_row_are_refused(String row) {
    AddressRange range = AddressRange.parse(row);
    int length = range.network().getAddress().length;
    BigInteger first = new BigInteger(1, range.network().getAddress());
    BigInteger size = BigInteger.ONE.shiftLeft(length * 8 - range.bits());
    BigInteger middle = first.add(size.shiftRight(1));
    BigInteger last = first.add(size).subtract(BigInteger.ONE);

    assertThat(Stream.of(first, middle.min(last), last).map(number -> address(number, length)))
        .noneMatch(GUARD::permits);
  }

  @ParameterizedTest
  @FieldSource("PERMITTED")
  void neighbours_just_outside_are_permitted(String literal) {
    assertThat(GUARD.permits(InetAddress.ofLiteral(literal))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "::2",
        "::ffff:0:7f00:1",
        "1fff:ffff::",
        "4000::",
        "64:ff9b:2::",
        "200::",
        "fd00:ec2::254",
        "100.100.100.200",
        "169.254.169.254",
        "192.0.0.192",
        "fbff::",
        "fe00::1"
      })
  void what_is_neither_public_nor_in_a_row_is_refused(String literal) {
    assertThat(GUARD.permits(InetAddress.ofLiteral(literal))).isFalse();
  }

  private static final List<String> INNER =
      List.of(
          "127.0.0.1",
          "127.255.255.254",
          "10.0.0.1",
          "10.255.255.255",
          "172.16.0.1",
          "172.31.255.255",
          "192.168.0.1",
          "192.168.255.255",
          "169.254.169.254",
          "169.254.0.1",
          "100.64.0.1",
          "100.100.100.200",
          "0.0.0.0",
          "0.0.0.1",
          "192.0.0.1",
          "192.0.0.192",
          "192.0.2.1",
          "192.88.99.1",
          "198.18.0.1",
          "198.19.255.255",
          "198.51.100.1",
          "203.0.113.1",
          "224.0.0.1",
          "239.255.255.255",
          "240.0.0.1",
          "255.255.255.255",
          "168.63.129.16",
          "192.168.1.1",
          "10.10.10.10",
          "127.0.0.53");

  /** Seven ways to write IPv4 into IPv6, each with bad inner addresses. */
  static Stream<Inet6Address> embeddings() {
    List<String> forms =
        List.of(
            "00000000000000000000ffff%s",
            "000000000000000000000000%s",
            "0064ff9b0000000000000000%s",
            "0064ff9b0001000000000000%s",
            "2002%s00000000000000000000",
            "20010000ffffffff00000000%s",
            "260647000000000000005efe%s",
            "260647000000000002005efe%s");
    return forms.stream()
        .flatMap(form -> INNER.stream().map(literal -> inet6(form.formatted(hex(literal)))));
  }

  @ParameterizedTest
  @MethodSource("embeddings")
  void ipv4_hidden_in_ipv6_is_refused(Inet6Address address) {
    assertThat(GUARD.permits(address)).isFalse();
  }

  @Test
  void a_mapped_public_address_is_judged_as_ipv4() {
    assertThat(GUARD.permits(inet6("00000000000000000000ffff08080808"))).isTrue();
  }

  @Test
  void own_interface_addresses_are_refused() {
    InetAddress own = InetAddress.ofLiteral("8.8.4.4");
    var guard = new AddressGuard(List.of(), false, () -> Set.of(own));

    assertThat(guard.permits(own)).isFalse();
    assertThat(guard.permits(InetAddress.ofLiteral("8.8.8.8"))).isTrue();
  }

  @Test
  void a_listed_range_opens_private_hosts_but_not_our_own_address_within_it() {
    InetAddress own = InetAddress.ofLiteral("10.0.0.7");
    var wide =
        new AddressGuard(List.of(AddressRange.parse("10.0.0.0/8")), false, () -> Set.of(own));
    var alone =
        new AddressGuard(List.of(AddressRange.parse("10.0.0.7/32")), false, () -> Set.of(own));

    assertThat(wide.permits(InetAddress.ofLiteral("10.0.0.8"))).isTrue();
    assertThat(wide.permits(InetAddress.ofLiteral("192.168.0.1"))).isFalse();
    assertThat(wide.permits(own)).isFalse();
    assertThat(alone.permits(own)).isTrue();
  }

  @Test
  void a_listed_nat64_prefix_opens_public_hosts_behind_it_only() {
    var guard = new AddressGuard(List.of(AddressRange.parse("64:ff9b::/96")), false, Set::of);

    assertThat(guard.permits(InetAddress.ofLiteral("64:ff9b::808:808"))).isTrue();
    assertThat(guard.permits(InetAddress.ofLiteral("64:ff9b::7f00:1"))).isFalse();
    assertThat(guard.permits(InetAddress.ofLiteral("64:ff9b::a9fe:a9fe"))).isFalse();
  }

  @Test
  void a_listed_local_nat64_prefix_opens_public_hosts_behind_it_only() {
    var guard = new AddressGuard(List.of(AddressRange.parse("64:ff9b:1::/96")), false, Set::of);
    Stream<Inet6Address> bad =
        INNER.stream().map(literal -> inet6("0064ff9b0001000000000000" + hex(literal)));

    assertThat(guard.permits(InetAddress.ofLiteral("64:ff9b:1::808:808"))).isTrue();
    assertThat(guard.permits(InetAddress.ofLiteral("64:ff9b:1:1::808:808"))).isFalse();
    assertThat(bad).hasSize(30).noneMatch(guard::permits);
  }

  @ParameterizedTest
  @ValueSource(strings = {"64:ff9b:1::/48", "64:ff9b::/32", "::/0"})
  void a_wide_list_opens_no_prefix_of_local_nat64(String listed) {
    var guard = new AddressGuard(List.of(AddressRange.parse(listed)), false, Set::of);

    assertThat(guard.permits(InetAddress.ofLiteral("64:ff9b:1:a00:0:100:808:808"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "::1, true",
    "10.1.2.3, true",
    "172.16.0.1, true",
    "192.168.0.1, true",
    "fd12::1, true",
    "8.8.8.8, true",
    "169.254.169.254, false",
    "fd00:ec2::254, false",
    "fd20:ce::254, false",
    "0.0.0.0, false",
    "100.64.0.1, false",
    "fe80::1, false",
    "224.0.0.1, false",
    "::127.0.0.1, false"
  })
  void an_installation_on_loopback_may_reach_loopback_and_private_hosts(
      String literal, boolean expected) {
    var guard = new AddressGuard(List.of(), true, () -> Set.of(InetAddress.ofLiteral("127.0.0.1")));

    assertThat(guard.permits(InetAddress.ofLiteral(literal))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 8080, false",
    "127.9.9.9, 8080, false",
    "::1, 8080, false",
    "192.168.7.7, 8080, false",
    "127.0.0.1, 8081, true",
    "192.168.7.7, 443, true",
    "192.168.7.8, 8080, true",
    "8.8.8.8, 8080, true"
  })
  void our_own_door_stays_shut_on_loopback_too(String literal, int port, boolean expected) {
    Set<InetAddress> own = Set.of(InetAddress.ofLiteral("192.168.7.7"));
    var guard = new AddressGuard(List.of(), true, () -> own, 8080);

    assertThat(guard.permits(InetAddress.ofLiteral(literal), port)).isEqualTo(expected);
  }

  @Test
  void no_list_opens_our_own_door() {
    InetAddress own = InetAddress.ofLiteral("10.0.0.7");
    List<AddressRange> listed =
        List.of(AddressRange.parse("10.0.0.7/32"), AddressRange.parse("127.0.0.1/32"));
    var guard = new AddressGuard(listed, false, () -> Set.of(own), 8080);

    assertThat(guard.permits(own, 8080)).isFalse();
    assertThat(guard.permits(InetAddress.ofLiteral("127.0.0.1"), 8080)).isFalse();
    assertThat(guard.permits(own, 9000)).isTrue();
  }

  @Test
  void a_port_set_to_zero_is_nobodys_door() {
    var guard = new AddressGuard(List.of(), true, Set::of);

    assertThat(guard.isOwnDoor(InetAddress.ofLiteral("127.0.0.1"), 8080)).isFalse();
  }

  @Test
  void service_ports_are_refused_unless_on_loopback() {
    List<Integer> refused =
        IntStream.rangeClosed(1, 65_535).boxed().filter(port -> !GUARD.permitsPort(port)).toList();

    assertThat(refused)
        .containsExactly(
            22, 23, 25, 53, 110, 139, 143, 389, 445, 465, 587, 993, 995, 1433, 1521, 2375, 2379,
            3306, 3389, 5432, 5672, 6379, 9092, 9200, 11211, 27017);
    assertThat(new AddressGuard(List.of(), true, Set::of).permitsPort(6379)).isTrue();
  }

  @Test
  void the_machine_knows_its_own_loopback() {
    assertThat(new OwnAddresses().get()).contains(InetAddress.ofLiteral("127.0.0.1"));
  }

  private static InetAddress address(BigInteger number, int length) {
    byte[] bytes = new byte[length];
    byte[] digits = number.toByteArray();
    int count = Math.min(digits.length, length);
    System.arraycopy(digits, digits.length - count, bytes, length - count, count);
    return AddressLiteral.of(bytes);
  }

  private static String hex(String literal) {
    return "%08x".formatted(new BigInteger(1, InetAddress.ofLiteral(literal).getAddress()));
  }

  /** Stays IPv6 even when mapped, as an address object with a scope may. */
  private static Inet6Address inet6(String hex) {
    byte[] bytes = java.util.HexFormat.of().parseHex(hex);
    try {
      return Inet6Address.getByAddress(null, Arrays.copyOf(bytes, 16), -1);
    } catch (java.net.UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}

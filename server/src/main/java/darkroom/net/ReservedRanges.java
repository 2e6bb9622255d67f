package darkroom.net;

import java.net.InetAddress;
import java.util.List;

/**
 * The block table, as data. Rows: IANA's IPv4 and IPv6 special-purpose address registries (also the
 * few that are globally reachable: nobody keeps pictures or receivers there), multicast, the former
 * site-local block, and addresses inside public or private blocks where clouds answer metadata.
 *
 * <p>Why not {@link InetAddress#isLoopbackAddress} and its kin: they call {@code 100.64.0.1},
 * {@code 64:ff9b::7f00:1}, {@code fd00:ec2::254} and many others public.
 */
final class ReservedRanges {
  static final List<ReservedRange> ALL =
      """
      0.0.0.0/8           no     this network
      10.0.0.0/8          local  private use
      100.64.0.0/10       no     shared address space (carrier NAT)
      127.0.0.0/8         local  loopback
      168.63.129.16/32    no     platform address of Azure
      169.254.0.0/16      no     link-local, cloud metadata
      172.16.0.0/12       local  private use
      192.0.0.0/24        no     IETF protocol assignments
      192.0.2.0/24        no     documentation
      192.31.196.0/24     no     AS112
      192.52.193.0/24     no     AMT
      192.88.99.0/24      no     former 6to4 relays
      192.168.0.0/16      local  private use
      192.175.48.0/24     no     AS112
      198.18.0.0/15       no     benchmarking
      198.51.100.0/24     no     documentation
      203.0.113.0/24      no     documentation
      224.0.0.0/4         no     multicast
      240.0.0.0/4         no     class E and limited broadcast
      ::/128              no     unspecified
      ::1/128             local  loopback
      64:ff9b::/96        no     NAT64
      64:ff9b:1::/48      no     NAT64, local
      100::/64            no     discard
      100:0:0:1::/64      no     dummy prefix
      2001::/23           no     IETF protocol assignments, Teredo, ORCHID
      2001:db8::/32       no     documentation
      2002::/16           no     6to4
      2620:4f:8000::/48   no     AS112
      3fff::/20           no     documentation
      5f00::/16           no     SRv6
      fc00::/7            local  unique local
      fd00:ec2::/32       no     metadata of AWS
      fd20:ce::/32        no     metadata of Google Cloud
      fe80::/10           no     link-local
      fec0::/10           no     former site-local
      ff00::/8            no     multicast
      """
          .lines()
          .map(ReservedRange::parse)
          .toList();

  /** All of today's IPv6 unicast; what lies outside is refused without a row of its own. */
  static final AddressRange GLOBAL_V6 = AddressRange.parse("2000::/3");

  /** The embeddings an operator may need to open, in networks that have no IPv4. */
  static final AddressRange NAT64 = AddressRange.parse("64:ff9b::/96");

  /** RFC 8215: prefixes of a network's own choice. */
  static final AddressRange LOCAL_NAT64 = AddressRange.parse("64:ff9b:1::/48");

  private ReservedRanges() {}

  static boolean reserved(InetAddress address) {
    return ALL.stream().anyMatch(row -> !row.local() && row.range().contains(address));
  }

  static boolean local(InetAddress address) {
    return ALL.stream().anyMatch(row -> row.local() && row.range().contains(address));
  }
}

package darkroom.verify.outbound;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Addresses to aim at, written down apart from the server's own table: the special-purpose
 * registries row by row, IPv4 hidden in IPv6, and public ones just outside.
 */
final class Targets {
  /** IANA's registries, multicast, former blocks, metadata inside public space. */
  private static final String ROWS =
      """
      0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
      192.0.0.0/29 192.0.0.8/32 192.0.0.9/32 192.0.0.10/32 192.0.0.170/32 192.0.0.171/32
      192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24
      198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 255.255.255.255/32
      168.63.129.16/32 ::/128 ::1/128 64:ff9b::/96 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/23
      2001::/32 2001:1::1/128 2001:1::2/128 2001:1::3/128 2001:2::/48 2001:3::/32 2001:4:112::/48
      2001:10::/28 2001:20::/28 2001:30::/28 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20
      5f00::/16 fc00::/7 fd00:ec2::254/128 fe80::/10 fec0::/10 ff00::/8 4000::/3 200::/7
      """;

  private static final String INNER =
      """
      127.0.0.1 127.255.255.254 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1
      192.168.255.255 169.254.169.254 169.254.0.1 100.64.0.1 100.100.100.200 0.0.0.0 0.0.0.1
      192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1 198.18.0.1 198.19.255.255 198.51.100.1
      203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 168.63.129.16 192.168.1.1
      10.10.10.10 127.0.0.53
      """;

  private static final List<String> EMBEDDINGS =
      List.of(
          "00000000000000000000ffff%s",
          "000000000000000000000000%s",
          "0064ff9b0000000000000000%s",
          "0064ff9b0001000000000000%s",
          "2002%s00000000000000000000",
          "20010000ffffffff00000000%s",
          "260647000000000000005efe%s",
          "260647000000000002005efe%s");

  private static final String PUBLIC =
      """
      1.0.0.0 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0
      168.63.129.15 168.63.129.17 169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0
      191.255.255.255 192.0.1.0 192.0.1.255 192.0.3.0 192.31.195.255 192.31.197.0 192.52.192.255
      192.52.194.0 192.88.98.255 192.88.100.0 192.167.255.255 192.169.0.0 192.175.47.255
      192.175.49.0 198.17.255.255 198.20.0.0 198.51.99.255 198.51.101.0 203.0.112.255 203.0.114.0
      223.255.255.255 8.8.8.8 45.0.0.1 45.0.0.3 2000::1 2001:200::1
      2001:db7:ffff:ffff:ffff:ffff:ffff:ffff 2001:db9::1 2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff
      2003::1 2620:4f:7fff:ffff:ffff:ffff:ffff:ffff 2620:4f:8001::1
      3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff 3fff:1000::1 3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
      2606:4700:4700::1111 2a00:1450::1 2400::1 2c0f::1
      """;

  private Targets() {}

  /** First, middle and last address of each row, and every embedding, as hexadecimal digits. */
  static Set<String> inside() {
    var all = new LinkedHashSet<String>();
    for (String row : words(ROWS)) {
      String[] parts = row.split("/", -1);
      byte[] bytes = bytes(parts[0]);
      BigInteger first = new BigInteger(1, bytes);
      BigInteger size = BigInteger.ONE.shiftLeft(bytes.length * 8 - Integer.parseInt(parts[1]));
      for (BigInteger number :
          List.of(first, first.add(size.shiftRight(1)), first.add(size).subtract(BigInteger.ONE))) {
        String digits = number.toString(16);
        all.add("0".repeat(bytes.length * 2 - digits.length()) + digits);
      }
    }
    for (String form : EMBEDDINGS) {
      for (String inner : words(INNER)) {
        all.add(form.formatted(hex(inner)));
      }
    }
    all.add(hex(Island.OWN_ADDRESS));
    return all;
  }

  /** Public literals right beside the rows. */
  static List<String> outside() {
    return words(PUBLIC);
  }

  static String hex(String literal) {
    return HexFormat.of().formatHex(bytes(literal));
  }

  /** The address as the host of a URL. */
  static String host(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    if (bytes.length == 4) {
      return "%d.%d.%d.%d"
          .formatted(bytes[0] & 0xff, bytes[1] & 0xff, bytes[2] & 0xff, bytes[3] & 0xff);
    }
    var groups = new ArrayList<String>();
    for (int i = 0; i < 32; i += 4) {
      groups.add(hex.substring(i, i + 4));
    }
    return "[" + String.join(":", groups) + "]";
  }

  /** As {@link InetAddress#getHostAddress} writes it. */
  static String plain(String literal) {
    return InetAddress.ofLiteral(literal).getHostAddress();
  }

  private static byte[] bytes(String literal) {
    try {
      return InetAddress.getByAddress(InetAddress.ofLiteral(literal).getAddress()).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(literal, e);
    }
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+", -1));
  }
}

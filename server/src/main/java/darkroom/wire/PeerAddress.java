package darkroom.wire;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** How the wire writes addresses down, so that the same caller is the same text everywhere. */
final class PeerAddress {

  private PeerAddress() {}

  /** As keys and settings name it: without brackets, port and zone. Empty when it has none. */
  static String text(SocketAddress peer) {
    return peer instanceof InetSocketAddress inet && inet.getAddress() != null
        ? text(inet.getAddress())
        : "";
  }

  static String text(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  /** What counts as one caller: of IPv6 the first 64 bits, because one customer has that many. */
  static String network(InetAddress address) {
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), 8))
        : address.getHostAddress();
  }

  /** As above; a text that is no address, which a proxy may well send, counts as itself. */
  static String network(String caller) {
    try {
      return network(InetAddress.ofLiteral(caller));
    } catch (IllegalArgumentException e) {
      return caller;
    }
  }
}

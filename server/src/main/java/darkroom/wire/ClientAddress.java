package darkroom.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Who calls: the peer of the connection or, when that is a trusted proxy, the last address in its
 * forwarding header that is none. Headers of anybody else count for nothing, and so does the header
 * that the proxies do not write (threat T51).
 */
final class ClientAddress {
  private static final int MOST_HOPS = 20;

  private final AddressMatcher addresses;
  private final List<String> trusted;
  private final ForwardedHeader header;

  ClientAddress(AddressMatcher addresses, List<String> trusted, ForwardedHeader header) {
    this.addresses = addresses;
    this.trusted = List.copyOf(trusted);
    this.header = header;
  }

  /** The name of the header to hand over. */
  String header() {
    return header.field();
  }

  /**
   * @param values of that header, in the order in which they came
   */
  String of(String peer, List<String> values) {
    if (trusted.isEmpty() || !addresses.isWithin(peer, trusted)) {
      return peer;
    }
    List<String> hops =
        switch (header) {
          case X_FORWARDED_FOR -> parted(values);
          case FORWARDED -> named(values);
        };
    String client = peer;
    for (int i = hops.size() - 1; i >= Math.max(0, hops.size() - MOST_HOPS); i--) {
      client = hops.get(i);
      if (!addresses.isWithin(client, trusted)) {
        return client;
      }
    }
    return client;
  }

  private static List<String> named(List<String> headers) {
    var addresses = new ArrayList<String>();
    for (String element : parted(headers)) {
      for (String pair : element.split(";", -1)) {
        String text = pair.strip();
        if (text.toLowerCase(Locale.ROOT).startsWith("for=")) {
          addresses.add(bare(text.substring(4)));
        }
      }
    }
    return addresses;
  }

  private static List<String> parted(List<String> headers) {
    var parts = new ArrayList<String>();
    for (String header : headers) {
      for (String part : header.split(",", -1)) {
        parts.add(bare(part));
      }
    }
    return parts;
  }

  /** Without quotes, brackets and port. */
  private static String bare(String text) {
    String plain = text.strip().replace("\"", "");
    if (plain.startsWith("[") && plain.contains("]")) {
      return plain.substring(1, plain.indexOf(']'));
    }
    boolean hasPort = plain.indexOf(':') >= 0 && plain.indexOf(':') == plain.lastIndexOf(':');
    return hasPort && !plain.contains("=") ? plain.substring(0, plain.indexOf(':')) : plain;
  }
}

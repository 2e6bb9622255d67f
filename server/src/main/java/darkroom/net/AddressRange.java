package darkroom.net;

import java.net.InetAddress;
import java.util.Optional;

/**
 * All addresses that share their first bits, as in {@code 10.0.0.0/8} or {@code fd00::/8}.
 * Immutable.
 *
 * @param network first address of the range
 * @param bits how many leading bits count, 0 to 32 or 0 to 128
 */
public record AddressRange(InetAddress network, int bits) {

  public AddressRange {
    int most = network.getAddress().length * 8;
    if (bits < 0 || bits > most) {
      throw new IllegalArgumentException(
          "prefix length " + bits + " (expected: 0 to " + most + ")");
    }
    byte[] bytes = network.getAddress();
    for (int bit = bits; bit < most; bit++) {
      if ((bytes[bit / 8] >> (7 - bit % 8) & 1) != 0) {
        throw new IllegalArgumentException("bits are set behind the prefix of " + bits);
      }
    }
  }

  /**
   * Reads CIDR notation.
   *
   * @throws IllegalArgumentException when it is something else, or bits are set behind the prefix
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    String length = text.substring(slash + 1);
    if (slash < 0 || !length.matches("0|[1-9][0-9]{0,2}")) {
      throw new IllegalArgumentException("'" + text + "' (expected: CIDR such as 10.0.0.0/8)");
    }
    String address = text.substring(0, slash);
    Optional<InetAddress> network = AddressLiteral.v4(address).or(() -> AddressLiteral.v6(address));
    return new AddressRange(
        network.orElseThrow(
            () -> new IllegalArgumentException("'" + text + "' (expected: CIDR such as fd00::/8)")),
        Integer.parseInt(length));
  }

  /** Never true across families; the caller unwraps IPv4 inside IPv6 first. */
  public boolean contains(InetAddress address) {
    byte[] ours = network.getAddress();
    byte[] theirs = address.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    int whole = bits / 8;
    for (int i = 0; i < whole; i++) {
      if (ours[i] != theirs[i]) {
        return false;
      }
    }
    int rest = bits % 8;
    return rest == 0 || (ours[whole] ^ theirs[whole]) >> (8 - rest) == 0;
  }

  /** Whether the range is one address only. */
  boolean isSingle() {
    return bits == network.getAddress().length * 8;
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + bits;
  }
}

package darkroom.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Strict reading of address literals. The JDK's own parsers also take {@code 127.1}, {@code
 * 2130706433} and, with another meaning than elsewhere, {@code 0177.0.0.1}; none of these is a
 * literal here. Nothing is ever looked up.
 */
final class AddressLiteral {
  private static final Pattern V4 =
      Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]+(?::(?<tail>[0-9.]+))?");

  private AddressLiteral() {}

  /** Four decimal numbers from 0 to 255 without leading zeros. */
  static Optional<InetAddress> v4(String text) {
    if (!V4.matcher(text).matches()) {
      return Optional.empty();
    }
    String[] parts = text.split("\\.", -1);
    byte[] bytes = new byte[4];
    for (int i = 0; i < 4; i++) {
      int part = Integer.parseInt(parts[i]);
      if (part > 255) {
        return Optional.empty();
      }
      bytes[i] = (byte) part;
    }
    return Optional.of(of(bytes));
  }

  /**
   * RFC 4291 text form without brackets and without a zone; a dotted tail must be strict as well.
   */
  static Optional<InetAddress> v6(String text) {
    var matcher = V6.matcher(text);
    if (text.length() > 45 || text.indexOf(':') < 0 || !matcher.matches()) {
      return Optional.empty();
    }
    String tail = matcher.group("tail");
    if (tail != null && tail.indexOf('.') >= 0 && v4(tail).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Inet6Address.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** An address from 4 or 16 bytes; an IPv4-mapped one becomes IPv4. */
  static InetAddress of(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(bytes.length + " bytes (expected: 4 or 16)", e);
    }
  }
}

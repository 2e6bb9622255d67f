package darkroom;

import darkroom.net.AddressRange;
import darkroom.wire.AddressMatcher;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Answers the wire's question about address ranges from the net room's arithmetic. Thread-safe. */
final class AddressRanges implements AddressMatcher {
  private static final int MOST_REMEMBERED = 1_000;

  private final Map<String, Optional<AddressRange>> parsed = new ConcurrentHashMap<>();

  /** An address or range that cannot be read matches nothing. */
  @Override
  public boolean isWithin(String address, List<String> ranges) {
    Optional<InetAddress> literal = literal(address);
    return literal.isPresent()
        && ranges.stream()
            .flatMap(text -> range(text).stream())
            .anyMatch(range -> range.contains(literal.get()));
  }

  /** Whether a text can be read as an address or a CIDR range. */
  static boolean isRange(String text) {
    return parse(text).isPresent();
  }

  private Optional<AddressRange> range(String text) {
    if (parsed.size() > MOST_REMEMBERED) {
      parsed.clear();
    }
    return parsed.computeIfAbsent(text, AddressRanges::parse);
  }

  private static Optional<AddressRange> parse(String text) {
    try {
      String suffix = text.contains(":") ? "/128" : "/32";
      return Optional.of(AddressRange.parse(text.contains("/") ? text : text + suffix));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Only literals: a name must never be looked up here. */
  private static Optional<InetAddress> literal(String address) {
    if (!address.matches("[0-9.]{7,15}|[0-9a-fA-F:.]{2,45}")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(address));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}

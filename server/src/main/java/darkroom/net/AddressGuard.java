package darkroom.net;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Judges whether a stranger may make us connect to an address (guarantee G9, threats T01 and T02).
 * Public unicast is allowed, minus {@link ReservedRanges}, minus this machine's own addresses.
 * Thread-safe; asks the supplier of own addresses anew each time, because interfaces come and go.
 */
public final class AddressGuard {
  private static final Set<Integer> SERVICE_PORTS =
      Set.of(
          22, 23, 25, 53, 110, 139, 143, 389, 445, 465, 587, 993, 995, 1433, 1521, 2375, 2379, 3306,
          3389, 5432, 5672, 6379, 9092, 9200, 11211, 27017);
  private static final List<AddressRange> LOOPBACK =
      List.of(AddressRange.parse("127.0.0.0/8"), AddressRange.parse("::1/128"));
  private static final int NO_DOOR = 0;

  private final List<AddressRange> allowed;
  private final boolean loopbackInstallation;
  private final Supplier<Set<InetAddress>> ownAddresses;
  private final int ownPort;

  /** A guard for somebody who listens nowhere. */
  public AddressGuard(
      List<AddressRange> allowed,
      boolean loopbackInstallation,
      Supplier<Set<InetAddress>> ownAddresses) {
    this(allowed, loopbackInstallation, ownAddresses, NO_DOOR);
  }

  /**
   * @param allowed what the operator opens in spite of the table. One of our own addresses opens
   *     only when it is listed alone (/32, /128): a list of 10.0.0.0/8 does not mean our own door.
   * @param loopbackInstallation the server listens on loopback, its public URL is loopback and no
   *     trusted proxy is configured; then loopback and private targets and all ports are allowed
   * @param ownAddresses addresses of this machine's interfaces, see {@link OwnAddresses}
   * @param ownPort where this server listens; nobody's list opens it (threat T11)
   */
  public AddressGuard(
      List<AddressRange> allowed,
      boolean loopbackInstallation,
      Supplier<Set<InetAddress>> ownAddresses,
      int ownPort) {
    this.allowed = List.copyOf(allowed);
    this.loopbackInstallation = loopbackInstallation;
    this.ownAddresses = ownAddresses;
    this.ownPort = ownPort;
  }

  /** Whether a connection to this address and port is allowed. */
  public boolean permits(InetAddress target, int port) {
    return permits(target) && !isOwnDoor(target, port);
  }

  /** Whether a connection there would reach this very server. */
  public boolean isOwnDoor(InetAddress target, int port) {
    if (port != ownPort) {
      return false;
    }
    InetAddress address = unmapped(target);
    return LOOPBACK.stream().anyMatch(range -> range.contains(address))
        || ownAddresses.get().contains(address);
  }

  /** Whether this address is allowed, leaving the port aside. */
  boolean permits(InetAddress target) {
    InetAddress address = unmapped(target);
    List<AddressRange> opened = allowed.stream().filter(r -> opens(r, address)).toList();
    if (!opened.isEmpty()) {
      // a listed NAT64 prefix opens the way, not every host behind it
      return nat64(address).map(this::permits).orElse(true)
          && (opened.stream().anyMatch(AddressRange::isSingle) || !isOwn(address));
    }
    if (ReservedRanges.reserved(address) || isIsatap(address)) {
      return false;
    }
    if (ReservedRanges.local(address)) {
      return loopbackInstallation;
    }
    boolean unicast =
        address.getAddress().length == 4 || ReservedRanges.GLOBAL_V6.contains(address);
    return unicast && !isOwn(address);
  }

  /** Whether a URL of a stranger may name this port. The range 1 to 65535 is the caller's check. */
  public boolean permitsPort(int port) {
    return loopbackInstallation || !SERVICE_PORTS.contains(port);
  }

  private boolean isOwn(InetAddress address) {
    return !loopbackInstallation && ownAddresses.get().contains(address);
  }

  /** An address object made with a scope may still be IPv6 where all others have become IPv4. */
  private static InetAddress unmapped(InetAddress address) {
    // also drops name and scope, so that equality is equality of bytes
    return AddressLiteral.of(address.getAddress());
  }

  private static boolean opens(AddressRange listed, InetAddress address) {
    return listed.contains(address)
        && (isReadable(listed) || !ReservedRanges.LOCAL_NAT64.contains(address));
  }

  /** RFC 6052: behind a shorter NAT64 prefix the IPv4 address is not in the last 32 bits. */
  private static boolean isReadable(AddressRange nat64) {
    return nat64.bits() >= ReservedRanges.NAT64.bits();
  }

  /** Whether a list may name this range; one that opens nothing would be a mistake. */
  static boolean isListable(AddressRange range) {
    return isReadable(range) || !ReservedRanges.LOCAL_NAT64.contains(range.network());
  }

  private static Optional<InetAddress> nat64(InetAddress address) {
    return ReservedRanges.NAT64.contains(address) || ReservedRanges.LOCAL_NAT64.contains(address)
        ? Optional.of(AddressLiteral.of(Arrays.copyOfRange(address.getAddress(), 12, 16)))
        : Optional.empty();
  }

  /**
   * RFC 5214: interface ids 0000:5efe:a.b.c.d and 0200:5efe:a.b.c.d carry IPv4 under any prefix.
   */
  private static boolean isIsatap(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 16
        && (bytes[8] & 0xfd) == 0
        && bytes[9] == 0
        && bytes[10] == 0x5e
        && bytes[11] == (byte) 0xfe;
  }
}

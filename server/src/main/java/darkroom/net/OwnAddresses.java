package darkroom.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The addresses of this machine's interfaces, read at every call. Thread-safe. */
public final class OwnAddresses implements Supplier<Set<InetAddress>> {

  /**
   * @throws UncheckedIOException when the machine does not tell; then nothing can be judged
   */
  @Override
  public Set<InetAddress> get() {
    try (var interfaces = NetworkInterface.networkInterfaces()) {
      return interfaces
          .flatMap(NetworkInterface::inetAddresses)
          .map(address -> AddressLiteral.of(address.getAddress()))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

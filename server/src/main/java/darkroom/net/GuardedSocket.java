package darkroom.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;

/**
 * The last gate: whatever the HTTP library above believes, this socket connects to permitted
 * addresses only, never by a proxy (the plain constructor would follow {@code socksProxyHost}), and
 * compares the peer after connecting. As thread-safe as any socket.
 */
final class GuardedSocket extends Socket {
  private final AddressGuard guard;

  GuardedSocket(AddressGuard guard) {
    super(Proxy.NO_PROXY);
    this.guard = guard;
  }

  @Override
  public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
    if (!(endpoint instanceof InetSocketAddress target)
        || target.isUnresolved()
        || !guard.permits(target.getAddress(), target.getPort())) {
      close();
      throw new BlockedAddressException("refused at the socket: " + endpoint);
    }
    super.connect(endpoint, timeoutMillis);
    InetAddress peer = getInetAddress();
    if (peer == null || !peer.equals(target.getAddress())) {
      close();
      throw new BlockedAddressException("connected to another address: " + peer);
    }
  }
}

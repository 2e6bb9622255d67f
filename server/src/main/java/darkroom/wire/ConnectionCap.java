package darkroom.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * Closes the connection that is one too many, in all or of one address (limit L11). Addresses of
 * IPv6 count by their first 64 bits, because a single customer has that many. Thread-safe.
 */
final class ConnectionCap implements Connection.Listener {
  private final int most;
  private final int mostPerAddress;
  private final Predicate<String> exempt;
  private final Consumer<String> refused;
  private final Map<Connection, String> counted = new HashMap<>();
  private final Map<String, Integer> perAddress = new HashMap<>();

  /**
   * @param exempt addresses that only count in all: proxies, which speak for many
   * @param refused told why a connection was closed
   */
  ConnectionCap(HttpConfig config, Predicate<String> exempt, Consumer<String> refused) {
    this.most = config.maxConnections();
    this.mostPerAddress = config.maxConnectionsPerAddress();
    this.exempt = exempt;
    this.refused = refused;
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof HttpConnection
        && connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress peer
        && !admit(connection, peer.getAddress())) {
      connection.getEndPoint().close();
    }
  }

  @Override
  public synchronized void onClosed(Connection connection) {
    String network = counted.remove(connection);
    if (network != null && !network.isEmpty()) {
      perAddress.computeIfPresent(network, (key, count) -> count == 1 ? null : count - 1);
    }
  }

  private boolean admit(Connection connection, InetAddress peer) {
    String network = exempt.test(PeerAddress.text(peer)) ? "" : PeerAddress.network(peer);
    synchronized (this) {
      if (counted.size() >= most) {
        refused.accept("total_limit");
        return false;
      }
      if (!network.isEmpty() && perAddress.merge(network, 1, Integer::sum) > mostPerAddress) {
        perAddress.computeIfPresent(network, (key, count) -> count - 1);
        refused.accept("address_limit");
        return false;
      }
      counted.put(connection, network);
      return true;
    }
  }
}

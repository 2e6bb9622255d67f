package darkroom.verify.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An address of a fake that can be shut: then nobody listens there, and whoever was let in is cut
 * off. The fake behind it lives on with all it knows. Thread-safe.
 */
final class Door implements AutoCloseable {
  private final int behind;
  private final int port;
  private final Set<Socket> live = ConcurrentHashMap.newKeySet();
  private ServerSocket listener;

  /**
   * Opens it.
   *
   * @param behind port of the fake
   */
  Door(int behind) throws IOException {
    this.behind = behind;
    listener = listen(0);
    port = listener.getLocalPort();
  }

  int port() {
    return port;
  }

  synchronized void shut() throws IOException {
    listener.close();
    for (Socket socket : live) {
      socket.close();
    }
  }

  /** At the same port as before. */
  synchronized void open() throws IOException {
    listener = listen(port);
  }

  private ServerSocket listen(int at) throws IOException {
    var socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 1024);
    Thread.ofVirtual().start(() -> letIn(socket));
    return socket;
  }

  private void letIn(ServerSocket at) {
    try {
      while (true) {
        Socket near = at.accept();
        live.add(near);
        Thread.ofVirtual().start(() -> join(near));
      }
    } catch (IOException shut) {
      // nobody is let in any more
    }
  }

  private void join(Socket near) {
    try (near;
        var far = new Socket(InetAddress.getLoopbackAddress(), behind)) {
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      live.add(far);
      Thread back = Thread.ofVirtual().start(() -> copy(far, near));
      copy(near, far);
      back.join();
      live.remove(far);
    } catch (IOException gone) {
      // the other side sees its connection closed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      live.remove(near);
    }
  }

  /** Ends both with the first that ends. */
  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException gone) {
      // both are closed
    }
  }

  @Override
  public void close() throws IOException {
    shut();
  }
}

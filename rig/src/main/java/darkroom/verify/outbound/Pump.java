package darkroom.verify.outbound;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Joins two connections, both ways, until one ends. */
final class Pump {
  private Pump() {}

  /** Opens the other end of a connection. */
  interface Dial {
    SocketChannel open() throws IOException;
  }

  /** Returns at once. */
  static void join(SocketChannel near, Dial dial) {
    Thread.ofVirtual()
        .start(() -> {
          try (near;
              SocketChannel far = dial.open()) {
            Thread back = Thread.ofVirtual().start(() -> copy(far, near));
            copy(near, far);
            back.join();
          } catch (IOException gone) {
            // the other side sees its connection closed
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException gone) {
      close(from);
      close(to);
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // it is gone, which is what we wanted
    }
  }
}

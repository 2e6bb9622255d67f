package darkroom.verify.request;

import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One connection that is as slow as it can get away with, and comes back when it is cut off. */
final class SlowCaller {
  private static final int NOTHING_YET = 0;

  private final Kind kind;
  private final int port;
  private final String file;
  private SocketChannel channel;
  private volatile boolean open;
  private int connects;

  /** Ways to be slow. */
  enum Kind {
    HEADERS,
    BODY,
    READING,
    SILENT
  }

  SlowCaller(Kind kind, int port, String file) throws IOException {
    this.kind = kind;
    this.port = port;
    this.file = file;
    channel = connect();
  }

  boolean isOpen() {
    return open;
  }

  int connects() {
    return connects;
  }

  /** Moves one byte, or begins anew. */
  void step() {
    try {
      if (!open) {
        channel = connect();
        return;
      }
      if (kind != Kind.SILENT && kind != Kind.READING) {
        channel.write(ByteBuffer.wrap(new byte[] {'a'}));
      }
      if (channel.read(ByteBuffer.allocate(kind == Kind.READING ? 1 : 1_024)) < NOTHING_YET) {
        close();
      }
    } catch (IOException cut) {
      close();
    }
  }

  void close() {
    open = false;
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private SocketChannel connect() throws IOException {
    SocketChannel fresh = SocketChannel.open();
    if (kind == Kind.READING) {
      fresh.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
    }
    fresh.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    fresh.configureBlocking(false);
    String begin =
        switch (kind) {
          case HEADERS -> "GET /health/live HTTP/1.1\r\nHost: x\r\nX-Slow: ";
          case BODY ->
              "POST /api/generate/submit HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                  + Victim.MEMBER_KEY
                  + "\r\nContent-Length: 100000\r\n\r\n{\"a\": \"";
          case READING -> ("GET " + file + " HTTP/1.1\r\nHost: x\r\n\r\n").repeat(20);
          case SILENT -> "";
        };
    fresh.write(ByteBuffer.wrap(begin.getBytes(StandardCharsets.US_ASCII)));
    connects++;
    open = true;
    return fresh;
  }
}

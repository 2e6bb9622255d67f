package darkroom.verify.picture;

import darkroom.verify.Tally;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Clients that keep taking a little of a large picture, so that their connection is never idle
 * (T19). When they then take the rest at once, it must no longer be there, and others were served.
 */
final class SlowReader {
  private static final int READERS = 20;
  private static final int BYTES_A_ROUND = 4 * 1024;

  /** Longer than the 3 s and what 17 MB need at 8 MiB a second, which the victim gives. */
  private static final long SLOW_FOR_MS = 7_000;

  /** Less than the picture has left after slow reading, more than lies in buffers. */
  private static final long LARGE = 14 << 20;

  private final int port;
  private final String path;
  private final Tally tally;

  SlowReader(int port, String path, Tally tally) {
    this.port = port;
    this.path = path;
    this.tally = tally;
  }

  void run() throws IOException, InterruptedException {
    tally.bad("held", "quick_failed");
    List<Socket> readers = new ArrayList<>();
    long begun = System.nanoTime();
    long taken = 0;
    try {
      for (int i = 0; i < READERS; i++) {
        readers.add(open());
      }
      try (var quick = new RawHttp(port)) {
        tally.bad("quick_failed", quick.get("/health/live").status() == 200 ? 0 : 1);
        tally.bad("quick_failed", quick.get(path).status() == 200 ? 0 : 1);
      }
      while (millisSince(begun) < SLOW_FOR_MS) {
        for (Socket reader : readers) {
          taken += Math.max(0, take(reader, BYTES_A_ROUND));
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
      tally.fact("slow_bytes", taken);
      for (Socket reader : readers) {
        tally.bad("held", comesWhole(reader) ? 1 : 0);
      }
    } finally {
      for (Socket reader : readers) {
        reader.close();
      }
    }
    tally.fact("slow_readers", READERS);
  }

  private Socket open() throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(4 * 1024);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(50);
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** Whether the rest of the picture is still to be had; what lay in buffers always is. */
  private static boolean comesWhole(Socket reader) throws IOException {
    reader.setSoTimeout(5_000);
    long left = LARGE;
    int count = take(reader, 1 << 20);
    while (count >= 0 && left > 0) {
      left -= count;
      count = take(reader, 1 << 20);
    }
    return left <= 0;
  }

  /** How much came, at most so much; negative when the connection is over or nothing comes. */
  private static int take(Socket reader, int most) {
    try {
      return reader.getInputStream().read(new byte[most]);
    } catch (IOException over) {
      return -1;
    }
  }

  private static long millisSince(long begun) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
  }
}

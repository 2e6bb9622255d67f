package darkroom.verify.upstream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * A server of OpenAI's family as a process, whose every answer is a picture of 4096x4096 pixels
 * that compresses badly, as base64 in JSON. It holds the first answers back until all that are to
 * be in flight have come. Says {@code received N} for each request.
 */
final class HeavyUpstream {
  private static final int SIDE = 4096;
  private static final int SAMPLES = 3;
  private static final int HOLD_SECONDS = 60;

  private final Path answer;
  private final CyclicBarrier together;
  private final AtomicInteger received = new AtomicInteger();

  private HeavyUpstream(Path answer, int atOnce) {
    this.answer = answer;
    this.together = new CyclicBarrier(atOnce);
  }

  /** {@code FILE AT_ONCE SEED}; serves until killed. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    write(file, new Random(Long.parseLong(arguments[2])));
    var upstream = new HeavyUpstream(file, Integer.parseInt(arguments[1]));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", upstream::serve);
    server.start();
    System.out.println("ready " + server.getAddress().getPort());
  }

  private void serve(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    System.out.println("received " + received.incrementAndGet());
    try {
      together.await(HOLD_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (BrokenBarrierException | TimeoutException e) {
      // not as many as were to come; the run sees that from the count
    }
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, Files.size(answer));
    try (OutputStream out = exchange.getResponseBody()) {
      Files.copy(answer, out);
    }
  }

  /** The answer, picture by picture row, so that this process stays small itself. */
  private static void write(Path file, Random random) throws IOException {
    Path png = file.resolveSibling("heavy.png");
    try (OutputStream out = Files.newOutputStream(png)) {
      out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
      chunk(out, "IHDR", new byte[] {0, 0, SIDE >> 8, 0, 0, 0, SIDE >> 8, 0, 8, 2, 0, 0, 0});
      var body = new java.io.ByteArrayOutputStream();
      var fast = new Deflater(Deflater.BEST_SPEED);
      try (var packed = new DeflaterOutputStream(body, fast, 1 << 16)) {
        byte[] row = new byte[1 + SIDE * SAMPLES];
        for (int y = 0; y < SIDE; y++) {
          random.nextBytes(row);
          row[0] = 0;
          for (int x = 1; x < row.length; x++) {
            row[x] &= 0x1f; // five bits of chance: well over half of the bytes stay
          }
          packed.write(row);
        }
      } finally {
        fast.end();
      }
      chunk(out, "IDAT", body.toByteArray());
      chunk(out, "IEND", new byte[0]);
    }
    try (OutputStream out = Files.newOutputStream(file);
        InputStream in = Files.newInputStream(png)) {
      out.write(
          "{\"created\":1700000000,\"data\":[{\"b64_json\":\"".getBytes(StandardCharsets.UTF_8));
      byte[] three = in.readNBytes(3 << 20);
      while (three.length > 0) {
        out.write(Base64.getEncoder().encode(three));
        three = in.readNBytes(3 << 20);
      }
      out.write("\"}]}".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void chunk(OutputStream out, String type, byte[] data) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    var crc = new CRC32();
    crc.update(name);
    crc.update(data);
    out.write(four(data.length));
    out.write(name);
    out.write(data);
    out.write(four((int) crc.getValue()));
  }

  private static byte[] four(int number) {
    return java.nio.ByteBuffer.allocate(4).putInt(number).array();
  }
}

package darkroom.engine.openai;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.config.ConfigReader;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.Requests;
import darkroom.engine.upstream.Spool;
import darkroom.fake.wire.ScriptedServer;
import darkroom.net.EngineHttp;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An answer that holds 40 MB of base64 passes through a process whose whole heap is smaller than
 * the answer.
 */
@Timeout(120)
public class LargeAnswerTest {
  private static final int ROUNDS = 214;
  private static final int PIECE = 3 * 48 * 1024;
  private static final int HEAP_MB = 32;

  @TempDir private Path folder;

  @Test
  void forty_megabytes_pass_through_a_heap_of_thirty_two() throws Exception {
    try (ScriptedServer server = ScriptedServer.start((asked, out) -> answer(out))) {
      Path complaints = folder.resolve("stderr");
      Process small =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx" + HEAP_MB + "m",
                  "-XX:+UseSerialGC",
                  "-Djava.awt.headless=true",
                  "-cp",
                  System.getProperty("java.class.path"),
                  LargeAnswerTest.class.getName(),
                  server.url("127.0.0.1", "/v1"),
                  Files.createDirectory(folder.resolve("spool")).toString())
              .redirectError(complaints.toFile())
              .start();
      try {
        String out = new String(small.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(small.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(out.strip())
            .as(Files.readString(complaints))
            .isEqualTo((long) ROUNDS * PIECE + " " + sum());
        assertThat((long) ROUNDS * PIECE * 4 / 3).isGreaterThan(40_000_000);
        assertThat(server.asked()).hasSize(1);
      } finally {
        small.destroyForcibly();
      }
    }
  }

  /** The small process: submit, poll, write, and say what came. */
  public static void main(String[] args) throws IOException {
    var reader =
        new ConfigReader(
            Map.of("engine.openai.key", "k", "engine.openai.base-url", args[0]), Map.of());
    OpenAiConfig config = OpenAiConfig.read(reader);
    reader.check();
    EngineRequest request = Requests.prompt("a fox");
    try (var http = new EngineHttp(Duration.ofSeconds(5));
        var results = Requests.results()) {
      var engine =
          new OpenAiEngine(
              config,
              http,
              results,
              Requests.decoder(),
              new Spool(Path.of(args[1])),
              () -> Requests.NOW);
      EngineResult submitted = engine.submit(request);
      var accepted = (EngineResult.Accepted) submitted;
      var produced = (EngineResult.Produced) engine.poll(request, accepted.jobId());
      var digest = new Digest();
      produced.picture().writeTo(digest);
      produced.picture().discard();
      System.out.println(digest.taken + " " + digest.hex());
    }
  }

  /** A picture as far as base64 is concerned. */
  private static void answer(OutputStream out) throws IOException {
    byte[] head = "{\"created\":1,\"data\":[{\"b64_json\":\"".getBytes(StandardCharsets.US_ASCII);
    byte[] tail = "\"}],\"size\":\"2048x2048\"}".getBytes(StandardCharsets.US_ASCII);
    byte[] piece = Base64.getEncoder().encode(piece());
    long length = head.length + (long) ROUNDS * piece.length + tail.length;
    out.write(
        ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + length
                + "\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.write(head);
    for (int i = 0; i < ROUNDS; i++) {
      out.write(piece);
    }
    out.write(tail);
  }

  private static byte[] piece() {
    byte[] piece = new byte[PIECE];
    new Random(7).nextBytes(piece);
    return piece;
  }

  private static String sum() throws IOException {
    var digest = new Digest();
    byte[] piece = piece();
    for (int i = 0; i < ROUNDS; i++) {
      digest.write(piece);
    }
    return digest.hex();
  }

  /** Counts and hashes, and keeps nothing. */
  private static final class Digest extends OutputStream {
    private final MessageDigest sha256;
    private long taken;

    Digest() {
      try {
        sha256 = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void write(int next) {
      sha256.update((byte) next);
      taken++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      sha256.update(bytes, offset, length);
      taken += length;
    }

    String hex() {
      return HexFormat.of().formatHex(sha256.digest());
    }
  }
}

package darkroom.fake.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every arrival, on disk before it is answered, so that a fake that is killed too can be believed.
 * One JSON object a line: {@code n} (order, from 1, going on where the file ended), {@code kind},
 * {@code id}, {@code prompt} (the first 16 hex digits of its SHA-256). Thread-safe.
 */
public final class Journal implements AutoCloseable {
  private static final int SHOWN = 16;

  private final @Nullable FileChannel file;
  private long last;

  private Journal(@Nullable FileChannel file, long last) {
    this.file = file;
    this.last = last;
  }

  /**
   * @param file is appended to; without one only the order is kept
   */
  public static Journal open(Optional<Path> file) throws IOException {
    if (file.isEmpty()) {
      return new Journal(null, 0);
    }
    FileChannel channel =
        FileChannel.open(file.get(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    try (var lines = Files.lines(file.get())) {
      return new Journal(channel, lines.count());
    }
  }

  /**
   * Returns when the line is on disk.
   *
   * @param kind what came, such as {@code submit}, {@code poll} or {@code cancel}
   * @param prompt of which only a hash is written; empty where there is none
   * @return its order
   */
  public synchronized long arrived(String kind, String id, String prompt) {
    last++;
    if (file != null) {
      ObjectNode line = Json.MAPPER.createObjectNode();
      line.put("n", last).put("kind", kind).put("id", id).put("prompt", hash(prompt));
      append(file, line + "\n");
    }
    return last;
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }

  private static void append(FileChannel file, String line) {
    try {
      var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As it stands in the journal. */
  public static String hash(String prompt) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(prompt.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, SHOWN);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing", e);
    }
  }
}

package darkroom.verify.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A log of one JSON object a line, forced to the disk line by line, so that what was written before
 * a fault is there after it. Thread-safe for writing.
 */
public final class LogFile implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final FileChannel channel;

  private LogFile(FileChannel channel) {
    this.channel = channel;
  }

  public static LogFile append(Path file) throws IOException {
    return new LogFile(
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
  }

  /** Returns when the line is on the disk. */
  public synchronized void write(Map<String, ?> line) {
    ByteBuffer bytes =
        ByteBuffer.wrap((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All lines; none when there is no such file. */
  public static List<JsonNode> read(Path file) throws IOException {
    return Files.exists(file)
        ? Files.readAllLines(file).stream().map(JSON::readTree).toList()
        : List.of();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

package darkroom.engine.upstream;

import darkroom.net.EngineBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A {@code multipart/form-data} body (RFC 7578) whose files are read from the disk while it is
 * sent. Built once, then immutable; not to be changed after {@link #open}.
 */
public final class Multipart implements EngineBody {
  private final String boundary;
  private final List<Part> parts = new ArrayList<>();
  private long length;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private sealed interface Part {
    record Text(byte[] bytes) implements Part {}

    record File(Path path) implements Part {}
  }

  /**
   * @param id random, 20 characters of {@code 0-9a-z} such as an attempt's id, so that no content
   *     holds the boundary by chance
   */
  public Multipart(String id) {
    this.boundary = "darkroom-" + id;
    add("--" + boundary + "--\r\n");
  }

  /** Value of the header {@code Content-Type}. */
  public String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  /**
   * @param name of the field, plain ASCII without quotes
   */
  public Multipart field(String name, String value) {
    return part("Content-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n");
  }

  /**
   * @param fileName made by us, plain ASCII without quotes
   * @throws IOException when the file cannot be looked at
   */
  public Multipart file(String name, String fileName, String mediaType, Path file)
      throws IOException {
    part(
        "Content-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n"
            .formatted(name, fileName, mediaType));
    parts.add(parts.size() - 1, new Part.File(file));
    length += Files.size(file);
    return insert("\r\n");
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public InputStream open() throws IOException {
    var streams = new ArrayList<InputStream>();
    for (Part part : parts) {
      streams.add(
          switch (part) {
            case Part.Text(byte[] bytes) -> new ByteArrayInputStream(bytes);
            case Part.File(Path path) -> new LateInput(path);
          });
    }
    return new SequenceInputStream(Collections.enumeration(streams));
  }

  private Multipart part(String text) {
    return insert("--" + boundary + "\r\n" + text);
  }

  /** Before the end mark. */
  private Multipart insert(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    parts.add(parts.size() - 1, new Part.Text(bytes));
    length += bytes.length;
    return this;
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    parts.add(new Part.Text(bytes));
    length += bytes.length;
  }

  /** Opens its file at the first byte, so that many in a row hold one file open at a time. */
  private static final class LateInput extends InputStream {
    private final Path file;
    private InputStream source = InputStream.nullInputStream();
    private boolean opened;

    private LateInput(Path file) {
      this.file = file;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) {
      try {
        if (!opened) {
          opened = true;
          source = Files.newInputStream(file);
        }
        return source.read(into, offset, count);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      opened = true;
      source.close();
    }
  }
}

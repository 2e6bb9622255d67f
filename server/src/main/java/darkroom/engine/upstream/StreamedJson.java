package darkroom.engine.upstream;

import darkroom.engine.Reference;
import darkroom.net.EngineBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A JSON body in which some texts are files as base64, read from the disk while it is sent, so that
 * ten references of ten megabytes never stand in memory. Immutable.
 */
public final class StreamedJson implements EngineBody {
  /** As it stands in written JSON. No text of a caller can look like it: none holds a NUL. */
  private static final Pattern HOLE = Pattern.compile("\"\\\\u0000([0-9]+):([^\"\\\\]*)\"");

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private sealed interface Part {
    record Text(byte[] bytes) implements Part {}

    record File(Path path, long bytes) implements Part {}
  }

  private final List<Part> parts;

  private StreamedJson(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** What to put where the file with this index shall stand, as bare base64. */
  public static String base64(int index) {
    return hole(index, "");
  }

  /** What to put where this reference shall stand as a data URI. */
  public static String dataUri(int index, Reference reference) {
    return hole(index, "data:" + reference.header().kind().mediaType() + ";base64,");
  }

  /**
   * @param json with texts that {@link #base64} or {@link #dataUri} gave, naming entries of files
   * @throws IOException when a file cannot be looked at
   */
  public static StreamedJson of(JsonNode json, List<Path> files) throws IOException {
    String text = UpstreamJson.MAPPER.writeValueAsString(json);
    var parts = new ArrayList<Part>();
    Matcher hole = HOLE.matcher(text);
    int from = 0;
    while (hole.find()) {
      Path file = files.get(Integer.parseInt(hole.group(1)));
      parts.add(new Part.Text(bytes(text.substring(from, hole.start()) + "\"" + hole.group(2))));
      parts.add(new Part.File(file, Files.size(file)));
      from = hole.end() - 1;
    }
    parts.add(new Part.Text(bytes(text.substring(from))));
    return new StreamedJson(parts);
  }

  @Override
  public long length() {
    return parts.stream()
        .mapToLong(part ->
            switch (part) {
              case Part.Text(byte[] bytes) -> bytes.length;
              case Part.File(Path _, long bytes) -> Base64Input.length(bytes);
            })
        .sum();
  }

  @Override
  public InputStream open() {
    var streams =
        parts.stream()
            .<InputStream>map(part ->
                switch (part) {
                  case Part.Text(byte[] bytes) -> new ByteArrayInputStream(bytes);
                  case Part.File(Path path, long _) -> new Base64Input(path);
                })
            .toList();
    return new SequenceInputStream(Collections.enumeration(streams));
  }

  private static String hole(int index, String prefix) {
    return "\u0000" + index + ":" + prefix;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

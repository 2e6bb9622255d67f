package darkroom.engine.upstream;

import darkroom.engine.BrokenPicture;
import darkroom.engine.Picture;
import darkroom.engine.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The first picture that stands as base64 in a JSON answer on our disk, decoded while it is copied.
 * Thread-safe.
 */
public final class SpooledPicture implements Picture {
  private final Spool spool;
  private final Path file;
  private final Set<String> fields;

  /**
   * @param fields names under which a picture may stand, at any depth, such as {@code b64_json}
   */
  public SpooledPicture(Spool spool, Path file, Set<String> fields) {
    this.spool = spool;
    this.file = file;
    this.fields = Set.copyOf(fields);
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        JsonParser parser = UpstreamJson.MAPPER.createParser(in)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.VALUE_STRING
            && fields.contains(String.valueOf(parser.currentName()))) {
          parser.readBinaryValue(out);
          return;
        }
      }
      throw new BrokenPicture(Refusal.BAD_RESULT, "the answer holds no picture");
    } catch (NoSuchFileException e) {
      throw new BrokenPicture(Refusal.BAD_RESULT, "the answer is no longer on this disk");
    } catch (JacksonException e) {
      if (e.getCause() instanceof IOException disk) {
        throw disk;
      }
      throw new BrokenPicture(Refusal.BAD_RESULT, "the answer's picture is no base64");
    }
  }

  @Override
  public void discard() {
    spool.discard(file);
  }
}

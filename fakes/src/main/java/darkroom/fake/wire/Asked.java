package darkroom.fake.wire;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as it came. Immutable, as long as nobody writes into the body. */
public final class Asked {
  private final String line;
  private final String rawHeaders;
  private final Map<String, String> headers;
  private final byte[] body;

  Asked(String line, String rawHeaders, byte[] body) {
    this.line = line;
    this.rawHeaders = rawHeaders;
    this.headers = Collections.unmodifiableMap(read(rawHeaders));
    this.body = body;
  }

  Asked withBody(byte[] whole) {
    return new Asked(line, rawHeaders, whole);
  }

  /** Such as {@code POST /a?b=c HTTP/1.1}. */
  public String line() {
    return line;
  }

  public String method() {
    return line.split(" ", 3)[0];
  }

  /** With the query. */
  public String path() {
    String[] parts = line.split(" ", 3);
    return parts.length > 1 ? parts[1] : "";
  }

  /** The lines as they were sent, each ended by CR LF. */
  public String rawHeaders() {
    return rawHeaders;
  }

  /** In their order, names in lower case; values of one name are joined by a comma and a blank. */
  public Map<String, String> headers() {
    return headers;
  }

  /**
   * @param name in lower case
   */
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  /** Empty where there is none; out of its chunks where it came in chunks. Not a copy. */
  public byte[] body() {
    return body;
  }

  public String bodyText() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return line;
  }

  private static Map<String, String> read(String text) {
    var headers = new LinkedHashMap<String, String>();
    for (String header : text.split("\r\n", -1)) {
      int colon = header.indexOf(':');
      if (colon > 0) {
        String name = header.substring(0, colon).toLowerCase(Locale.ROOT);
        headers.merge(name, header.substring(colon + 1).strip(), (one, two) -> one + ", " + two);
      }
    }
    return headers;
  }
}

package darkroom.net;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One request to an address of the operator.
 *
 * @param method in capitals
 * @param uri http or https, without user-info
 * @param headers may hold secrets, which is why {@code toString} leaves them out
 * @param body {@link EngineBody#NONE} for a request without one
 * @param timeout over look-up, connection, request and the whole answer
 * @param maxBytes of the answer's body
 * @param spool a file that takes the body of an answer with status 200 to 299 instead of memory; it
 *     is made, or written anew
 */
public record EngineCall(
    String method,
    URI uri,
    Map<String, String> headers,
    EngineBody body,
    Duration timeout,
    long maxBytes,
    AnswerWatch watch,
    Optional<Path> spool) {
  private static final Pattern METHOD = Pattern.compile("[A-Z]{3,10}");
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
  private static final Pattern VALUE = Pattern.compile("[\\t -~]{0,4096}");

  /** A request whose answer is small and wanted whole. */
  public EngineCall(
      String method,
      URI uri,
      Map<String, String> headers,
      EngineBody body,
      Duration timeout,
      long maxBytes) {
    this(method, uri, headers, body, timeout, maxBytes, AnswerWatch.WHOLE, Optional.empty());
  }

  public EngineCall {
    headers = Map.copyOf(headers);
    if (!METHOD.matcher(method).matches()) {
      throw new IllegalArgumentException("method: (expected: a word in capitals)");
    }
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!web || uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "engine address (expected: an http or https URL with a host and without user name)");
    }
    if (maxBytes < 1 || !timeout.isPositive()) {
      throw new IllegalArgumentException("limits must be positive");
    }
    headers.forEach((name, value) -> {
      if (!TOKEN.matcher(name).matches() || !VALUE.matcher(value).matches()) {
        // the client's own message would repeat the value, and it may be a key
        throw new IllegalArgumentException("header not allowed: " + name.length() + " characters");
      }
    });
  }

  /** The same, its answer's body into a file. */
  public EngineCall spooledTo(Path file) {
    return new EngineCall(method, uri, headers, body, timeout, maxBytes, watch, Optional.of(file));
  }

  /** The same, read along. */
  public EngineCall watchedBy(AnswerWatch reader) {
    return new EngineCall(method, uri, headers, body, timeout, maxBytes, reader, spool);
  }

  @Override
  public String toString() {
    return "EngineCall[" + uri.getHost() + "]";
  }
}

package darkroom.net;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One request to somewhere a stranger pointed at.
 *
 * @param headers names are unique without regard to case; length and connection headers are ours
 * @param body empty for none; not copied, must not change while the request runs
 * @param totalTimeout over look-up, connection, redirects and the whole answer
 * @param maxBytes of the answer's body, at least 0
 * @param truncate whether the status alone counts: a longer body is cut, a compressed one skipped,
 *     and one that breaks off or takes too long ends there, quietly; else all of these are errors
 * @param maxRedirects followed for GET only; with 0 a redirect is an answer like any other
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy per try would double each body
public record OutboundRequest(
    String method,
    URI uri,
    Map<String, String> headers,
    byte[] body,
    Duration totalTimeout,
    long maxBytes,
    boolean truncate,
    int maxRedirects) {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
  private static final Pattern VALUE = Pattern.compile("[\\t -~]{0,4096}");
  private static final Set<String> OURS =
      Set.of(
          "accept-encoding",
          "connection",
          "content-length",
          "darkroom-hop",
          "expect",
          "host",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  public OutboundRequest {
    headers = Map.copyOf(headers);
    if (!method.equals("GET") && !method.equals("POST") && !method.equals("HEAD")) {
      throw new IllegalArgumentException("method: " + method + " (expected: GET, HEAD or POST)");
    }
    if (maxBytes < 0 || maxRedirects < 0 || !totalTimeout.isPositive()) {
      throw new IllegalArgumentException("limits must not be negative");
    }
    headers.forEach((name, value) -> {
      if (!TOKEN.matcher(name).matches()
          || !VALUE.matcher(value).matches()
          || OURS.contains(name.toLowerCase(Locale.ROOT))) {
        // the value may be a secret, so it is not repeated
        throw new IllegalArgumentException("header not allowed: " + name.length() + " characters");
      }
    });
  }
}

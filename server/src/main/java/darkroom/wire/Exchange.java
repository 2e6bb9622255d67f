package darkroom.wire;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request as the wire rooms see it; the HTTP server stands behind it and nowhere else. Used by
 * one thread.
 */
public abstract class Exchange {
  private final Map<String, Object> facts = new LinkedHashMap<>();
  private Optional<String> event = Optional.empty();
  private Map<String, String> pathParameters = Map.of();

  public abstract String method();

  /** The path as it came, still percent-encoded. */
  public abstract String path();

  /** Length of path and query as they came. */
  public abstract int urlLength();

  /** First value of a query parameter. */
  public abstract Optional<String> query(String name);

  public abstract Optional<String> header(String name);

  public abstract List<String> headers(String name);

  /** All of them, names in lower case, the first value of each. */
  public abstract Map<String, String> headers();

  /** Address of the caller; the one a trusted proxy names, if it came through one. */
  public abstract String clientAddress();

  /** Our name for this request, also in the answer's {@code X-Request-Id}. */
  public abstract String requestId();

  /**
   * The whole body.
   *
   * @throws ApiException 413 when it is larger than allowed, 408 when it comes too slowly, 503 when
   *     too many bodies are under way
   * @throws IOException when the connection breaks
   */
  public abstract byte[] body() throws IOException;

  /** A part of the path named in the route's template. */
  public final String pathParameter(String name) {
    String value = pathParameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no {" + name + "} in this route");
    }
    return value;
  }

  /** Names the line that the log gets when this exchange is over; without one it gets none. */
  public final Exchange event(String name) {
    event = Optional.of(name);
    return this;
  }

  /** Adds a fact to that line. */
  public final Exchange fact(String name, Object value) {
    facts.put(name, value);
    return this;
  }

  final void setPathParameters(Map<String, String> parameters) {
    pathParameters = Map.copyOf(parameters);
  }

  final Optional<String> event() {
    return event;
  }

  final Map<String, Object> facts() {
    return facts;
  }
}

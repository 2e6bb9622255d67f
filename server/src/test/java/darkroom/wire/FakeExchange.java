package darkroom.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A request without a server. Not thread-safe. */
public final class FakeExchange extends Exchange {
  private final String method;
  private final String path;
  private final Map<String, List<String>> headers = new LinkedHashMap<>();

  public FakeExchange(String method, String path) {
    this.method = method;
    this.path = path;
  }

  public FakeExchange withHeader(String name, String value) {
    headers.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
    return this;
  }

  /** As if the route's template had these parts. */
  public FakeExchange withPathParameters(Map<String, String> parameters) {
    setPathParameters(parameters);
    return this;
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public int urlLength() {
    return path.length();
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Optional<String> query(String name) {
    return Optional.empty();
  }

  @Override
  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  @Override
  public Map<String, String> headers() {
    var first = new LinkedHashMap<String, String>();
    headers.forEach((name, values) -> first.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    return first;
  }

  @Override
  public List<String> headers(String name) {
    return headers.getOrDefault(name, List.of());
  }

  @Override
  public String clientAddress() {
    return "192.0.2.1";
  }

  @Override
  public String requestId() {
    return "request";
  }

  @Override
  public byte[] body() {
    return new byte[0];
  }
}

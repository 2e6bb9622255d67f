package darkroom.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One server and one key: sends requests and opens the envelope. Reads are repeated a few times,
 * writes never, because a repeated submit is a second task. Follows no redirect, so the key goes
 * nowhere else. Thread-safe.
 */
final class ApiHttp implements AutoCloseable {
  private static final int READS = 3;
  private static final long MOST_BYTES = 2 << 20;
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration TOTAL = Duration.ofSeconds(30);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final String USER_AGENT =
      "darkroom-client/"
          + Objects.requireNonNullElse(
              ApiHttp.class.getPackage().getImplementationVersion(), "dev");

  private final String baseUrl;
  private final String key;
  private final Sleeper sleeper;
  private final HttpClient http;

  /** Refuses an address or a key that cannot be one with an IllegalArgumentException. */
  ApiHttp(URI baseUrl, String key, Sleeper sleeper) {
    this.baseUrl = checked(baseUrl).toString().replaceAll("/+$", "");
    if (!key.matches("[!-~]{1,200}")) {
      throw new IllegalArgumentException("key: malformed (expected: sk-… in visible ASCII)");
    }
    this.key = key;
    this.sleeper = sleeper;
    // HTTP/1.1: over plain http the JDK would otherwise ask every server for an upgrade
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** One segment of a path, escaped. */
  static String segment(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /**
   * The {@code data} of an answer.
   *
   * @throws ApiException when the server said no
   * @throws ConnectionException when there was no usable answer, three times
   */
  JsonNode get(String path) {
    Duration pause = FIRST_PAUSE;
    for (int read = 1; ; read++) {
      try {
        return send(request(path).GET().build());
      } catch (ConnectionException e) {
        if (read == READS) {
          throw e;
        }
        pause(pause);
      } catch (ApiException e) {
        if (read == READS || !e.isPassing()) {
          throw e;
        }
        pause(e.retryAfter().orElse(pause));
      }
      pause = pause.multipliedBy(2);
    }
  }

  /** As {@link #get}, but sent exactly once. */
  JsonNode post(String path, Map<String, Object> body, Map<String, String> headers) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(body)));
    headers.forEach(request::header);
    return send(request.build());
  }

  /** Fetches from an address that the server named, without the key. */
  <T> HttpResponse<T> fetch(URI uri, BodyHandler<T> handler, Duration limit) {
    return exchange(
        HttpRequest.newBuilder(checked(uri)).header("User-Agent", USER_AGENT).build(),
        handler,
        limit);
  }

  /** Waits; an interrupt ends the work at hand. */
  void pause(Duration duration) {
    try {
      sleeper.sleep(duration);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(baseUrl + path))
        .header("Authorization", "Bearer " + key)
        .header("Accept", "application/json")
        .header("User-Agent", USER_AGENT);
  }

  private JsonNode send(HttpRequest request) {
    return Envelope.open(
        exchange(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES), TOTAL));
  }

  /**
   * The request's own timeout ends with the headers; this one covers a body that trickles in, too.
   */
  private <T> HttpResponse<T> exchange(
      HttpRequest request, BodyHandler<T> handler, Duration limit) {
    CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, handler);
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw unreachable(request.uri(), reason(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw unreachable(request.uri(), "no answer within " + limit.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw interrupted(e);
    }
  }

  private static ConnectionException unreachable(URI uri, String why, @Nullable Throwable cause) {
    return new ConnectionException(
        "no answer from " + uri.getScheme() + "://" + uri.getAuthority() + ": " + why, cause);
  }

  private static String reason(@Nullable Throwable cause) {
    if (cause instanceof ConnectException) {
      return "connection refused or host unknown";
    }
    boolean silent = cause == null || cause.getMessage() == null;
    if (cause instanceof IOException && !silent) {
      return String.valueOf(cause.getMessage());
    }
    return String.valueOf(cause);
  }

  private static ConnectionException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ConnectionException("interrupted", e);
  }

  private static URI checked(URI uri) {
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null || uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "address: '" + uri + "' (expected: http:// or https://, and a host)");
    }
    return uri;
  }
}

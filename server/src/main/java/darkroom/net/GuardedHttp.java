package darkroom.net;

import darkroom.net.OutboundException.Kind;
import darkroom.net.TargetUrl.ParseResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;

/**
 * Sends requests to where strangers point: callbacks, references, results by URL. Each request, and
 * each hop of a redirect, is parsed by {@link TargetUrl}, resolved once, judged by {@link
 * AddressGuard} and sent to exactly the judged address, while TLS and Host keep the name. Nothing
 * is ever sent twice, and everything ends by the request's total time.
 *
 * <p>Thread-safe; blocks the calling (virtual) thread. Interrupting a virtual thread ends its
 * request.
 */
public final class GuardedHttp implements AutoCloseable {
  private static final Set<String> ANY_HTTP = Set.of("http", "https");
  private static final Set<String> HTTPS = Set.of("https");
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  // all that a foreign host learns when another one sends us there; above all no credentials
  private static final Set<String> CARRIED = Set.of("accept", "user-agent");

  /**
   * Goes out with every request and says which installation sent it, so that our own API knows a
   * request of ours that came home by ways the guard cannot see, such as our own proxy (threat
   * T11).
   */
  public static final String HOP = "Darkroom-Hop";

  private static final int END = -1;

  private final AddressGuard guard;
  private final VettingResolver resolver;
  private final HostPermits permits;
  private final String hop;
  private final PoolingHttpClientConnectionManager connections;
  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor timer;

  /**
   * @param hop the value of {@link #HOP}, this installation's own
   */
  public GuardedHttp(NetConfig config, AddressGuard guard, String hop) {
    this(config, guard, hop, InetAddress::getAllByName);
  }

  /** For tests that bring their own names. */
  GuardedHttp(NetConfig config, AddressGuard guard, String hop, NameResolver names) {
    this(config, guard, hop, names, platformTrust());
  }

  /** For tests that bring their own certificates as well. */
  GuardedHttp(
      NetConfig config, AddressGuard guard, String hop, NameResolver names, SSLContext tls) {
    this.guard = guard;
    this.hop = hop;
    this.resolver = new VettingResolver(names, guard, config.connectTimeout());
    this.permits = new HostPermits(config.perHost());
    this.connections = HttpClientFactory.connections(config, guard, tls);
    this.client = HttpClientFactory.build(connections);
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("outbound-deadline").factory());
    timer.setRemoveOnCancelPolicy(true);
    Future<?> _ =
        timer.scheduleWithFixedDelay(
            () -> Thread.ofVirtual().start(this::forgetRoutes), 1, 1, TimeUnit.MINUTES);
  }

  /**
   * Sends the request once and writes the body of the final answer to the sink. Any status is an
   * answer. On an exception the sink may have got a part of the body.
   *
   * @throws OutboundException when there is no usable answer
   * @throws UncheckedIOException when the sink fails
   */
  public OutboundAnswer send(OutboundRequest request, OutputStream sink) throws OutboundException {
    Deadline deadline = Deadline.in(request.totalTimeout());
    TargetUrl url = first(request.uri());
    Map<String, String> headers = request.headers();
    for (int hop = 0; ; hop++) {
      OutboundAnswer answer = exchange(request, url, headers, deadline, sink);
      Optional<String> location = location(request, answer);
      if (location.isEmpty()) {
        return answer;
      }
      if (hop == request.maxRedirects()) {
        throw new OutboundException(Kind.REDIRECT, "more than " + hop + " redirects");
      }
      url = next(url, location.get());
      headers = carried(headers);
    }
  }

  /** Ends all requests in flight. */
  @Override
  public void close() {
    timer.shutdownNow();
    resolver.close();
    client.close(CloseMode.IMMEDIATE);
  }

  /**
   * The pool keeps an entry for each address it ever connected to, which strangers choose, until it
   * is told to look for what has ended.
   */
  void forgetRoutes() {
    connections.closeExpired();
  }

  /** How many addresses the pool remembers. */
  int routes() {
    return connections.getRoutes().size();
  }

  private OutboundAnswer exchange(
      OutboundRequest request,
      TargetUrl url,
      Map<String, String> headers,
      Deadline deadline,
      OutputStream sink)
      throws OutboundException {
    try (var _ = permits.acquire(url.destination(), deadline)) {
      InetAddress address = resolver.resolve(url, deadline);
      HttpUriRequestBase message = message(request, url, headers, deadline);
      Future<?> alarm = cancelAt(deadline, message);
      var host = new HttpHost(url.uri().getScheme(), address, url.host(), url.port());
      try {
        ClassicHttpResponse response =
            client.executeOpen(host, message, HttpClientContext.create());
        try {
          return read(request, url, response, sink);
        } finally {
          discard(message, response);
        }
      } catch (IOException e) {
        throw failure(e, url, deadline);
      } catch (IllegalStateException e) {
        // so the library says that its pool is shut down
        throw new OutboundException(Kind.BROKEN, "client is closed", e);
      } finally {
        alarm.cancel(false);
      }
    }
  }

  private Future<?> cancelAt(Deadline deadline, HttpUriRequestBase message)
      throws OutboundException {
    try {
      return timer.schedule(
          // closing a connection may wait for a lock, and the one timer thread must not
          () -> Thread.ofVirtual().start(message::cancel),
          deadline.nanosLeft(),
          TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      throw new OutboundException(Kind.BROKEN, "client is closed", e);
    }
  }

  private HttpUriRequestBase message(
      OutboundRequest request, TargetUrl url, Map<String, String> headers, Deadline deadline) {
    var message = new HttpUriRequestBase(request.method(), url.uri());
    headers.forEach(message::setHeader);
    message.setHeader("Accept-Encoding", "identity");
    message.setHeader("Connection", "close");
    message.setHeader(HOP, hop);
    if (request.body().length > 0) {
      message.setEntity(new ByteArrayEntity(request.body(), null));
    }
    message.setConfig(
        RequestConfig.custom()
            .setConnectionRequestTimeout(deadline.timeout())
            .setResponseTimeout(deadline.timeout())
            .setRedirectsEnabled(false)
            .setAuthenticationEnabled(false)
            .setExpectContinueEnabled(false)
            .setProtocolUpgradeEnabled(false)
            .build());
    return message;
  }

  private OutboundAnswer read(
      OutboundRequest request, TargetUrl url, ClassicHttpResponse response, OutputStream sink)
      throws IOException, OutboundException {
    Map<String, String> headers = headers(response);
    var head = new OutboundAnswer(response.getCode(), headers, 0, url.uri());
    var entity = response.getEntity();
    if (entity == null || location(request, head).isPresent()) {
      return head;
    }
    if (isEncoded(response)) {
      if (request.truncate()) {
        // such a body is an excerpt for people; its status counts, and unreadable bytes would not
        // help
        return head;
      }
      throw new OutboundException(Kind.ENCODED, "content-encoding in the answer of " + url.host());
    }
    if (entity.getContentLength() > request.maxBytes() && !request.truncate()) {
      throw tooLarge(request, url);
    }
    long bytes = copy(request, url, entity.getContent(), sink);
    return new OutboundAnswer(response.getCode(), headers, bytes, url.uri());
  }

  private static boolean isEncoded(ClassicHttpResponse response) {
    return Arrays.stream(response.getHeaders("Content-Encoding"))
        .anyMatch(header -> !"identity".equalsIgnoreCase(header.getValue()));
  }

  private static long copy(
      OutboundRequest request, TargetUrl url, InputStream body, OutputStream sink)
      throws IOException, OutboundException {
    byte[] buffer = new byte[16 * 1024];
    long bytes = 0;
    while (!(request.truncate() && bytes == request.maxBytes())) {
      int count = more(request, body, buffer);
      if (count < 0) {
        break;
      }
      if (count > request.maxBytes() - bytes) {
        if (!request.truncate()) {
          throw tooLarge(request, url);
        }
        count = (int) (request.maxBytes() - bytes);
      }
      write(sink, buffer, count);
      bytes += count;
    }
    return bytes;
  }

  /** Where the status alone counts, a body that breaks off or takes too long just ends there. */
  private static int more(OutboundRequest request, InputStream body, byte[] buffer)
      throws IOException {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      if (request.truncate()) {
        return END;
      }
      throw e;
    }
  }

  /** Keeps trouble with our own disk apart from trouble with the peer. */
  private static void write(OutputStream sink, byte[] buffer, int count) {
    try {
      sink.write(buffer, 0, count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the connection without reading the rest of the body, which closing alone would do. */
  private static void discard(HttpUriRequestBase message, ClassicHttpResponse response) {
    message.cancel();
    try {
      response.close();
    } catch (IOException _) {
      // it wanted to read on; by now the answer is decided
    }
  }

  private static Map<String, String> headers(ClassicHttpResponse response) {
    var headers = new HashMap<String, String>();
    for (Header header : response.getHeaders()) {
      String value = header.getValue();
      headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), value == null ? "" : value);
    }
    return headers;
  }

  /** Where the answer sends us, if this request follows redirects at all. */
  private static Optional<String> location(OutboundRequest request, OutboundAnswer answer) {
    return request.maxRedirects() > 0
            && request.method().equals("GET")
            && REDIRECTS.contains(answer.status())
        ? Optional.ofNullable(answer.headers().get("location"))
        : Optional.empty();
  }

  private TargetUrl first(URI uri) throws OutboundException {
    return switch (TargetUrl.parse(uri.toString(), ANY_HTTP, guard)) {
      case ParseResult.Valid(TargetUrl url) -> url;
      case ParseResult.Invalid(String rule) -> throw new OutboundException(Kind.BLOCKED, rule);
    };
  }

  private TargetUrl next(TargetUrl from, String location) throws OutboundException {
    if (location.length() > TargetUrl.MAX_LENGTH) {
      throw new OutboundException(Kind.REDIRECT, "to an overlong location");
    }
    String target;
    try {
      target = from.uri().resolve(location).toString();
    } catch (IllegalArgumentException e) {
      throw new OutboundException(Kind.REDIRECT, "to something that is no URL", e);
    }
    // a fragment is legal here (RFC 9110, 10.2.2) and means nothing to us
    int fragment = target.indexOf('#');
    String bare = fragment < 0 ? target : target.substring(0, fragment);
    Set<String> schemes = from.uri().getScheme().equals("https") ? HTTPS : ANY_HTTP;
    return switch (TargetUrl.parse(bare, schemes, guard)) {
      case ParseResult.Valid(TargetUrl url) -> url;
      case ParseResult.Invalid(String rule) ->
          throw new OutboundException(Kind.REDIRECT, "target of the redirect " + rule);
    };
  }

  private static Map<String, String> carried(Map<String, String> headers) {
    var kept = new HashMap<>(headers);
    kept.keySet().removeIf(name -> !CARRIED.contains(name.toLowerCase(Locale.ROOT)));
    return kept;
  }

  private static OutboundException failure(IOException e, TargetUrl url, Deadline deadline) {
    Kind kind =
        switch (e) {
          case BlockedAddressException _ -> Kind.BLOCKED;
          case IOException _ when deadline.isOver() -> Kind.TIMEOUT;
          case UnknownHostException _ -> Kind.DNS;
          case ConnectTimeoutException _ -> Kind.CONNECT;
          case ConnectionRequestTimeoutException _ -> Kind.TIMEOUT;
          case ConnectException _ -> Kind.CONNECT;
          case NoRouteToHostException _ -> Kind.CONNECT;
          case SSLException _ -> Kind.TLS;
          case SocketTimeoutException _ -> Kind.TIMEOUT;
          default -> Kind.BROKEN;
        };
    return new OutboundException(kind, url.host() + ": " + e.getClass().getSimpleName(), e);
  }

  private static OutboundException tooLarge(OutboundRequest request, TargetUrl url) {
    return new OutboundException(
        Kind.TOO_LARGE, "answer of " + url.host() + " exceeds " + request.maxBytes() + " bytes");
  }

  private static SSLContext platformTrust() {
    try {
      return SSLContext.getDefault();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no TLS on this platform", e);
    }
  }
}

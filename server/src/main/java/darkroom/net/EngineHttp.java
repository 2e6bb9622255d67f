package darkroom.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to the operator's engines, each exactly once. A second paid POST would be a second
 * picture on the bill, so nothing here repeats, redirects or authenticates by itself, a body can be
 * read only once, and each paid POST has a connection of its own: a kept one may be dead without
 * our knowing, and what goes into it is lost with an unknown outcome. What costs nothing (polls,
 * cancels, uploads) shares kept connections.
 *
 * <p>Addresses are not judged here, they are the operator's own choice; whatever strangers name
 * goes through {@link GuardedHttp}. Thread-safe; blocks the calling (virtual) thread until the
 * answer or the call's timeout, and ends early when interrupted.
 */
public final class EngineHttp implements AutoCloseable {
  private static final String RETRY_ALL = "jdk.httpclient.enableAllMethodRetry";

  private final Duration connectTimeout;
  private final SSLContext tls;
  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient kept;

  /**
   * @throws IllegalStateException when the JDK was told to send any request again by itself
   */
  public EngineHttp(Duration connectTimeout) {
    this(connectTimeout, platformTrust());
  }

  /** For tests that bring their own certificates. */
  EngineHttp(Duration connectTimeout, SSLContext tls) {
    if (System.getProperty(RETRY_ALL) != null) {
      throw new IllegalStateException(
          RETRY_ALL + " is set: it would send paid requests twice; start without it");
    }
    this.connectTimeout = connectTimeout;
    this.tls = tls;
    this.kept = client();
  }

  /**
   * Sends a paid POST. The interrupt flag is kept when it was what ended the wait.
   *
   * @throws IllegalArgumentException when it is no POST
   */
  public EngineAnswer post(EngineCall call) {
    if (!call.method().equals("POST")) {
      throw new IllegalArgumentException("paid requests are POSTs");
    }
    HttpClient client = client();
    try {
      return send(client, call);
    } finally {
      client.shutdownNow();
    }
  }

  /** Sends a request that starts no work and costs nothing; otherwise like {@link #post}. */
  public EngineAnswer ask(EngineCall call) {
    return send(kept, call);
  }

  /**
   * Listens to a web socket of an engine; for what may be lost, such as how far a job is.
   *
   * @param uri ws or wss
   * @param mostChars of one text; longer ones are dropped
   * @param sink is called by one thread at a time, and must not block
   * @return at once, while it still connects
   */
  public EngineSocket listen(URI uri, Duration connect, int mostChars, Consumer<String> sink) {
    return EngineSocket.open(kept, uri, connect, mostChars, sink);
  }

  @Override
  public void close() {
    kept.shutdownNow();
  }

  private static EngineAnswer send(HttpClient client, EngineCall call) {
    InputStream content;
    try {
      content = call.body().open();
    } catch (IOException e) {
      return new EngineAnswer.NotSent("body cannot be read: " + e.getClass().getSimpleName());
    }
    try {
      return exchange(client, call, content);
    } finally {
      close(content);
    }
  }

  /** Trouble in closing what was only read must not cost the answer. */
  private static void close(InputStream content) {
    try {
      content.close();
    } catch (IOException e) {
      // nothing more is wanted of it
    }
  }

  private static EngineAnswer exchange(HttpClient client, EngineCall call, InputStream content) {
    var handedOver = new AtomicBoolean();
    var begun = new AtomicReference<@Nullable AnswerBody>();
    long length = call.body().length();
    BodyPublisher publisher =
        length == 0 ? BodyPublishers.noBody() : once(content, length, handedOver);
    var request = HttpRequest.newBuilder(call.uri()).method(call.method(), publisher);
    call.headers().forEach(request::header);
    CompletableFuture<?> sent =
        client.sendAsync(
            request.build(),
            head -> {
              var body = new AnswerBody(head, call);
              begun.set(body);
              return body;
            });
    String trouble;
    try {
      sent.get(call.timeout().toNanos(), TimeUnit.NANOSECONDS);
      trouble = "";
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      trouble = cause.getClass().getSimpleName();
      boolean unread = length > 0 && !handedOver.get();
      if (begun.get() == null && (unread || beforeRequest(cause))) {
        return new EngineAnswer.NotSent(call.uri().getHost() + ": " + trouble);
      }
    } catch (TimeoutException e) {
      trouble = "timed out";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      trouble = "interrupted";
    }
    sent.cancel(true);
    AnswerBody body = begun.get();
    return body == null
        ? new EngineAnswer.NoAnswer(call.uri().getHost() + ": " + trouble)
        : KeyEcho.removed(body.answer(), call.headers());
  }

  /** The body, which says when it is taken and cannot be taken twice. */
  private static BodyPublisher once(InputStream content, long length, AtomicBoolean handedOver) {
    BodyPublisher bytes =
        BodyPublishers.ofInputStream(() -> {
          if (handedOver.getAndSet(true)) {
            throw new IllegalStateException("a paid request is not sent twice");
          }
          return content;
        });
    return BodyPublishers.fromPublisher(bytes, length);
  }

  /** The connection failed before any byte of ours could be on it. */
  private static boolean beforeRequest(Throwable cause) {
    return switch (cause) {
      case ConnectException _, HttpConnectTimeoutException _ -> true;
      // our own no to their certificate; their no to us may come after the request (TLS 1.3)
      case SSLHandshakeException ours ->
          !String.valueOf(ours.getMessage()).contains("Received fatal alert");
      default -> false;
    };
  }

  private HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .proxy(HttpClient.Builder.NO_PROXY)
        .connectTimeout(connectTimeout)
        .sslContext(tls)
        .executor(threads)
        .build();
  }

  private static SSLContext platformTrust() {
    try {
      return SSLContext.getDefault();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no TLS on this platform", e);
    }
  }
}

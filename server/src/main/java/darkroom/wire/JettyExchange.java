package darkroom.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** An exchange over a Jetty request. */
final class JettyExchange extends Exchange {
  private static final int CHUNK_BYTES = 64 * 1024;
  private static final long MOST_READ_ON = 1 << 20;
  private static final Duration LONGEST_READ_ON = Duration.ofSeconds(1);

  private final Request request;
  private final HttpConfig config;
  private final BodyBudget budget;
  private final String clientAddress;
  private final String requestId;
  private long reserved;
  private boolean gaveUp;

  JettyExchange(
      Request request,
      HttpConfig config,
      BodyBudget budget,
      String clientAddress,
      String requestId) {
    this.request = request;
    this.config = config;
    this.budget = budget;
    this.clientAddress = clientAddress;
    this.requestId = requestId;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String path() {
    return Optional.ofNullable(request.getHttpURI().getPath()).orElse("/");
  }

  @Override
  public int urlLength() {
    return Optional.ofNullable(request.getHttpURI().getPathQuery()).map(String::length).orElse(0);
  }

  @Override
  public Optional<String> query(String name) {
    try {
      Fields.Field field = Request.extractQueryParameters(request).get(name);
      return Optional.ofNullable(field).map(Fields.Field::getValue);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new ApiException(ApiError.INVALID_REQUEST, "The query is not well-formed");
    }
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  @Override
  public List<String> headers(String name) {
    return request.getHeaders().getFields(name).stream().map(HttpField::getValue).toList();
  }

  @Override
  public Map<String, String> headers() {
    var headers = new HashMap<String, String>();
    request
        .getHeaders()
        .forEach(field ->
            headers.putIfAbsent(
                field.getName().toLowerCase(Locale.ROOT),
                Objects.requireNonNullElse(field.getValue(), "")));
    return headers;
  }

  @Override
  public String clientAddress() {
    return clientAddress;
  }

  @Override
  public String requestId() {
    return requestId;
  }

  @Override
  public byte[] body() throws IOException {
    if (header("Content-Encoding").filter(coding -> !coding.equals("identity")).isPresent()) {
      throw new ApiException(ApiError.INVALID_REQUEST, "Content-Encoding: not taken on requests");
    }
    if (request.getLength() > config.maxBody()) {
      throw tooLarge();
    }
    long begun = System.nanoTime();
    var body =
        new ByteArrayOutputStream(Math.max(512, (int) Math.min(request.getLength(), 65_536)));
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        awaitMore(left(begun, body.size()));
        continue;
      }
      if (Content.Chunk.isFailure(chunk)) {
        gaveUp = true;
        throw brokenOff(chunk.getFailure());
      }
      try {
        write(chunk, body);
      } finally {
        chunk.release();
      }
      if (chunk.isLast()) {
        return body.toByteArray();
      }
      left(begun, body.size());
    }
  }

  /**
   * Reads a little on after an early answer, a megabyte or a second at most: a client that is cut
   * off while it still writes may never see what it was answered.
   */
  void readOn() {
    if (gaveUp || header("Expect").isPresent()) {
      return; // nothing more is to be had, or it waits for our word before it sends anything
    }
    long until = System.nanoTime() + LONGEST_READ_ON.toNanos();
    long left = MOST_READ_ON;
    while (left > 0) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        if (!hasMore(until - System.nanoTime())) {
          return;
        }
        continue;
      }
      left -= chunk.remaining();
      boolean over = chunk.isLast();
      chunk.release();
      if (over) {
        return;
      }
    }
  }

  private boolean hasMore(long nanos) {
    try {
      awaitMore(nanos);
      return true;
    } catch (ApiException | InterruptedIOException tooLate) {
      return false;
    }
  }

  /** Call when the exchange is over. */
  void release() {
    budget.giveBack(reserved);
    reserved = 0;
  }

  private void take(int bytes, long soFar) {
    if (soFar + bytes > config.maxBody()) {
      throw tooLarge();
    }
    if (!budget.take(bytes)) {
      throw ApiException.retryLater(
          ApiError.UNAVAILABLE,
          RetryReason.BODIES_FULL,
          "Too many large requests at once",
          Duration.ofSeconds(1));
    }
    reserved += bytes;
  }

  private void write(Content.Chunk chunk, ByteArrayOutputStream body) {
    var bytes = new byte[chunk.remaining()];
    chunk.getByteBuffer().get(bytes);
    take(bytes.length, body.size());
    body.writeBytes(bytes);
  }

  /** Nanoseconds until a body that has come this far is too slow. */
  private long left(long begun, long bytes) {
    long allowed = config.bodyTime().toNanos() + bytes / CHUNK_BYTES * 1_000_000_000L;
    long left = allowed - (System.nanoTime() - begun);
    if (left <= 0) {
      throw tooSlow();
    }
    return left;
  }

  private void awaitMore(long nanos) throws InterruptedIOException {
    var more = new CountDownLatch(1);
    request.demand(more::countDown);
    try {
      if (!more.await(nanos, TimeUnit.NANOSECONDS)) {
        gaveUp = true;
        throw tooSlow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a body arrived");
    }
  }

  /** The connection went silent, or what came over it was no body. */
  private static ApiException brokenOff(Throwable failure) {
    return failure instanceof TimeoutException
        ? tooSlow()
        : new ApiException(ApiError.INVALID_REQUEST, "The body broke off or is not well-formed");
  }

  private static ApiException tooSlow() {
    return new ApiException(ApiError.TIMEOUT, "The body did not arrive in time");
  }

  private ApiException tooLarge() {
    return new ApiException(
        ApiError.BODY_TOO_LARGE, "The body is larger than " + config.maxBody() + " bytes");
  }
}

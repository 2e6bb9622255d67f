package darkroom.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** An exchange over a Jetty request. */
final class JettyExchange extends Exchange {
  private static final int CHUNK_BYTES = 64 * 1024;

  private final Request request;
  private final HttpConfig config;
  private final BodyBudget budget;
  private final String clientAddress;
  private final String requestId;
  private long reserved;

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
  public Optional<String> query(String name) {
    Fields.Field field = Request.extractQueryParameters(request).get(name);
    return Optional.ofNullable(field).map(Fields.Field::getValue);
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
    var body = new ByteArrayOutputStream(Math.max(512, (int) Math.min(request.getLength(), 65_536)));
    var chunk = new byte[CHUNK_BYTES];
    try (InputStream in = Content.Source.asInputStream(request)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        take(read, body.size());
        body.write(chunk, 0, read);
        refuseSlow(begun, body.size());
      }
    }
    return body.toByteArray();
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
          "Too many large requests at once",
          java.time.Duration.ofSeconds(1));
    }
    reserved += bytes;
  }

  private void refuseSlow(long begun, long bytes) {
    long allowed = config.bodyTime().toNanos() + bytes / CHUNK_BYTES * 1_000_000_000L;
    if (System.nanoTime() - begun > allowed) {
      throw new ApiException(ApiError.TIMEOUT, "The body did not arrive in time");
    }
  }

  private ApiException tooLarge() {
    return new ApiException(
        ApiError.BODY_TOO_LARGE, "The body is larger than " + config.maxBody() + " bytes");
  }
}

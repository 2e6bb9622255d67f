package darkroom.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Carries requests from Jetty to the gateway and answers back. Runs on virtual threads. */
final class JettyHandler extends Handler.Abstract {
  private final Gateway gateway;
  private final Optional<Management> management;
  private final HttpConfig config;
  private final PaceWatch paces;
  private final BodyBudget budget;
  private final ClientAddress clients;
  private final Supplier<String> requestIds;

  /** What another connector than the main one leads to. */
  record Management(Connector connector, Gateway gateway) {}

  JettyHandler(
      Gateway gateway,
      Optional<Management> management,
      HttpConfig config,
      PaceWatch paces,
      ClientAddress clients,
      Supplier<String> requestIds) {
    this.gateway = gateway;
    this.management = management;
    this.config = config;
    this.paces = paces;
    this.budget = new BodyBudget(config.maxBodies());
    this.clients = clients;
    this.requestIds = requestIds;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    Pace pace = paces.of(request.getConnectionMetaData().getConnection());
    pace.handling();
    try {
      handle(request, response, new Telling(callback, pace), pace);
    } catch (IOException | RuntimeException e) {
      pace.waiting(); // Jetty ends what is left of it
      throw e;
    }
    return true;
  }

  private void handle(Request request, Response response, Callback callback, Pace pace)
      throws IOException {
    String client =
        clients.of(
            PeerAddress.text(request.getConnectionMetaData().getRemoteSocketAddress()),
            values(request, clients.header()));
    var exchange = new JettyExchange(request, config, budget, client, requestIds.get());
    Answer answer;
    try {
      answer = gatewayOf(request).handle(exchange);
      exchange.readOn();
    } finally {
      exchange.release();
    }
    pace.answering();
    write(request, answer, response, callback, pace);
  }

  private Gateway gatewayOf(Request request) {
    Connector door = request.getConnectionMetaData().getConnector();
    return management
        .filter(side -> side.connector().equals(door))
        .map(Management::gateway)
        .orElse(gateway);
  }

  private static void write(
      Request request, Answer answer, Response response, Callback callback, Pace pace)
      throws IOException {
    response.setStatus(answer.status());
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    if (answer.status() == 304) {
      response.write(true, null, callback); // its length, if any, is not that of its body
      return;
    }
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.content().length());
    if (request.getMethod().equals("HEAD")) {
      response.write(true, null, callback);
      return;
    }
    switch (answer.content()) {
      case Answer.Content.Bytes body -> {
        pace.taken(body.length());
        response.write(true, ByteBuffer.wrap(body.bytes()), callback);
      }
      case Answer.Content.Stream body -> {
        try (InputStream in = body.opener().open();
            OutputStream out = Content.Sink.asOutputStream(response)) {
          copy(in, out, body.length(), pace);
        } catch (IOException e) {
          callback.failed(e); // too late for another answer; the connection ends
          return;
        }
        callback.succeeded();
      }
    }
  }

  private static void copy(InputStream in, OutputStream out, long length, Pace pace)
      throws IOException {
    var chunk = new byte[64 * 1024];
    long left = length;
    while (left > 0) {
      int read = in.read(chunk, 0, (int) Math.min(chunk.length, left));
      if (read < 0) {
        throw new IOException("the stored object is shorter than recorded");
      }
      out.write(chunk, 0, read);
      pace.taken(read);
      left -= read;
    }
  }

  private static List<String> values(Request request, String name) {
    return request.getHeaders().getFields(name).stream().map(HttpField::getValue).toList();
  }

  /** Says that the answer is over just before Jetty may begin the next request. */
  private static final class Telling extends Callback.Nested {
    private final Pace pace;

    Telling(Callback callback, Pace pace) {
      super(callback);
      this.pace = pace;
    }

    @Override
    public void succeeded() {
      pace.waiting();
      super.succeeded();
    }

    @Override
    public void failed(Throwable cause) {
      pace.waiting();
      super.failed(cause);
    }
  }
}

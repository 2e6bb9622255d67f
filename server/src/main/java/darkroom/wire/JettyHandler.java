package darkroom.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Carries requests from Jetty to the gateway and answers back. Runs on virtual threads. */
final class JettyHandler extends Handler.Abstract {
  private final Gateway gateway;
  private final HttpConfig config;
  private final BodyBudget budget;
  private final ClientAddress clients;
  private final Supplier<String> requestIds;
  private final SendDeadline sending;

  JettyHandler(
      Gateway gateway, HttpConfig config, ClientAddress clients, Supplier<String> requestIds) {
    this.gateway = gateway;
    this.config = config;
    this.budget = new BodyBudget(config.maxBodies());
    this.clients = clients;
    this.requestIds = requestIds;
    this.sending = new SendDeadline(config.sendTime(), config.sendRate());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    String client =
        clients.of(
            Request.getRemoteAddr(request),
            values(request, "Forwarded"),
            values(request, "X-Forwarded-For"));
    var exchange = new JettyExchange(request, config, budget, client, requestIds.get());
    Answer answer;
    try {
      answer = gateway.handle(exchange);
      exchange.readOn();
    } finally {
      exchange.release();
    }
    write(request, answer, response, callback);
    return true;
  }

  private void write(Request request, Answer answer, Response response, Callback callback)
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
      case Answer.Content.Bytes body ->
          response.write(true, ByteBuffer.wrap(body.bytes()), callback);
      case Answer.Content.Stream body -> {
        try (var _ = sending.begin(request, body.length());
            InputStream in = body.opener().open();
            OutputStream out = Content.Sink.asOutputStream(response)) {
          copy(in, out, body.length());
        }
        callback.succeeded();
      }
    }
  }

  private static void copy(InputStream in, OutputStream out, long length) throws IOException {
    var chunk = new byte[64 * 1024];
    long left = length;
    while (left > 0) {
      int read = in.read(chunk, 0, (int) Math.min(chunk.length, left));
      if (read < 0) {
        throw new IOException("the stored object is shorter than recorded");
      }
      out.write(chunk, 0, read);
      left -= read;
    }
  }

  private static List<String> values(Request request, String name) {
    return request.getHeaders().getFields(name).stream().map(HttpField::getValue).toList();
  }
}

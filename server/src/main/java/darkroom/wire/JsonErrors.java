package darkroom.wire;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Errors that Jetty finds before any of our code runs, in the same envelope as our own. */
final class JsonErrors implements Request.Handler {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status =
        request.getAttribute(ErrorHandler.ERROR_STATUS) instanceof Integer code
            ? code
            : response.getStatus();
    ApiError error = ApiError.ofStatus(status);
    Answer answer = Answer.error(error, message(error));
    if (error == ApiError.UNAVAILABLE) {
      answer = answer.with(RetryReason.NOT_READY.after(PAUSE));
    }
    response.setStatus(answer.status());
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    // where one request is not understood, nobody knows where the next would begin
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.content().length());
    byte[] body =
        answer.content() instanceof Answer.Content.Bytes bytes ? bytes.bytes() : new byte[0];
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }

  private static String message(ApiError error) {
    return switch (error) {
      case INVALID_REQUEST -> "The request is not well-formed HTTP";
      case INTERNAL -> "Internal error";
      default -> error.meaning();
    };
  }
}

package darkroom.http;

import darkroom.engine.EngineCallbacks;
import darkroom.wire.Answer;
import darkroom.wire.ApiError;
import darkroom.wire.Exchange;
import java.io.IOException;
import tools.jackson.databind.node.JsonNodeFactory;

/** Takes what engines tell about attempts. Thread-safe. */
public final class EngineCallbackHandler {
  private final EngineCallbacks callbacks;

  public EngineCallbackHandler(EngineCallbacks callbacks) {
    this.callbacks = callbacks;
  }

  /** An address that is not ours, and a content that does not belong to it, look the same. */
  Answer receive(Exchange exchange) throws IOException {
    String engine = exchange.pathParameter("engine");
    String attempt = exchange.pathParameter("attempt");
    boolean ours = callbacks.isOurs(engine, attempt, exchange.pathParameter("signature"));
    if (!ours || !callbacks.receive(engine, attempt, exchange.headers(), exchange.body())) {
      return Answer.error(ApiError.NOT_FOUND, "No such callback");
    }
    exchange.event("engine.called_back").fact("engine", engine).fact("attempt", attempt);
    return Answer.data(JsonNodeFactory.instance.objectNode());
  }
}

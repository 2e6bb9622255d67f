package darkroom.webhook;

import darkroom.net.OutboundAnswer;
import darkroom.net.OutboundException;
import darkroom.net.OutboundRequest;
import java.io.OutputStream;

/** The one thing the sender needs of {@code GuardedHttp}: {@code guardedHttp::send}. */
@FunctionalInterface
public interface Outbound {

  /**
   * Sends one request to a vetted address and writes the answer's body to the sink.
   *
   * @throws OutboundException when there was no usable answer
   */
  OutboundAnswer send(OutboundRequest request, OutputStream sink) throws OutboundException;
}

package darkroom.engine.upstream;

import darkroom.engine.BrokenPicture;
import darkroom.engine.Picture;
import darkroom.engine.Refusal;
import darkroom.net.GuardedHttp;
import darkroom.net.OutboundException;
import darkroom.net.OutboundRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A finished picture at an address that an engine gave. The host is a stranger: it is reached
 * through the guarded client and never sees the engine's key. A host in trouble is asked again, for
 * as long as the caller likes; one that keeps saying no is not. Thread-safe.
 */
public final class RemotePicture implements Picture {
  private static final Duration TOTAL = Duration.ofSeconds(60);
  private static final int MAX_REDIRECTS = 3;
  private static final int MOST_REFUSALS = 3;
  private static final Map<String, String> HEADERS =
      Map.of("Accept", "image/jpeg, image/png, image/webp");

  private final GuardedHttp http;
  private final String url;
  private final AtomicInteger refusals = new AtomicInteger();

  /**
   * @param url as the engine gave it; judged when it is fetched
   */
  public RemotePicture(GuardedHttp http, String url) {
    this.http = http;
    this.url = url;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try {
      var request =
          new OutboundRequest(
              "GET",
              new URI(url),
              HEADERS,
              new byte[0],
              TOTAL,
              Long.MAX_VALUE,
              false,
              MAX_REDIRECTS);
      int status = http.send(request, out).status();
      if (status != 200) {
        String detail = "the result's host answered " + status;
        throw ResultStatus.isTrouble(status) ? new IOException(detail) : refused(detail);
      }
    } catch (OutboundException e) {
      boolean lasting =
          e.kind() == OutboundException.Kind.BLOCKED || e.kind() == OutboundException.Kind.REDIRECT;
      throw lasting ? refused(String.valueOf(e.getMessage())) : new IOException(e.getMessage());
    } catch (URISyntaxException e) {
      throw new BrokenPicture(Refusal.BAD_RESULT, "the result's address is no URL");
    } catch (UncheckedIOException e) {
      // our own side of the copy
      throw e.getCause();
    }
  }

  @Override
  public boolean mayDiffer() {
    return true;
  }

  private IOException refused(String detail) {
    return refusals.incrementAndGet() < MOST_REFUSALS
        ? new IOException(detail)
        : new BrokenPicture(Refusal.BAD_RESULT, detail);
  }
}

package darkroom.image;

import darkroom.net.GuardedHttp;
import darkroom.net.OutboundAnswer;
import darkroom.net.OutboundException;
import darkroom.net.OutboundRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Brings a picture from a stranger's URL to our disk (limit L6). Thread-safe; blocks its thread for
 * at most the total time.
 */
public final class ImageFetcher {
  private static final Map<String, String> HEADERS =
      Map.of("Accept", "image/jpeg, image/png, image/webp, image/gif");

  private final GuardedHttp http;
  private final ImageLimits limits;
  private final FetchConfig config;
  private final ImageGate gate;

  public ImageFetcher(GuardedHttp http, ImageLimits limits, FetchConfig config) {
    this.http = http;
    this.limits = limits;
    this.config = config;
    this.gate = new ImageGate(limits);
  }

  /**
   * Fetches and judges one picture.
   *
   * @param into the file to write; overwritten when it exists, absent afterwards unless fetched
   * @throws IOException when our own disk fails
   */
  public FetchResult fetch(URI uri, Path into) throws IOException {
    boolean fetched = false;
    try {
      FetchResult result = attempt(uri, into);
      fetched = result instanceof FetchResult.Fetched;
      return result;
    } finally {
      if (!fetched) {
        Files.deleteIfExists(into);
      }
    }
  }

  private FetchResult attempt(URI uri, Path into) throws IOException {
    var request =
        new OutboundRequest(
            "GET",
            uri,
            HEADERS,
            new byte[0],
            config.total(),
            limits.maxBytes(),
            false,
            config.redirects());
    try (OutputStream out =
        Files.newOutputStream(
            into,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS)) {
      OutboundAnswer answer = http.send(request, out);
      if (answer.status() != 200) {
        return new FetchResult.Unreadable("status " + answer.status());
      }
    } catch (OutboundException e) {
      return new FetchResult.Unreadable(e.kind() + ": " + e.getMessage());
    } catch (UncheckedIOException e) {
      throw new IOException("cannot write " + into.getFileName(), e);
    }
    return switch (gate.judge(into)) {
      case ImageVerdict.Usable(ImageHeader header) -> new FetchResult.Fetched(into, header);
      case ImageVerdict.Unusable(String reason) -> new FetchResult.Unreadable(reason);
    };
  }
}

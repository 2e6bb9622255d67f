package darkroom.engine.replicate;

import darkroom.config.Secret;
import darkroom.net.EngineAnswer;
import darkroom.net.EngineBody;
import darkroom.net.EngineCall;
import darkroom.net.EngineHttp;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The calls of Replicate's API that this engine makes; the key goes nowhere else. Thread-safe. */
final class ReplicateHttp {
  private static final Duration ASKING = Duration.ofSeconds(30);
  private static final Duration LISTING = Duration.ofSeconds(60);
  private static final Duration CANCELLING = Duration.ofSeconds(5);
  private static final int SMALL = 1 << 20;

  /** An answer may repeat the references as base64. */
  private static final int WITH_REFERENCES = 64 << 20;

  /** A hundred predictions, each of which may repeat its references. */
  private static final long LIST = 2L << 30;

  private final ReplicateConfig config;
  private final Secret key;
  private final EngineHttp http;

  ReplicateHttp(ReplicateConfig config, EngineHttp http) {
    this.config = config;
    this.key = config.key().orElseThrow();
    this.http = http;
  }

  /** The paid POST. Without a {@code Prefer}: the answer comes at once, and the job is polled. */
  EngineAnswer create(String attemptId, String model, EngineBody body) {
    var headers = new HashMap<>(headers());
    headers.put("Content-Type", "application/json");
    // of no meaning to Replicate; it lets the log of a proxy, or of a fake, be matched with ours
    headers.put("X-Client-Request-Id", attemptId);
    if (config.deadline().isPositive()) {
      headers.put("Cancel-After", Math.max(1, config.deadline().toSeconds()) + "s");
    }
    var call =
        new EngineCall(
            "POST",
            at("/models/" + model + "/predictions"),
            headers,
            body,
            config.timeout(),
            WITH_REFERENCES);
    return http.post(call.watchedBy(new ReplicateId()));
  }

  /**
   * @param into takes a good answer that may be large; else it stands in memory
   */
  EngineAnswer prediction(String id, Optional<Path> into) {
    EngineCall call = get(at("/predictions/" + id), ASKING, SMALL);
    return http.ask(
        into.map(file -> get(call.uri(), ASKING, WITH_REFERENCES).spooledTo(file)).orElse(call));
  }

  /** The newest predictions of the account. */
  URI firstPage() {
    return at("/predictions");
  }

  /** Where an answer says that the next page is; empty for anywhere but Replicate's own address. */
  Optional<URI> nextPage(String address) {
    try {
      URI page = config.baseUrl().resolve(new URI(address));
      boolean theirs =
          config.baseUrl().getScheme().equals(page.getScheme())
              && config.baseUrl().getRawAuthority().equals(page.getRawAuthority());
      return theirs ? Optional.of(page) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  EngineAnswer page(URI page, Path into) {
    return http.ask(get(page, LISTING, LIST).spooledTo(into));
  }

  EngineAnswer cancel(String id) {
    return http.ask(
        new EngineCall(
            "POST",
            at("/predictions/" + id + "/cancel"),
            headers(),
            EngineBody.NONE,
            CANCELLING,
            WITH_REFERENCES));
  }

  EngineAnswer webhookSecret() {
    return http.ask(get(at("/webhooks/default/secret"), ASKING, SMALL));
  }

  private EngineCall get(URI uri, Duration timeout, long maxBytes) {
    return new EngineCall("GET", uri, headers(), EngineBody.NONE, timeout, maxBytes);
  }

  private URI at(String path) {
    return URI.create(config.baseUrl() + path);
  }

  private Map<String, String> headers() {
    return Map.of("Authorization", "Bearer " + key.value(), "Accept", "application/json");
  }
}

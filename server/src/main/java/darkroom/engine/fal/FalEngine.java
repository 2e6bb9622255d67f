package darkroom.engine.fal;

import darkroom.catalog.ImageInput;
import darkroom.catalog.Model;
import darkroom.catalog.Size;
import darkroom.config.Secret;
import darkroom.engine.BrokenPicture;
import darkroom.engine.Engine;
import darkroom.engine.EngineCallback;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.EngineTraits;
import darkroom.engine.upstream.ReferenceFit;
import darkroom.engine.upstream.ReferenceLimits;
import darkroom.engine.upstream.Spool;
import darkroom.image.Decoder;
import darkroom.image.ImageKind;
import darkroom.net.EngineAnswer;
import darkroom.net.EngineBody;
import darkroom.net.EngineCall;
import darkroom.net.EngineHttp;
import darkroom.net.GuardedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts one picture a job into fal's queue and asks for it until it is done. The synchronous twin of
 * the queue is never used: a dropped connection loses its result, and bills it. Thread-safe.
 */
public final class FalEngine implements Engine {
  public static final String NAME = "fal";

  private static final Duration ASKING = Duration.ofSeconds(20);
  private static final Duration CANCELLING = Duration.ofSeconds(5);
  private static final int MAX_ANSWER = 1 << 20;

  /** Of more, fal would use the last ten alone. */
  private static final int MOST_REFERENCES = 10;

  /** What the model's own home states; fal publishes no figures. */
  private static final long MAX_BYTES = 10_000_000;

  private static final long MAX_PIXELS = 36_000_000;
  private static final int MIN_SIDE = 15;
  private static final int MAX_RATIO = 16;

  private final FalConfig config;
  private final Secret key;
  private final EngineHttp http;
  private final GuardedHttp results;
  private final ReferenceFit references;
  private final FalHistory history;
  private final FalKeySet keys;
  private final InstantSource clock;

  /**
   * @param config with its key
   * @param http to fal's own addresses
   * @param results for the pictures, whose hosts are strangers
   * @param spool for pages of fal's history while they are read
   */
  public FalEngine(
      FalConfig config,
      EngineHttp http,
      GuardedHttp results,
      Decoder decoder,
      Spool spool,
      InstantSource clock) {
    this.config = config;
    this.key = config.key().orElseThrow();
    this.http = http;
    this.results = results;
    this.references = new ReferenceFit(decoder, limits(config));
    this.history = new FalHistory(http, spool, config.apiUrl(), key);
    this.keys = new FalKeySet(http, config.keySetUrl());
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public EngineTraits traits() {
    return EngineTraits.paid(config.limits()).reconciledBy(EngineTraits.Reconcile.HISTORY);
  }

  @Override
  public Optional<String> cannot(Model model, ImageInput input) {
    boolean edit = !input.imageUrls().isEmpty();
    if (config.endpoint(model.id(), edit).isEmpty()) {
      String setting = edit ? "engine.fal.edit-models" : "engine.fal.models";
      return Optional.of(setting + " has no endpoint for " + model.id());
    }
    if (input.imageUrls().size() > MOST_REFERENCES) {
      return Optional.of(
          "image_urls: "
              + input.imageUrls().size()
              + " pictures (expected: at most "
              + MOST_REFERENCES
              + ")");
    }
    return input.size() instanceof Size.Tier tier && FalRequest.tier(tier).isEmpty()
        ? Optional.of("size: " + tier.name() + " (expected: 2K, 4K, a ratio or pixels)")
        : Optional.empty();
  }

  @Override
  public EngineResult submit(EngineRequest request) {
    Optional<FalEndpoint> endpoint = endpoint(request);
    if (endpoint.isEmpty()) {
      return new EngineResult.NotReady("no endpoint for " + request.model().id());
    }
    try (var fitting = references.fit(request.references())) {
      EngineBody body = FalRequest.body(request.attemptId(), request.input(), fitting.pictures());
      EngineAnswer answer = http.post(submission(request, endpoint.get(), body));
      return FalAnswer.ofSubmit(
          answer, endpoint.get(), config.baseUrl(), request.input().prompt(), clock.instant());
    } catch (BrokenPicture e) {
      return new EngineResult.Refused(e.refusal(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      // only the preparation throws: nothing has left
      return new EngineResult.NotReady("references: " + e.getMessage());
    }
  }

  @Override
  public EngineResult poll(EngineRequest request, String jobId) {
    Optional<FalEndpoint> endpoint = endpoint(request);
    if (endpoint.isEmpty()) {
      return new EngineResult.Unknown("no endpoint for " + request.model().id());
    }
    URI job = FalJob.url(jobId, endpoint.get(), config.baseUrl());
    String prompt = request.input().prompt();
    return FalAnswer.ofStatus(ask("GET", job + "/status", ASKING), prompt)
        .orElseGet(() -> FalAnswer.ofResult(ask("GET", job.toString(), ASKING), results, prompt));
  }

  @Override
  public EngineResult reconcile(EngineRequest request) {
    return endpoint(request)
        .map(endpoint -> history.find(request, endpoint, clock.instant()))
        .orElseGet(() -> new EngineResult.Unknown("no endpoint for " + request.model().id()));
  }

  /** Takes a waiting job out of the queue; a running one may or may not stop. */
  @Override
  public void cancel(EngineRequest request, String jobId) {
    endpoint(request)
        .map(endpoint -> FalJob.url(jobId, endpoint, config.baseUrl()))
        .ifPresent(job -> ask("PUT", job + "/cancel", CANCELLING));
  }

  @Override
  public Optional<String> jobOf(EngineCallback callback) {
    return FalSignature.of(callback)
        .filter(signature -> signature.isRecent(callback.now()))
        .filter(signature ->
            signature.isBy(keys.keys(callback.now()), callback.body())
                || signature.isBy(keys.newerKeys(callback.now()), callback.body()))
        .map(FalSignature::requestId)
        .filter(FalJob::isId);
  }

  private Optional<FalEndpoint> endpoint(EngineRequest request) {
    return config.endpoint(request.model().id(), request.referenceCount() > 0);
  }

  private EngineCall submission(EngineRequest request, FalEndpoint endpoint, EngineBody body) {
    String callback =
        request
            .callbackUrl()
            .map(url -> "?fal_webhook=" + URLEncoder.encode(url.toString(), StandardCharsets.UTF_8))
            .orElse("");
    Map<String, String> headers = new HashMap<>(headers());
    headers.put("Content-Type", "application/json");
    // else the queue itself would try up to ten times, each of them work that nobody asked for
    headers.put("X-Fal-No-Retry", "1");
    // else the pictures would be public for ever
    headers.put(
        "X-Fal-Object-Lifecycle-Preference",
        "{\"expiration_duration_seconds\":" + config.mediaLifetime().toSeconds() + "}");
    return new EngineCall(
        "POST",
        URI.create(config.baseUrl() + "/" + endpoint.id() + callback),
        headers,
        body,
        config.timeout(),
        MAX_ANSWER);
  }

  private EngineAnswer ask(String method, String url, Duration timeout) {
    return http.ask(
        new EngineCall(method, URI.create(url), headers(), EngineBody.NONE, timeout, MAX_ANSWER));
  }

  private Map<String, String> headers() {
    return Map.of("Authorization", "Key " + key.value(), "Accept", "application/json");
  }

  private static ReferenceLimits limits(FalConfig config) {
    return new ReferenceLimits(
        MOST_REFERENCES,
        MAX_BYTES,
        MAX_PIXELS,
        MIN_SIDE,
        MAX_RATIO,
        EnumSet.allOf(ImageKind.class),
        config.maxReferenceBytes());
  }
}

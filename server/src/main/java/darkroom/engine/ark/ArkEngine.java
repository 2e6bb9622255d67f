package darkroom.engine.ark;

import darkroom.catalog.ImageInput;
import darkroom.catalog.Model;
import darkroom.config.Secret;
import darkroom.engine.BrokenPicture;
import darkroom.engine.Engine;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.EngineTraits;
import darkroom.engine.upstream.ReferenceFit;
import darkroom.engine.upstream.ReferenceLimits;
import darkroom.engine.upstream.RemotePicture;
import darkroom.image.Decoder;
import darkroom.image.ImageKind;
import darkroom.net.EngineAnswer;
import darkroom.net.EngineBody;
import darkroom.net.EngineCall;
import darkroom.net.EngineHttp;
import darkroom.net.GuardedHttp;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;

/**
 * Asks Ark for one picture a call. What a submit gives is the address of the picture, as a job id,
 * so that it is written down before anything else is done with it; polling that job fetches it.
 * Thread-safe.
 */
public final class ArkEngine implements Engine {
  public static final String NAME = "ark";

  private static final String URL = "url:";
  private static final int MAX_ANSWER = 1 << 20;

  /** Ark's page on image generation; its older figure for bytes, which live errors still name. */
  private static final long MAX_BYTES = 10_000_000;

  private static final long MAX_PIXELS = 36_000_000;
  private static final int MIN_SIDE = 15;
  private static final int MAX_RATIO = 16;

  private final ArkConfig config;
  private final Secret key;
  private final URI endpoint;
  private final EngineHttp paid;
  private final GuardedHttp results;
  private final Decoder decoder;
  private final InstantSource clock;

  /**
   * @param config with its key
   * @param paid for the one request that costs money
   * @param results for the pictures, whose hosts are strangers
   */
  public ArkEngine(
      ArkConfig config,
      EngineHttp paid,
      GuardedHttp results,
      Decoder decoder,
      InstantSource clock) {
    this.config = config;
    this.key = config.key().orElseThrow();
    this.endpoint = URI.create(config.baseUrl() + "/images/generations");
    this.paid = paid;
    this.results = results;
    this.decoder = decoder;
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public EngineTraits traits() {
    return EngineTraits.paid(config.limits()).rewritingPrompts();
  }

  @Override
  public Optional<String> cannot(Model model, ImageInput input) {
    Optional<ArkModel> named = named(model);
    if (named.isEmpty()) {
      return Optional.of("model: not drawn by this engine");
    }
    int pictures = input.imageUrls().size();
    int most = named.get().mostReferences();
    return pictures <= most
        ? Optional.empty()
        : Optional.of(pictures + " image_urls (expected: at most " + most + ")");
  }

  @Override
  public EngineResult submit(EngineRequest request) {
    Optional<ArkModel> named = named(request.model());
    return named.isPresent()
        ? submit(request, named.get())
        : new EngineResult.NotReady("engine.ark.models has no id for " + request.model().id());
  }

  private EngineResult submit(EngineRequest request, ArkModel model) {
    boolean stream = config.stream() && model.streams();
    var references = new ReferenceFit(decoder, limits(model));
    try (var fitting = references.fit(request.references())) {
      EngineBody body = ArkRequest.body(model.id(), request.input(), stream, fitting.pictures());
      var events = new ArkEvents();
      EngineAnswer answer = paid.post(call(request.attemptId(), body, stream, events));
      return ArkAnswer.result(answer, events, request.input().prompt(), clock.instant());
    } catch (BrokenPicture e) {
      return new EngineResult.Refused(e.refusal(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      // only the preparation throws: nothing has left
      return new EngineResult.NotReady("references: " + e.getMessage());
    }
  }

  /** The job is a picture that is ready. */
  @Override
  public EngineResult poll(EngineRequest request, String jobId) {
    return new EngineResult.Produced(new RemotePicture(results, jobId.substring(URL.length())));
  }

  /** The handle under which an attempt remembers a picture's address. */
  static String jobId(String url) {
    return URL + url;
  }

  private Optional<ArkModel> named(Model model) {
    return Optional.ofNullable(config.models().get(model.id())).map(ArkModel::new);
  }

  private EngineCall call(String attemptId, EngineBody body, boolean stream, ArkEvents events) {
    return new EngineCall(
            "POST",
            endpoint,
            Map.of(
                "Authorization",
                "Bearer " + key.value(),
                "Content-Type",
                "application/json",
                "Accept",
                stream ? "text/event-stream, application/json" : "application/json",
                "X-Client-Request-Id",
                attemptId),
            body,
            config.timeout(),
            MAX_ANSWER)
        .watchedBy(events);
  }

  private ReferenceLimits limits(ArkModel model) {
    return new ReferenceLimits(
        model.mostReferences(),
        MAX_BYTES,
        MAX_PIXELS,
        MIN_SIDE,
        MAX_RATIO,
        EnumSet.allOf(ImageKind.class),
        config.maxReferenceBytes());
  }
}

package darkroom.engine.openai;

import darkroom.catalog.ImageInput;
import darkroom.catalog.Model;
import darkroom.catalog.Size;
import darkroom.engine.BrokenPicture;
import darkroom.engine.Engine;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.EngineTraits;
import darkroom.engine.Picture;
import darkroom.engine.Reference;
import darkroom.engine.Refusal;
import darkroom.engine.upstream.OwnPicture;
import darkroom.engine.upstream.ReferenceFit;
import darkroom.engine.upstream.ReferenceLimits;
import darkroom.engine.upstream.RemotePicture;
import darkroom.engine.upstream.ResampledPicture;
import darkroom.engine.upstream.SizePlan;
import darkroom.engine.upstream.Spool;
import darkroom.engine.upstream.SpooledPicture;
import darkroom.image.Decoder;
import darkroom.image.ImageHeader;
import darkroom.net.EngineBody;
import darkroom.net.EngineCall;
import darkroom.net.EngineHttp;
import darkroom.net.GuardedHttp;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Asks a server of OpenAI's family for one picture a call. What a submit gives is a picture in a
 * file of ours, or the address of one, as a job id; polling that job gives the picture, in the
 * asked pixels. Thread-safe.
 */
public final class OpenAiEngine implements Engine {
  public static final String NAME = "openai";

  static final String URL = "url:";
  static final String SPOOLED = "spool:";

  /** A picture of 50 million pixels as PNG, in base64. */
  private static final long MAX_ANSWER = 256L << 20;

  private static final Duration FETCH = Duration.ofSeconds(60);
  private static final int MOST_PROMPT = 32_000;

  /** OpenAI's page on image edits; other servers publish no limits. */
  private static final int MOST_REFERENCES = 16;

  private static final long MAX_BYTES = 49_000_000;
  private static final long MAX_PIXELS = 50_000_000;
  private static final int MAX_RATIO = 100;

  private final OpenAiConfig config;
  private final EngineHttp paid;
  private final GuardedHttp results;
  private final Decoder decoder;
  private final Spool spool;
  private final ReferenceFit references;
  private final OpenAiAnswer answers;

  /**
   * @param paid for the one request that costs money, and for pictures that a server of the
   *     operator serves itself
   * @param results for pictures on other hosts
   */
  public OpenAiEngine(
      OpenAiConfig config,
      EngineHttp paid,
      GuardedHttp results,
      Decoder decoder,
      Spool spool,
      InstantSource clock) {
    this.config = config;
    this.paid = paid;
    this.results = results;
    this.decoder = decoder;
    this.spool = spool;
    this.references = new ReferenceFit(decoder, limits(config));
    var errors =
        new OpenAiErrors(config.switches().errorStyle(), config.isPaid(), config.errorCodes());
    this.answers = new OpenAiAnswer(errors, spool, clock);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public EngineTraits traits() {
    return config.isPaid()
        ? EngineTraits.paid(config.limits())
        : EngineTraits.local(config.limits());
  }

  @Override
  public Optional<String> cannot(Model model, ImageInput input) {
    return misfit(model, input)
        .or(() ->
            plan(model, input, List.of()) instanceof SizePlan.Cannot(String why)
                ? Optional.of(why)
                : Optional.empty());
  }

  @Override
  public EngineResult submit(EngineRequest request) {
    Optional<String> misfit = misfit(request.model(), request.input());
    if (misfit.isPresent()) {
      return new EngineResult.Refused(Refusal.INVALID_INPUT, misfit.get());
    }
    return switch (plan(request.model(), request.input(), request.references())) {
      case SizePlan.Cannot(String why) -> new EngineResult.Refused(Refusal.SIZE_UNSUPPORTED, why);
      case SizePlan.Ask(Size.Pixels sent, Optional<Size.Pixels> _) -> submit(request, sent);
    };
  }

  /** Why the input is not taken, its size apart. */
  private Optional<String> misfit(Model model, ImageInput input) {
    if (config.profile().needsModel() && !config.models().containsKey(model.id())) {
      return Optional.of("model: not drawn by this engine");
    }
    if (!input.imageUrls().isEmpty() && config.switches().editStyle() == EditStyle.NONE) {
      return Optional.of("image_urls: given (expected: none, this engine takes no references)");
    }
    if (OpenAiPrompt.words(config, input.prompt()).isBlank()) {
      return Optional.of("prompt: empty but for a tag (expected: words to draw)");
    }
    return config.profile() == OpenAiProfile.OPENAI && input.prompt().length() > MOST_PROMPT
        ? Optional.of(
            "prompt: %d characters (expected: at most %d)"
                .formatted(input.prompt().length(), MOST_PROMPT))
        : Optional.empty();
  }

  private EngineResult submit(EngineRequest request, Size.Pixels size) {
    String attemptId = request.attemptId();
    try (var fitting = references.fit(request.references())) {
      Optional<String> model = Optional.ofNullable(config.models().get(request.model().id()));
      OpenAiRequest sent =
          OpenAiRequest.of(config, model, request.input(), size, fitting.pictures(), attemptId);
      var call =
          new EngineCall(
              "POST",
              URI.create(config.baseUrl() + sent.path()),
              headers(attemptId, sent.contentType()),
              sent.body(),
              config.timeout(),
              MAX_ANSWER);
      return answers.result(
          paid.post(call.spooledTo(spool.of(attemptId))), attemptId, request.input().prompt());
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
    Picture picture =
        jobId.startsWith(URL)
            ? addressed(request.attemptId(), jobId.substring(URL.length()))
            : new SpooledPicture(spool, spool.of(request.attemptId()), OpenAiAnswer.PICTURES);
    return new EngineResult.Produced(inPixels(request, picture));
  }

  private Picture inPixels(EngineRequest request, Picture picture) {
    return plan(request.model(), request.input(), request.references())
                instanceof SizePlan.Ask(Size.Pixels _, Optional<Size.Pixels> delivered)
            && delivered.isPresent()
        ? new ResampledPicture(picture, delivered.get(), decoder, spool, request.attemptId())
        : picture;
  }

  /** A server of the operator may serve its pictures itself, at a private address. */
  private Picture addressed(String attemptId, String url) {
    URI base = config.baseUrl();
    try {
      URI place = base.resolve(url);
      boolean own =
          !config.isPaid()
              && Objects.equals(place.getScheme(), base.getScheme())
              && Objects.equals(place.getRawAuthority(), base.getRawAuthority());
      return own
          ? new OwnPicture(
              paid,
              new EngineCall(
                  "GET", place, headers(attemptId, ""), EngineBody.NONE, FETCH, MAX_ANSWER),
              spool,
              attemptId)
          : new RemotePicture(results, place.toString());
    } catch (IllegalArgumentException e) {
      // no address; whoever fetches it says so
      return new RemotePicture(results, url);
    }
  }

  private Map<String, String> headers(String attemptId, String contentType) {
    var headers = new HashMap<String, String>();
    config.key().ifPresent(key -> headers.put("Authorization", "Bearer " + key.value()));
    if (contentType.isEmpty()) {
      headers.put("Accept", "image/jpeg, image/png, image/webp");
    } else {
      headers.put("Accept", "application/json");
      headers.put("Content-Type", contentType);
      headers.put("X-Client-Request-Id", attemptId);
    }
    return headers;
  }

  private SizePlan plan(Model model, ImageInput input, List<Reference> given) {
    String name = config.models().getOrDefault(model.id(), "");
    Optional<Size.Pixels> shape =
        given.stream().findFirst().map(Reference::header).map(OpenAiEngine::shown);
    return config.sizes().plan(model, input.size(), config.natives(name), shape);
  }

  private static Size.Pixels shown(ImageHeader header) {
    return new Size.Pixels(header.displayWidth(), header.displayHeight());
  }

  private static ReferenceLimits limits(OpenAiConfig config) {
    return new ReferenceLimits(
        MOST_REFERENCES,
        MAX_BYTES,
        MAX_PIXELS,
        1,
        MAX_RATIO,
        config.profile().kinds(),
        config.maxReferenceBytes());
  }
}

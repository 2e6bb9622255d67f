package darkroom.engine.sdserver;

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
import darkroom.engine.upstream.NativeSizes;
import darkroom.engine.upstream.ReferenceFit;
import darkroom.engine.upstream.ReferenceLimits;
import darkroom.engine.upstream.ResampledPicture;
import darkroom.engine.upstream.Seed;
import darkroom.engine.upstream.SizePlan;
import darkroom.engine.upstream.Spool;
import darkroom.engine.upstream.SpooledJson;
import darkroom.engine.upstream.SpooledPicture;
import darkroom.image.Decoder;
import darkroom.image.ImageHeader;
import darkroom.image.ImageKind;
import darkroom.net.EngineAnswer;
import darkroom.net.EngineBody;
import darkroom.net.EngineCall;
import darkroom.net.EngineHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Hands jobs to an {@code sd-server} and asks for them until their pictures are there. Jobs live in
 * that server's memory: a restart forgets them, and ten minutes after their end it does so too.
 * Thread-safe.
 */
public final class SdServerEngine implements Engine {
  public static final String NAME = "sdserver";

  private static final Set<String> PICTURES = Set.of("b64_json");

  /** A picture of 50 million pixels as PNG, in base64. */
  private static final long MAX_ANSWER = 256L << 20;

  private static final int SMALL_ANSWER = 1 << 20;
  private static final Duration CANCEL = Duration.ofSeconds(5);

  /** The server publishes none; those of its OpenAI face's model. */
  private static final int MOST_REFERENCES = 16;

  private static final long MAX_BYTES = 49_000_000;
  private static final long MAX_PIXELS = 50_000_000;
  private static final int MAX_RATIO = 100;

  private final SdServerConfig config;
  private final URI baseUrl;
  private final EngineHttp http;
  private final Decoder decoder;
  private final Spool spool;
  private final ReferenceFit references;
  private final SdServerLimits limits;
  private final InstantSource clock;

  /**
   * @param config with its address
   */
  public SdServerEngine(
      SdServerConfig config, EngineHttp http, Decoder decoder, Spool spool, InstantSource clock) {
    this.config = config;
    this.baseUrl = config.baseUrl().orElseThrow();
    this.http = http;
    this.decoder = decoder;
    this.spool = spool;
    this.references = new ReferenceFit(decoder, referenceLimits(config));
    this.limits = new SdServerLimits(config.sizes(), http, route("capabilities"));
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public EngineTraits traits() {
    return EngineTraits.local(config.limits());
  }

  @Override
  public Optional<String> cannot(Model model, ImageInput input) {
    if (ExtraArgsTag.strip(input.prompt()).isBlank()) {
      return Optional.of("prompt: empty but for a tag (expected: words to draw)");
    }
    return plan(model, input, List.of(), limits.now()) instanceof SizePlan.Cannot(String why)
        ? Optional.of(why)
        : Optional.empty();
  }

  @Override
  public EngineResult submit(EngineRequest request) {
    String prompt = ExtraArgsTag.strip(request.input().prompt());
    if (prompt.isBlank()) {
      return new EngineResult.Refused(Refusal.INVALID_INPUT, "prompt: empty but for a tag");
    }
    return switch (plan(request, limits.asked())) {
      case SizePlan.Cannot(String why) -> new EngineResult.Refused(Refusal.SIZE_UNSUPPORTED, why);
      case SizePlan.Ask(Size.Pixels sent, Optional<Size.Pixels> _) -> submit(request, prompt, sent);
    };
  }

  private EngineResult submit(EngineRequest request, String prompt, Size.Pixels size) {
    try (var fitting = references.fit(request.references())) {
      EngineBody body =
          SdServerRequest.body(
              prompt, size, Seed.of(request.attemptId()), config.extraArgs(), fitting.pictures());
      var call =
          new EngineCall(
              "POST",
              route("img_gen"),
              Map.of(
                  "Accept",
                  "application/json",
                  "Content-Type",
                  "application/json",
                  "X-Client-Request-Id",
                  request.attemptId()),
              body,
              config.timeout(),
              SMALL_ANSWER);
      return SdServerAnswers.submitted(http.post(call), request.input().prompt(), clock.instant());
    } catch (BrokenPicture e) {
      return new EngineResult.Refused(e.refusal(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      // only the preparation throws: nothing has left
      return new EngineResult.NotReady("references: " + e.getMessage());
    }
  }

  /** The answer goes to the disk: with a job that is done it holds the picture. */
  @Override
  public EngineResult poll(EngineRequest request, String jobId) {
    Path file = spool.of(request.attemptId());
    var call =
        new EngineCall(
            "GET",
            route("jobs/" + jobId),
            Map.of("Accept", "application/json"),
            EngineBody.NONE,
            config.timeout(),
            MAX_ANSWER);
    EngineResult result =
        switch (http.ask(call.spooledTo(file))) {
          case EngineAnswer.NotSent(String detail) -> new EngineResult.NotSent(detail);
          case EngineAnswer.NoAnswer(String detail) -> new EngineResult.Unknown(detail);
          case EngineAnswer.Cut cut -> new EngineResult.Unknown("answer " + cut.detail());
          case EngineAnswer.Complete good when good.status() == 200 -> state(request, file);
          case EngineAnswer.Complete gone when SdServerAnswers.isGone(gone) ->
              new EngineResult.Gone("status " + gone.status() + ", the server forgot the job");
          case EngineAnswer.Complete other -> new EngineResult.Unknown("status " + other.status());
        };
    if (!(result instanceof EngineResult.Produced)) {
      spool.discard(file);
    }
    return result;
  }

  private EngineResult state(EngineRequest request, Path file) {
    try {
      Optional<JsonNode> job = SpooledJson.outline(file, PICTURES);
      return job.isEmpty()
          ? new EngineResult.Unknown("status 200, not the server's JSON")
          : SdServerAnswers.state(
              job.get(), request.input().prompt(), () -> picture(request, file));
    } catch (IOException e) {
      return new EngineResult.Unknown("answer cannot be kept: " + e.getClass().getSimpleName());
    }
  }

  private Picture picture(EngineRequest request, Path file) {
    var picture = new SpooledPicture(spool, file, PICTURES);
    return plan(request, limits.now())
                instanceof SizePlan.Ask(Size.Pixels _, Optional<Size.Pixels> delivered)
            && delivered.isPresent()
        ? new ResampledPicture(picture, delivered.get(), decoder, spool, request.attemptId())
        : picture;
  }

  /**
   * Takes jobs out of its queue; one that is being drawn is drawn to its end. A job that is done
   * answers with its picture, which nobody wants any more.
   */
  @Override
  public void cancel(EngineRequest request, String jobId) {
    var _ =
        http.ask(
            new EngineCall(
                "POST",
                route("jobs/" + jobId + "/cancel"),
                Map.of("Accept", "application/json"),
                EngineBody.NONE,
                CANCEL,
                SMALL_ANSWER));
  }

  private URI route(String path) {
    return URI.create(baseUrl + "/sdcpp/v1/" + path);
  }

  private SizePlan plan(EngineRequest request, NativeSizes natives) {
    return plan(request.model(), request.input(), request.references(), natives);
  }

  private SizePlan plan(Model model, ImageInput input, List<Reference> given, NativeSizes natives) {
    Optional<Size.Pixels> shape =
        given.stream().findFirst().map(Reference::header).map(SdServerEngine::shown);
    return config.sizes().plan(model, input.size(), natives, shape);
  }

  private static Size.Pixels shown(ImageHeader header) {
    return new Size.Pixels(header.displayWidth(), header.displayHeight());
  }

  private static ReferenceLimits referenceLimits(SdServerConfig config) {
    return new ReferenceLimits(
        MOST_REFERENCES,
        MAX_BYTES,
        MAX_PIXELS,
        1,
        MAX_RATIO,
        // what its decoder is built with everywhere
        Set.of(ImageKind.JPEG, ImageKind.PNG),
        config.maxReferenceBytes());
  }
}

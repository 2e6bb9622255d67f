package darkroom.engine.poyo;

import darkroom.catalog.ImageInput;
import darkroom.catalog.Model;
import darkroom.config.Secret;
import darkroom.engine.BrokenPicture;
import darkroom.engine.Engine;
import darkroom.engine.EngineCallback;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.EngineTraits;
import darkroom.engine.Reference;
import darkroom.engine.Refusal;
import darkroom.engine.upstream.ReferenceFit;
import darkroom.engine.upstream.ReferenceLimits;
import darkroom.engine.upstream.Spool;
import darkroom.image.Decoder;
import darkroom.image.ImageKind;
import darkroom.net.EngineBody;
import darkroom.net.EngineCall;
import darkroom.net.EngineHttp;
import darkroom.net.GuardedHttp;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks PoYo, or another Darkroom, for one picture a task. A submit whose answer was lost is told by
 * the callback alone; by setting it is sent once more under the same key, which a Darkroom answers
 * with the task it has. Thread-safe.
 */
public final class PoyoEngine implements Engine {
  public static final String NAME = "poyo";

  private static final Duration A_LOOK = Duration.ofSeconds(30);
  private static final int MAX_ANSWER = 1 << 20;
  private static final int MOST_REFERENCES = 10;

  /**
   * PoYo names JPEG and PNG; the other limits are those of the models' maker, who gets to see the
   * picture in the end.
   */
  private static final ReferenceLimits LIMITS =
      new ReferenceLimits(
          MOST_REFERENCES,
          10_000_000,
          36_000_000,
          15,
          16,
          Set.of(ImageKind.JPEG, ImageKind.PNG),
          MOST_REFERENCES * 10_000_000L);

  private final PoyoConfig config;
  private final Secret key;
  private final EngineHttp http;
  private final PoyoUploads uploads;
  private final PoyoStatus status;
  private final PoyoResend resend;
  private final PoyoCallback callback;
  private final InstantSource clock;
  private final boolean callbacks;

  /**
   * @param config with its key
   * @param http for requests to the upstream itself
   * @param results for the pictures, whose hosts are strangers
   * @param spool for submits whose answer is still out
   * @param callbacks whether the upstream can reach us, so that waiting for it makes sense
   */
  public PoyoEngine(
      PoyoConfig config,
      EngineHttp http,
      GuardedHttp results,
      Decoder decoder,
      Spool spool,
      InstantSource clock,
      boolean callbacks) {
    this.config = config;
    this.key = config.key().orElseThrow();
    this.http = http;
    this.uploads =
        new PoyoUploads(
            new PoyoUploadCall(http, config.baseUrl(), key, clock),
            new ReferenceFit(decoder, LIMITS),
            clock);
    this.status = new PoyoStatus(results);
    this.resend = new PoyoResend(spool, config.resendAfter(), clock);
    this.callback = new PoyoCallback(config.webhookKey());
    this.clock = clock;
    this.callbacks = callbacks;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public EngineTraits traits() {
    EngineTraits.Reconcile means =
        callbacks
            ? EngineTraits.Reconcile.CALLBACK
            // a resend is an answer about the past, and comes within the window
            : config.resend() ? EngineTraits.Reconcile.HISTORY : EngineTraits.Reconcile.NONE;
    return EngineTraits.paid(config.limits()).tellingProgress().reconciledBy(means);
  }

  @Override
  public Optional<String> cannot(Model model, ImageInput input) {
    if (!config.models().containsKey(model.id())) {
      return Optional.of("model: not drawn by this engine");
    }
    return input.imageUrls().size() > MOST_REFERENCES
        ? Optional.of("input.image_urls: at most " + MOST_REFERENCES + " for this engine")
        : Optional.empty();
  }

  @Override
  public EngineResult submit(EngineRequest request) {
    String model = config.models().get(request.model().id());
    if (model == null) {
      return new EngineResult.NotReady("engine.poyo.models has no id for " + request.model().id());
    }
    try {
      var addresses = new ArrayList<String>();
      for (Reference reference : request.references()) {
        switch (uploads.of(request.attemptId(), reference)) {
          case PoyoUpload.Ready(String url) -> addresses.add(url);
          case PoyoUpload.Failed(EngineResult outcome) -> {
            return outcome;
          }
        }
      }
      return submit(request, PoyoRequest.body(model, request, addresses));
    } catch (BrokenPicture e) {
      return new EngineResult.Refused(e.refusal(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      // only the preparation throws: nothing has left
      return new EngineResult.NotReady("preparing: " + e.getMessage());
    }
  }

  @Override
  public EngineResult poll(EngineRequest request, String jobId) {
    if (config.resend()) {
      resend.settle(request.attemptId()); // who polls has written the job down
    }
    URI address = URI.create(config.baseUrl() + "/api/generate/status/" + jobId);
    var look = new EngineCall("GET", address, headers(), EngineBody.NONE, A_LOOK, MAX_ANSWER);
    Duration age = Duration.between(request.intendedAt(), clock.instant());
    return remembering(request, status.read(http.ask(look), request.input().prompt(), age));
  }

  /**
   * The upstream has no list of tasks and tells of none by our id. What is left is the same submit
   * under the same key: at most once an attempt, by setting, after the time in which a callback
   * usually comes. Only a task proves anything then. A refusal of the second request says nothing
   * about the first one, and neither does it that the second one never left.
   */
  @Override
  public EngineResult reconcile(EngineRequest request) {
    if (!config.resend() || Thread.currentThread().isInterrupted()) {
      return new EngineResult.Unknown("no callback has come");
    }
    try {
      Optional<String> known = resend.taskOf(request.attemptId());
      if (known.isPresent()) {
        return new EngineResult.Accepted(known.get());
      }
      Optional<PoyoResend.Submit> submit = resend.take(request.attemptId());
      return submit.isPresent()
          ? again(request, submit.get())
          : new EngineResult.Unknown("no callback has come, and nothing is to be sent again now");
    } catch (IOException e) {
      return new EngineResult.Unknown("resend: " + e.getClass().getSimpleName());
    }
  }

  @Override
  public Optional<String> jobOf(EngineCallback given) {
    return callback.taskId(given);
  }

  private EngineResult submit(EngineRequest request, String body) throws IOException {
    if (config.resend()) {
      resend.keep(request.attemptId(), new PoyoResend.Submit(clock.instant(), body));
    }
    EngineResult result = post(request, body);
    boolean ended =
        result instanceof EngineResult.NotSent || result instanceof EngineResult.Refused;
    if (config.resend() && ended) {
      resend.settle(request.attemptId());
    }
    return remembering(request, result);
  }

  private EngineResult again(EngineRequest request, PoyoResend.Submit submit) throws IOException {
    return switch (post(request, submit.body())) {
      case EngineResult.Accepted accepted -> {
        resend.answered(request.attemptId(), accepted.jobId());
        yield accepted;
      }
      case EngineResult.NotSent(String detail) -> {
        resend.keep(request.attemptId(), submit);
        yield new EngineResult.Unknown("resend did not leave: " + detail);
      }
      case EngineResult.Refused refused ->
          new EngineResult.Unknown("resend was refused: " + refused.detail());
      case EngineResult.Unknown(String detail) -> new EngineResult.Unknown("resent: " + detail);
      case EngineResult.NotReady _,
          EngineResult.Running _,
          EngineResult.Produced _,
          EngineResult.Gone _ ->
          throw new IllegalStateException("no outcome of a submit");
    };
  }

  private EngineResult post(EngineRequest request, String body) {
    var headers = headers();
    headers.put("Content-Type", "application/json");
    headers.put("Idempotency-Key", request.attemptId());
    var call =
        new EngineCall(
            "POST",
            URI.create(config.baseUrl() + "/api/generate/submit"),
            headers,
            EngineBody.of(body),
            config.timeout(),
            MAX_ANSWER);
    return PoyoAnswer.result(http.post(call), request.input().prompt(), clock.instant());
  }

  /** An upload that the upstream cannot read is made anew for whoever comes next. */
  private EngineResult remembering(EngineRequest request, EngineResult result) {
    if (result instanceof EngineResult.Refused refused
        && refused.refusal() == Refusal.REFERENCE_UNREADABLE) {
      uploads.forget(request.references());
    }
    return result;
  }

  private Map<String, String> headers() {
    return new HashMap<>(
        Map.of("Authorization", "Bearer " + key.value(), "Accept", "application/json"));
  }
}

package darkroom.engine.replicate;

import darkroom.catalog.ImageInput;
import darkroom.catalog.Model;
import darkroom.engine.BrokenPicture;
import darkroom.engine.Engine;
import darkroom.engine.EngineCallback;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.EngineTraits;
import darkroom.engine.HeldJobs;
import darkroom.engine.Picture;
import darkroom.engine.Refusal;
import darkroom.engine.upstream.ReferenceFit;
import darkroom.engine.upstream.ReferenceLimits;
import darkroom.engine.upstream.RemotePicture;
import darkroom.engine.upstream.Spool;
import darkroom.engine.upstream.StreamedJson;
import darkroom.image.Decoder;
import darkroom.image.ImageKind;
import darkroom.net.EngineAnswer;
import darkroom.net.EngineHttp;
import darkroom.net.GuardedHttp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;

/**
 * Has Replicate make one prediction a picture. A prediction's id is all that is needed to go on
 * after a restart; its picture's address lives an hour, so it is fetched at once. Thread-safe.
 */
public final class ReplicateEngine implements Engine {
  public static final String NAME = "replicate";

  /**
   * The model's schema at Replicate; the figures for each reference are those of Seedream at Ark.
   */
  private static final int MOST_PROMPT = 4_000;

  private static final int MOST_REFERENCES = 14;
  private static final long MAX_BYTES = 10_000_000;
  private static final long MAX_PIXELS = 36_000_000;
  private static final int MIN_SIDE = 15;
  private static final int MAX_RATIO = 16;

  private final ReplicateConfig config;
  private final ReplicateHttp http;
  private final GuardedHttp results;
  private final ReferenceFit references;
  private final Spool spool;
  private final ReplicateJobs jobs;
  private final ReplicateHistory history;
  private final ReplicateHook hook;
  private final InstantSource clock;

  /**
   * @param config with its key
   * @param results for the pictures, whose hosts are strangers
   * @param spool for answers that repeat references, and for the beginnings of pictures
   * @param held jobs that attempts have, whoever began them
   */
  public ReplicateEngine(
      ReplicateConfig config,
      EngineHttp http,
      GuardedHttp results,
      Decoder decoder,
      Spool spool,
      HeldJobs held,
      InstantSource clock) {
    this.config = config;
    this.http = new ReplicateHttp(config, http);
    this.results = results;
    this.references = new ReferenceFit(decoder, limits(config));
    this.spool = spool;
    this.jobs = new ReplicateJobs(held);
    this.history = new ReplicateHistory(this.http, jobs, spool, config.timeout());
    this.hook = new ReplicateHook(config, this.http);
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
    if (!config.models().containsKey(model.id())) {
      return Optional.of("model: not drawn by this engine");
    }
    int prompt = input.prompt().codePointCount(0, input.prompt().length());
    if (prompt > MOST_PROMPT) {
      return Optional.of(
          "prompt of " + prompt + " characters (expected: at most " + MOST_PROMPT + ")");
    }
    int pictures = input.imageUrls().size();
    if (pictures > MOST_REFERENCES) {
      return Optional.of(pictures + " image_urls (expected: at most " + MOST_REFERENCES + ")");
    }
    return ReplicateSize.of(model.sizes(), input.size()) instanceof ReplicateSize.Cannot(String why)
        ? Optional.of(why)
        : Optional.empty();
  }

  @Override
  public EngineResult submit(EngineRequest request) {
    if (!config.models().containsKey(request.model().id())) {
      return new EngineResult.NotReady(noModel(request.model()));
    }
    if (size(request) instanceof ReplicateSize.Cannot(String why)) {
      return new EngineResult.Refused(Refusal.SIZE_UNSUPPORTED, why);
    }
    try (var fitting = references.fit(request.references())) {
      StreamedJson body = body(request, fitting);
      jobs.begin(request.attemptId(), mark(request, fitting));
      try {
        EngineAnswer answer = http.create(request.attemptId(), model(request), body);
        return remembered(
            ReplicateAnswer.result(answer, request.input().prompt(), clock.instant()), request);
      } finally {
        // not before its job is noted
        jobs.end(request.attemptId());
      }
    } catch (BrokenPicture e) {
      return new EngineResult.Refused(e.refusal(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      // only the preparation throws: nothing has left
      return new EngineResult.NotReady("references: " + e.getMessage());
    }
  }

  @Override
  public EngineResult poll(EngineRequest request, String jobId) {
    if (!ReplicateId.isOne(jobId)) {
      return new EngineResult.Gone("no id of Replicate's");
    }
    // before it is asked for, so that whoever looks for a lost job at this moment sees it
    jobs.note(jobId, request.attemptId());
    Optional<Path> file =
        request.referenceCount() == 0
            ? Optional.empty()
            : Optional.of(spool.of(request.attemptId() + ".poll"));
    try {
      EngineAnswer answer = http.prediction(jobId, file);
      return answer instanceof EngineAnswer.Complete whole && whole.status() == 200
          ? read(whole, file)
              .map(job ->
                  ReplicatePoll.state(job, request.input().prompt(), url -> produced(request, url)))
              .orElseGet(() -> new EngineResult.Unknown("poll: not Replicate's JSON"))
          : ReplicatePoll.other(answer);
    } catch (IOException e) {
      return new EngineResult.Unknown("poll: " + e.getClass().getSimpleName());
    } finally {
      file.ifPresent(spool::discard);
    }
  }

  @Override
  public EngineResult reconcile(EngineRequest request) {
    if (cannot(request.model(), request.input()).isPresent()) {
      return new EngineResult.Unknown("history: the model or its sizes were changed");
    }
    if (request.references().size() < request.referenceCount()) {
      // without them its input would be that of a text task, and somebody else's prediction fit
      return new EngineResult.Unknown("history: its references can no longer be read");
    }
    try (var fitting = references.fit(request.references())) {
      var input = ReplicateRequest.input(body(request, fitting));
      return taken(history.find(request, model(request), input), request, mark(request, fitting));
    } catch (IOException e) {
      return new EngineResult.Unknown("history: references: " + e.getMessage());
    }
  }

  /** Real, and billed when it had begun. */
  @Override
  public void cancel(EngineRequest request, String jobId) {
    if (ReplicateId.isOne(jobId)) {
      http.cancel(jobId);
    }
  }

  @Override
  public Optional<String> jobOf(EngineCallback callback) {
    return hook.jobOf(callback).filter(id -> jobs.claim(id, callback.attemptId()));
  }

  private StreamedJson body(EngineRequest request, ReferenceFit.Fitting fitting)
      throws IOException {
    return ReplicateRequest.body(request, size(request), config.safetySwitch(), fitting.pictures());
  }

  private String mark(EngineRequest request, ReferenceFit.Fitting fitting) throws IOException {
    return ReplicateRequest.mark(
        model(request), request, size(request), config.safetySwitch(), fitting.pictures());
  }

  private static String noModel(Model model) {
    return "engine.replicate.models has no id for " + model.id();
  }

  private String model(EngineRequest request) {
    return config.models().getOrDefault(request.model().id(), "");
  }

  private static ReplicateSize size(EngineRequest request) {
    return ReplicateSize.of(request.model().sizes(), request.input().size());
  }

  private EngineResult remembered(EngineResult result, EngineRequest request) {
    if (result instanceof EngineResult.Accepted(String job)) {
      jobs.note(job, request.attemptId());
    }
    return result;
  }

  /** A job that was found is ours unless another attempt was faster, or may still be told of it. */
  private EngineResult taken(EngineResult found, EngineRequest request, String mark) {
    return found instanceof EngineResult.Accepted(String job)
            && !jobs.claimLike(job, request.attemptId(), mark)
        ? new EngineResult.Unknown("history: taken meanwhile, or a twin is under way")
        : found;
  }

  private static Optional<ReplicatePrediction> read(
      EngineAnswer.Complete answer, Optional<Path> file) throws IOException {
    try (InputStream in =
        file.isPresent()
            ? Files.newInputStream(file.get())
            : new ByteArrayInputStream(answer.body())) {
      return ReplicateReader.prediction(in);
    }
  }

  private EngineResult produced(EngineRequest request, String url) {
    Picture picture = new RemotePicture(results, url);
    return new EngineResult.Produced(
        size(request) instanceof ReplicateSize.Cell cell
            ? new SizedPicture(
                picture, cell.expected(), spool, spool.of(request.attemptId() + ".head"))
            : picture);
  }

  private static ReferenceLimits limits(ReplicateConfig config) {
    return new ReferenceLimits(
        MOST_REFERENCES,
        MAX_BYTES,
        MAX_PIXELS,
        MIN_SIDE,
        MAX_RATIO,
        EnumSet.of(ImageKind.JPEG, ImageKind.PNG, ImageKind.WEBP),
        config.maxReferenceBytes());
  }
}

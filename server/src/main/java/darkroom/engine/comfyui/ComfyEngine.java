package darkroom.engine.comfyui;

import darkroom.catalog.ImageInput;
import darkroom.catalog.Model;
import darkroom.engine.BrokenPicture;
import darkroom.engine.Engine;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.EngineTraits;
import darkroom.engine.EngineTraits.Cost;
import darkroom.engine.Picture;
import darkroom.engine.Refusal;
import darkroom.engine.upstream.OwnPicture;
import darkroom.engine.upstream.ReferenceFit;
import darkroom.engine.upstream.ReferenceLimits;
import darkroom.engine.upstream.ResampledPicture;
import darkroom.engine.upstream.Seed;
import darkroom.engine.upstream.Spool;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.image.Decoder;
import darkroom.image.ImageKind;
import darkroom.net.EngineHttp;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/**
 * Has a ComfyUI run the operator's workflow once a picture. A job is named by an id that follows
 * from the attempt's, so what became of a submit whose answer was lost can be asked exactly, as
 * long as that server lives. Thread-safe.
 */
public final class ComfyEngine implements Engine {
  public static final String NAME = "comfyui";

  /** Below the server's usual limit of 100 MB for an upload. */
  private static final long MAX_BYTES = 90_000_000;

  /** From here on the library that reads pictures there warns of bombs. */
  private static final long MAX_PIXELS = 89_000_000;

  private static final int MAX_RATIO = 10_000;

  private final ComfyConfig config;
  private final EngineHttp http;
  private final ComfyHttp server;
  private final ComfyJobs jobs;
  private final ReferenceUpload uploads;
  private final ReferenceFit references;
  private final Optional<StepFeed> steps;
  private final Decoder decoder;
  private final Spool spool;

  /**
   * @param config with its address
   * @param spool for results on their way
   */
  public ComfyEngine(
      ComfyConfig config, EngineHttp http, Decoder decoder, Spool spool, InstantSource clock) {
    URI url = config.url().orElseThrow();
    this.config = config;
    this.http = http;
    this.server = new ComfyHttp(http, url, config.timeout());
    this.jobs = new ComfyJobs(server);
    this.uploads = new ReferenceUpload(server);
    this.references = new ReferenceFit(decoder, limits(config));
    this.steps = config.progress() ? Optional.of(new StepFeed(http, url, clock)) : Optional.empty();
    this.decoder = decoder;
    this.spool = spool;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public EngineTraits traits() {
    EngineTraits traits =
        (isPaid() ? EngineTraits.paid(config.limits()) : EngineTraits.local(config.limits()))
            .reconciledBy(EngineTraits.Reconcile.HISTORY);
    return config.progress() ? traits.tellingProgress() : traits;
  }

  @Override
  public Optional<String> cannot(Model model, ImageInput input) {
    int given = input.imageUrls().size();
    if (given == 0) {
      return config.text().isPresent()
          ? Optional.empty()
          : Optional.of("image_urls: none (expected: at least 1, this engine edits only)");
    }
    int most = config.edit().map(Workflow::mostImages).orElse(0);
    return given <= most
        ? Optional.empty()
        : Optional.of("image_urls: " + given + " (expected: at most " + most + ")");
  }

  @Override
  public EngineResult submit(EngineRequest request) {
    Optional<Workflow> workflow = workflow(request);
    if (workflow.isEmpty()) {
      return new EngineResult.Refused(Refusal.INVALID_INPUT, "no workflow is set for that");
    }
    try (var fitting = references.fit(request.references())) {
      return switch (uploads.send(request.attemptId(), fitting.pictures())) {
        case ReferenceUpload.Result.Not(EngineResult why) -> why;
        case ReferenceUpload.Result.There(List<String> names) ->
            submit(request, workflow.get(), names);
      };
    } catch (BrokenPicture e) {
      return new EngineResult.Refused(e.refusal(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      // only the preparation throws: nothing was started
      return new EngineResult.NotReady("references: " + e.getMessage());
    }
  }

  private EngineResult submit(EngineRequest request, Workflow workflow, List<String> images) {
    String id = PromptId.of(request.attemptId());
    String prompt = request.input().prompt();
    ObjectNode body = UpstreamJson.MAPPER.createObjectNode().put("prompt_id", id);
    steps.ifPresent(feed -> body.put("client_id", feed.follow(id)));
    body.set(
        "prompt",
        workflow.filled(
            prompt, config.canvas().of(request.pixels()), Seed.of(request.attemptId()), images));
    EngineResult result =
        ComfyAnswer.result(server.submit(body.toString()), workflow.slots(), prompt);
    if (!(result instanceof EngineResult.Accepted)) {
      forget(id);
    }
    return result;
  }

  @Override
  public EngineResult poll(EngineRequest request, String jobId) {
    EngineResult result =
        switch (jobs.find(jobId, request.input().prompt())) {
          case ComfyJob.Pending _ -> running(jobId);
          case ComfyJob.Running _ -> running(jobId);
          case ComfyJob.Done done -> done(request, done);
          case ComfyJob.Failed(String detail) -> ended(detail);
          case ComfyJob.Absent _ ->
              new EngineResult.Gone("the server no longer knows the job; was it started anew?");
          case ComfyJob.Unclear(EngineResult why) -> why;
        };
    switch (result) {
      case EngineResult.Produced _, EngineResult.Refused _, EngineResult.Gone _ -> forget(jobId);
      case EngineResult.Running _,
          EngineResult.Accepted _,
          EngineResult.NotSent _,
          EngineResult.NotReady _,
          EngineResult.Unknown _ -> {}
    }
    return result;
  }

  /** Found for certain, or nothing is certain: a job that is not there may never have come. */
  @Override
  public EngineResult reconcile(EngineRequest request) {
    String id = PromptId.of(request.attemptId());
    return switch (jobs.find(id, request.input().prompt())) {
      case ComfyJob.Pending _, ComfyJob.Running _, ComfyJob.Done _, ComfyJob.Failed _ ->
          new EngineResult.Accepted(id);
      case ComfyJob.Absent _ ->
          new EngineResult.Unknown("no such job: it never came, or the server was started anew");
      // that the question did not arrive says nothing about the submit
      case ComfyJob.Unclear(EngineResult.NotSent(String detail)) ->
          new EngineResult.Unknown(detail);
      case ComfyJob.Unclear(EngineResult why) -> why;
    };
  }

  @Override
  public void cancel(EngineRequest request, String jobId) {
    forget(jobId);
    new Cancellation(server).cancel(jobId);
  }

  private EngineResult running(String jobId) {
    return new EngineResult.Running(
        steps.map(feed -> feed.percent(jobId)).orElse(OptionalInt.empty()));
  }

  private EngineResult done(EngineRequest request, ComfyJob.Done done) {
    Optional<Workflow> workflow = workflow(request);
    if (workflow.isEmpty()) {
      return new EngineResult.Refused(Refusal.BAD_RESULT, "its workflow is no longer set");
    }
    List<String> nodes = workflow.get().slots().outputs();
    return SavedImage.first(done.outputs(), nodes)
        .<EngineResult>map(
            image -> new EngineResult.Produced(picture(request, workflow.get(), image)))
        .orElseGet(() ->
            new EngineResult.Refused(
                Refusal.BAD_RESULT,
                "ended without a saved picture of node " + String.join(", ", nodes)));
  }

  private Picture picture(EngineRequest request, Workflow workflow, SavedImage image) {
    String attempt = request.attemptId();
    var drawn = new OwnPicture(http, server.view(image), spool, attempt);
    return workflow.takesSizes()
        ? new ResampledPicture(drawn, request.pixels(), decoder, spool, attempt)
        : drawn;
  }

  /** A node of a paid partner may have done its work before another one failed. */
  private EngineResult ended(String detail) {
    return isPaid()
        ? new EngineResult.Gone(detail)
        : new EngineResult.Refused(Refusal.FAILED, detail);
  }

  private Optional<Workflow> workflow(EngineRequest request) {
    boolean edits = !request.references().isEmpty() || !request.input().imageUrls().isEmpty();
    return edits ? config.edit() : config.text();
  }

  private void forget(String job) {
    steps.ifPresent(feed -> feed.forget(job));
  }

  private boolean isPaid() {
    return config.cost() == Cost.MONEY;
  }

  /** Of an animation the nodes there would take every frame, so those kinds are sent as JPEG. */
  private static ReferenceLimits limits(ComfyConfig config) {
    int most = config.edit().map(Workflow::mostImages).orElse(0);
    return new ReferenceLimits(
        most,
        MAX_BYTES,
        MAX_PIXELS,
        1,
        MAX_RATIO,
        EnumSet.of(ImageKind.JPEG, ImageKind.PNG),
        MAX_BYTES * Math.max(1, most));
  }
}

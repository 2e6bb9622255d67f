package darkroom.engine.replicate;

import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.replicate.ReplicateReader.Page;
import darkroom.engine.upstream.Spool;
import darkroom.net.EngineAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Looks for a job whose id was lost in the account's list of predictions, newest first. The input
 * holds no mark of ours, for the model has no seed, so a job is found only where exactly one has
 * our model and our very input and belongs to no other attempt. Thread-safe.
 */
final class ReplicateHistory {
  /** How far their clock may differ from ours. */
  private static final Duration SKEW = Duration.ofMinutes(2);

  /** A hundred predictions each: what 600 a minute come to in eight minutes. */
  private static final int MOST_PAGES = 50;

  private final ReplicateHttp http;
  private final ReplicateJobs jobs;
  private final Spool spool;
  private final Duration sending;

  /**
   * @param sending how long a submit may have been on its way
   */
  ReplicateHistory(ReplicateHttp http, ReplicateJobs jobs, Spool spool, Duration sending) {
    this.http = http;
    this.jobs = jobs;
    this.spool = spool;
    this.sending = sending;
  }

  /**
   * @param model as Replicate names it
   * @param input what was sent
   * @return accepted where there is one, which is still to be claimed; else unknown
   */
  EngineResult find(EngineRequest request, String model, JsonNode input) {
    Path file = spool.of(request.attemptId() + ".history");
    try {
      return find(request, model, input, file);
    } catch (IOException e) {
      return new EngineResult.Unknown("history: " + e.getClass().getSimpleName());
    } finally {
      spool.discard(file);
    }
  }

  private EngineResult find(EngineRequest request, String model, JsonNode input, Path file)
      throws IOException {
    Instant since = request.intendedAt().minus(SKEW);
    // by id, for a page may repeat the end of the one before when predictions came meanwhile
    var candidates = new LinkedHashMap<String, ReplicatePrediction>();
    Optional<URI> next = Optional.of(http.firstPage());
    for (int pages = 0; next.isPresent(); pages++) {
      if (pages == MOST_PAGES) {
        return new EngineResult.Unknown("history: too many predictions since");
      }
      EngineAnswer answer = http.page(next.get(), file);
      if (!(answer instanceof EngineAnswer.Complete whole) || whole.status() != 200) {
        return new EngineResult.Unknown("history: " + ReplicatePoll.shown(answer));
      }
      Optional<Page> page = read(file, input);
      if (page.isEmpty()) {
        return new EngineResult.Unknown("history: not Replicate's JSON");
      }
      for (ReplicatePrediction job : page.get().results()) {
        if (isCandidate(job, request, model)) {
          candidates.put(job.id(), job);
        }
      }
      boolean far = page.get().results().stream().anyMatch(job -> isBefore(job, since));
      Optional<String> after = far ? Optional.empty() : page.get().next();
      next = after.flatMap(http::nextPage);
      if (after.isPresent() && next.isEmpty()) {
        return new EngineResult.Unknown("history: its next page is elsewhere");
      }
    }
    return judge(candidates);
  }

  private static Optional<Page> read(Path file, JsonNode input) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return ReplicateReader.page(in, input);
    }
  }

  private boolean isCandidate(ReplicatePrediction job, EngineRequest request, String model) {
    Instant until = request.intendedAt().plus(sending).plus(SKEW);
    return job.ours()
        && !job.id().isEmpty()
        && job.model().equals(model)
        && !job.source().equals("web")
        && !isBefore(job, request.intendedAt().minus(SKEW))
        && job.created().filter(time -> !time.isAfter(until)).isPresent()
        && !jobs.isHeldByAnother(job.id(), request.attemptId());
  }

  private static EngineResult judge(Map<String, ReplicatePrediction> candidates) {
    if (candidates.size() != 1) {
      return new EngineResult.Unknown("history: " + candidates.size() + " predictions like it");
    }
    return new EngineResult.Accepted(candidates.keySet().iterator().next());
  }

  private static boolean isBefore(ReplicatePrediction job, Instant time) {
    return job.created().filter(created -> created.isBefore(time)).isPresent();
  }
}

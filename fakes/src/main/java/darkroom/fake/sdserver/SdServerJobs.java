package darkroom.fake.sdserver;

import darkroom.fake.kit.Desk;
import darkroom.fake.kit.Misfortune;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The jobs in the server's memory. Thread-safe. */
final class SdServerJobs {
  static final int MOST_PENDING = 64;
  static final Duration KEPT = Duration.ofMinutes(10);

  private final Desk desk;
  private final Map<String, SdServerJob> jobs = new LinkedHashMap<>();
  private final Set<String> expired = new HashSet<>();
  private long last;

  SdServerJobs(Desk desk) {
    this.desk = desk;
  }

  /** What is said of a job. */
  sealed interface Known {
    record Unheard() implements Known {}

    record Expired() implements Known {}

    /**
     * @param done whether the request changed anything
     * @param over whether it has come to its end
     */
    record Job(ObjectNode view, String attempt, boolean done, boolean over) implements Known {}
  }

  synchronized Optional<ObjectNode> add(String attempt, JsonNode body, Misfortune fate) {
    forgetOld();
    long pending = jobs.values().stream().filter(job -> !job.state().isOver()).count();
    if (pending >= MOST_PENDING) {
      return Optional.empty();
    }
    var job =
        new SdServerJob("job_%026d".formatted(++last), attempt, body, fate, desk.clock().instant());
    jobs.put(job.id(), job);
    return Optional.of(job.accepted());
  }

  synchronized Known poll(String id) {
    forgetOld();
    SdServerJob job = jobs.get(id);
    if (job != null && job.fate() instanceof Misfortune.Restart) {
      clear();
      job = null;
    }
    if (job == null || job.fate() instanceof Misfortune.LostJob) {
      return unknown(id);
    }
    job.advance(desk.clock().instant());
    return known(job, true);
  }

  /** Only what waits can be taken back. */
  synchronized Known cancel(String id) {
    forgetOld();
    SdServerJob job = jobs.get(id);
    if (job == null) {
      return unknown(id);
    }
    boolean waits = job.state() == SdServerJob.State.QUEUED;
    if (waits) {
      job.cancel(desk.clock().instant());
    }
    return known(job, waits);
  }

  synchronized void clear() {
    jobs.clear();
    expired.clear();
  }

  private Known known(SdServerJob job, boolean done) {
    return new Known.Job(job.view(desk, place(job)), job.attempt(), done, job.state().isOver());
  }

  private Known unknown(String id) {
    return expired.contains(id) ? new Known.Expired() : new Known.Unheard();
  }

  private int place(SdServerJob job) {
    if (job.state() != SdServerJob.State.QUEUED) {
      return 0;
    }
    int place = 1;
    for (SdServerJob other : jobs.values()) {
      if (other == job) {
        break;
      }
      place += other.state() == SdServerJob.State.QUEUED ? 1 : 0;
    }
    return place;
  }

  private void forgetOld() {
    Instant now = desk.clock().instant();
    jobs.values().forEach(job -> job.driftOn(now));
    jobs.values()
        .removeIf(job -> {
          boolean old = job.state().isOver() && job.ended().plus(KEPT).isBefore(now);
          if (old) {
            expired.add(job.id());
          }
          return old;
        });
  }
}

package darkroom.fake.comfyui;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Queue and history, in memory as the server's own are: one job runs at a time. Thread-safe. */
final class ComfyQueue {
  private final Clock clock;
  private final List<ComfyJob> jobs = new ArrayList<>();
  private int numbers;

  ComfyQueue(Clock clock) {
    this.clock = clock;
  }

  synchronized int next() {
    return numbers++;
  }

  /** The same id twice is two jobs. */
  synchronized void add(ComfyJob job) {
    jobs.add(job);
  }

  /** What is found under an id: the newest. */
  synchronized Optional<ComfyJob> find(String id) {
    Instant now = clock.instant();
    return jobs.reversed().stream()
        .filter(job -> job.id().equals(id) && !job.seen().isAfter(now))
        .findFirst();
  }

  synchronized boolean runs(ComfyJob job) {
    return running().filter(first -> first.number() == job.number()).isPresent();
  }

  synchronized Optional<ComfyJob> running() {
    return open().stream().findFirst();
  }

  synchronized List<ComfyJob> pending() {
    return open().stream().skip(1).toList();
  }

  /** Takes one that waits away, as if it had never been. */
  synchronized boolean delete(String id) {
    return jobs.removeAll(pending().stream().filter(job -> job.id().equals(id)).toList());
  }

  /** Stops the one that runs, if it is this one. */
  synchronized boolean interrupt(String id) {
    Optional<ComfyJob> running = running().filter(job -> job.id().equals(id));
    running.ifPresent(
        job -> jobs.replaceAll(any -> any.number() == job.number() ? any.stopped() : any));
    return running.isPresent();
  }

  synchronized void clear() {
    jobs.clear();
  }

  private List<ComfyJob> open() {
    Instant now = clock.instant();
    return jobs.stream().filter(job -> !job.hasEnded(now) && !job.seen().isAfter(now)).toList();
  }
}

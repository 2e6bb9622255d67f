package darkroom.fake.kit;

import darkroom.fake.wire.Asked;
import darkroom.fake.wire.Recent;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What every fake has at hand. Thread-safe. */
public final class Desk implements AutoCloseable {
  private static final long MOST_BODIES = 64L << 20;

  private record Kept(JsonNode body, long weight) {}

  private final String origin;
  private final Clock clock;
  private final Journal journal;
  private final Bill bill = new Bill();
  private final Faults faults = new Faults();
  private final Fates fates = new Fates(faults);
  private final Pictures pictures = new Pictures();
  private final ResultHost results;
  private final Recent<Kept> bodies = new Recent<>(10_000, MOST_BODIES, Kept::weight);
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());

  /**
   * @param origin where this fake is reached, such as {@code http://127.0.0.1:8123}
   */
  Desk(String origin, Journal journal, Clock clock) {
    this.origin = origin;
    this.journal = journal;
    this.clock = clock;
    this.results = new ResultHost(origin, pictures, faults);
  }

  /** Without a slash at its end. */
  public String origin() {
    return origin;
  }

  public Clock clock() {
    return clock;
  }

  public Bill bill() {
    return bill;
  }

  public Journal journal() {
    return journal;
  }

  public Faults faults() {
    return faults;
  }

  public Fates fates() {
    return fates;
  }

  public Pictures pictures() {
    return pictures;
  }

  public ResultHost results() {
    return results;
  }

  /** The body as JSON, kept for tests; empty, and a fault, where it is none. */
  public Optional<JsonNode> json(Asked asked) {
    try {
      JsonNode body = Json.MAPPER.readTree(asked.body());
      bodies.add(new Kept(body, asked.body().length));
      return Optional.of(body);
    } catch (JacksonException e) {
      faults.add("a body that is no JSON, to " + asked.path());
      return Optional.empty();
    }
  }

  /** Bodies that were JSON, oldest first; the newest 64 MiB. */
  public List<JsonNode> bodies() {
    return bodies.list().stream().map(Kept::body).toList();
  }

  /**
   * Counts a paid request and has it on disk.
   *
   * @param id our correlation id, or a hash of the request where the vendor carries none
   * @return its order, from 1
   */
  public long received(String id, String prompt) {
    long order = journal.arrived("submit", id, prompt);
    bill.received(id);
    return order;
  }

  /** What befalls a paid request that passed all checks; asked once for each. */
  public Misfortune fate(String prompt) {
    return fates.next(prompt);
  }

  /** Runs something later, such as a callback; never when the fake was closed before. */
  public void after(Duration wait, Runnable chore) {
    try {
      var _ =
          later.schedule(
              () -> Thread.ofVirtual().start(chore), wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // closed: nobody waits for it
    }
  }

  void reset() {
    bill.clear();
    faults.clear();
    fates.clear();
    results.clear();
    bodies.clear();
  }

  @Override
  public void close() throws IOException {
    later.shutdownNow();
    journal.close();
  }
}

package darkroom.engine.comfyui;

import darkroom.engine.upstream.UpstreamJson;
import darkroom.net.EngineHttp;
import darkroom.net.EngineSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * How far jobs are, as the server tells it over a web socket. A decoration: nothing waits for it,
 * and a job of which it knows nothing is polled all the same. Open only while somebody asks for a
 * job. Thread-safe.
 */
final class StepFeed {
  private static final int MOST_JOBS = 1_000;
  private static final int MOST_CHARS = 1 << 20;
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Between two tries to connect. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A job that nobody polls for so long is left to itself. */
  private static final Duration FORGOTTEN = Duration.ofMinutes(10);

  private record Seen(int percent, Instant asked) {}

  private final EngineHttp http;
  private final URI base;
  private final InstantSource clock;
  private final Map<String, Seen> jobs = new LinkedHashMap<>();
  private Optional<EngineSocket> socket = Optional.empty();
  private Instant opened = Instant.MIN;
  private String client = "";

  StepFeed(EngineHttp http, URI base, InstantSource clock) {
    this.http = http;
    this.base = base;
    this.clock = clock;
  }

  /**
   * Listens to a job that is about to be submitted. Does not wait for a connection.
   *
   * @return what the submit names as its client: the server tells a job's steps to that one alone
   */
  synchronized String follow(String job) {
    if (client.isEmpty()) {
      // its own for each process, or the later of two takes the socket of the earlier
      client = job;
    }
    jobs.put(job, new Seen(-1, clock.instant()));
    tidy();
    connect();
    return client;
  }

  /** 0 to 99, never less than before; empty when nothing was told. */
  synchronized OptionalInt percent(String job) {
    Seen seen = jobs.get(job);
    if (seen == null) {
      return OptionalInt.empty();
    }
    jobs.put(job, new Seen(seen.percent, clock.instant()));
    tidy();
    connect();
    return seen.percent < 0 ? OptionalInt.empty() : OptionalInt.of(seen.percent);
  }

  /** The job has ended, or is no longer wanted. */
  synchronized void forget(String job) {
    jobs.remove(job);
    tidy();
  }

  synchronized boolean isListening() {
    return socket.map(EngineSocket::isOpen).orElse(false);
  }

  private void connect() {
    Instant now = clock.instant();
    if (!isListening() && opened.isBefore(now.minus(PATIENCE))) {
      opened = now;
      String address = base.toString().replaceFirst("^http", "ws") + "/ws?clientId=" + client;
      socket = Optional.of(http.listen(URI.create(address), CONNECT, MOST_CHARS, this::told));
    }
  }

  private void tidy() {
    Instant since = clock.instant().minus(FORGOTTEN);
    var oldest = jobs.entrySet().iterator();
    while (oldest.hasNext()) {
      boolean late = oldest.next().getValue().asked.isBefore(since);
      if (late || jobs.size() > MOST_JOBS) {
        oldest.remove();
      }
    }
    if (jobs.isEmpty()) {
      socket.ifPresent(EngineSocket::close);
      socket = Optional.empty();
      opened = Instant.MIN;
    }
  }

  /** Other events say nothing about how far a job is. */
  private void told(String text) {
    UpstreamJson.object(text)
        .filter(event -> event.path("type").asString("").equals("progress"))
        .ifPresent(event -> step(event.path("data")));
  }

  private synchronized void step(JsonNode data) {
    double value = data.path("value").asDouble(0);
    double all = data.path("max").asDouble(0);
    if (all > 0) {
      int percent = (int) Math.clamp(value / all * 100, 0, 99);
      jobs.computeIfPresent(
          data.path("prompt_id").asString(""),
          (id, seen) -> new Seen(Math.max(seen.percent, percent), seen.asked));
    }
  }
}

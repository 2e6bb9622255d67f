package darkroom.client;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * One account's view of a Darkroom server. Every method blocks, throws {@link ApiException} when
 * the server says no and {@link ConnectionException} when there is no usable answer. Reads are
 * tried three times; nothing that changes the server is ever repeated. An interrupt ends a wait
 * with a ConnectionException and leaves the thread interrupted. Thread-safe.
 */
public final class DarkroomClient implements AutoCloseable {
  private static final String SUBMIT = "/api/generate/submit";
  private static final String STATUS = "/api/generate/status/";
  private static final String BALANCE = "/api/user/balance";
  private static final String WEBHOOK_SECRET = "/api/api-keys/webhook-secret";
  private static final int QUICK_POLLS = 10;

  /** Longer than a server takes to stop and start again. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

  private final ApiHttp http;
  private final Sleeper sleeper;
  private final Downloads downloads;

  /**
   * Opens nothing yet.
   *
   * @param baseUrl such as {@code http://127.0.0.1:8080}
   * @param key a member key: {@code sk-…} or {@code sk-test-…}
   * @throws IllegalArgumentException when one of them cannot be used
   */
  public DarkroomClient(URI baseUrl, String key) {
    this(baseUrl, key, Sleeper.SYSTEM);
  }

  DarkroomClient(URI baseUrl, String key, Sleeper sleeper) {
    this(new ApiHttp(baseUrl, key, sleeper), sleeper);
  }

  /** With a connection that somebody else opened; closing either closes it. */
  DarkroomClient(ApiHttp http, Sleeper sleeper) {
    this.http = http;
    this.sleeper = sleeper;
    this.downloads = new Downloads(http);
  }

  /**
   * Sends a submit, once. After a ConnectionException the task may exist or not; only a request
   * with an idempotency key can then be sent again without risking a second one.
   */
  public Submitted submit(SubmitRequest request) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("model", request.model());
    body.put("input", request.input());
    if (request.callbackUrl() != null) {
      body.put("callback_url", request.callbackUrl());
    }
    Map<String, String> headers = new LinkedHashMap<>();
    if (request.idempotencyKey() != null) {
      headers.put("Idempotency-Key", request.idempotencyKey());
    }
    return Envelope.read(http.post(SUBMIT, body, headers), Submitted.class);
  }

  public TaskState status(String taskId) {
    return Envelope.read(statusData(taskId), TaskState.class);
  }

  /** The status as the server words it, for who wants fields that we do not know. */
  JsonNode statusData(String taskId) {
    return http.get(STATUS + ApiHttp.segment(taskId));
  }

  /**
   * Asks at once, then every second, after ten times every two, until the task has ended or the
   * limit has passed. A server that does not answer, such as one that restarts, is asked on for a
   * minute.
   *
   * @param observer told of every state seen, the last one included
   * @return the last state seen: not terminal means that the limit came first; the task goes on
   */
  public TaskState await(String taskId, Duration limit, Consumer<TaskState> observer) {
    long start = sleeper.nanoTime();
    long heard = start;
    for (int polls = 1; ; polls++) {
      Duration left;
      try {
        TaskState state = status(taskId);
        observer.accept(state);
        heard = sleeper.nanoTime();
        left = limit.minusNanos(heard - start);
        if (state.isTerminal() || !left.isPositive()) {
          return state;
        }
      } catch (ConnectionException | ApiException e) {
        long now = sleeper.nanoTime();
        left = limit.minusNanos(now - start);
        boolean patient = now - heard < LONGEST_SILENCE.toNanos() && left.isPositive();
        if (!patient || !mayPass(e)) {
          throw e;
        }
      }
      Duration pause = Duration.ofSeconds(polls <= QUICK_POLLS ? 1 : 2);
      http.pause(pause.compareTo(left) < 0 ? pause : left);
    }
  }

  /** Waits; an interrupt ends it with a ConnectionException. */
  void pause(Duration duration) {
    http.pause(duration);
  }

  private static boolean mayPass(RuntimeException failure) {
    return failure instanceof ApiException refused
        ? refused.isPassing()
        : !Thread.currentThread().isInterrupted();
  }

  /**
   * Saves a picture under its own name, made harmless; never over another file.
   *
   * @return where it is now
   * @throws IOException when the disk does not take it
   */
  public Path download(FileItem item, Path folder) throws IOException {
    return downloads.save(item, folder, FileNames.stem(item));
  }

  /** As {@link #download(FileItem, Path)}, under a name made of {@code title}. */
  public Path download(FileItem item, Path folder, String title) throws IOException {
    return downloads.save(item, folder, FileNames.stem(title));
  }

  /**
   * Saves a picture as this very file.
   *
   * @throws IOException when there is one of that name, or the disk does not take it
   */
  Path downloadAs(FileItem item, Path file) throws IOException {
    return downloads.saveAs(item, file);
  }

  public Balance balance() {
    return Envelope.read(http.get(BALANCE), Balance.class);
  }

  public WebhookSecret webhookSecret() {
    return Envelope.read(http.get(WEBHOOK_SECRET), WebhookSecret.class);
  }

  /** Makes two new keys. For 24 h callbacks carry Standard signatures by the old secret as well. */
  public WebhookSecret rotateWebhookSecret() {
    JsonNode data = http.post(WEBHOOK_SECRET + "/rotate", Map.of(), Map.of());
    return Envelope.read(data, WebhookSecret.class);
  }

  /** Gives up requests in flight and frees the connections. */
  @Override
  public void close() {
    http.close();
  }
}

package darkroom.fake.fal;

import darkroom.fake.kit.Desk;
import darkroom.fake.kit.HookFault;
import darkroom.fake.kit.Json;
import darkroom.fake.kit.Misfortune;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Calls back when a request is over, three times at most. Thread-safe. */
final class FalHooks {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final Duration AGAIN = Duration.ofMillis(500);
  private static final int MOST_TRIES = 3;
  private static final int STALE_SECONDS = 3600;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Desk desk;
  private final FalQueue queue;
  private final FalSigner signer;

  FalHooks(Desk desk, FalQueue queue, FalSigner signer) {
    this.desk = desk;
    this.queue = queue;
    this.signer = signer;
  }

  /** Before the submit is answered, where the misfortune wants that; otherwise when it is over. */
  void arrange(FalJob job, URI url) throws InterruptedException {
    if (job.fate() instanceof Misfortune.Hook(HookFault fault)) {
      switch (fault) {
        case NONE -> {}
        case EARLY -> send(job, url, MOST_TRIES);
        case TWICE -> {
          later(job, url, job.lasts(), 1);
          later(job, url, job.lasts(), 1);
        }
        case BADSIG, STALE, OTHERID -> later(job, url, job.lasts(), 1);
      }
    } else {
      later(job, url, job.lasts(), 1);
    }
  }

  private void later(FalJob job, URI url, Duration wait, int number) {
    desk.after(
        wait,
        () -> {
          try {
            send(job, url, number);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private void send(FalJob job, URI url, int number) throws InterruptedException {
    String id =
        has(job, HookFault.OTHERID)
            ? UUID.nameUUIDFromBytes(url.toString().getBytes(StandardCharsets.UTF_8)).toString()
            : job.id();
    byte[] body = body(job, id).toString().getBytes(StandardCharsets.UTF_8);
    long now = desk.clock().instant().getEpochSecond();
    long time = has(job, HookFault.STALE) ? now - STALE_SECONDS : now;
    var request =
        HttpRequest.newBuilder(url).timeout(TIMEOUT).POST(BodyPublishers.ofByteArray(body));
    request.header("Content-Type", "application/json");
    signer.headers(id, time, body, has(job, HookFault.BADSIG)).forEach(request::header);
    boolean heard = false;
    try {
      heard = http.send(request.build(), BodyHandlers.discarding()).statusCode() < 300;
    } catch (IOException e) {
      // nobody there: once more
    }
    if (!heard && number < MOST_TRIES) {
      later(job, url, AGAIN, number + 1);
    }
  }

  private static boolean has(FalJob job, HookFault fault) {
    return job.fate() instanceof Misfortune.Hook hook && hook.kind() == fault;
  }

  private ObjectNode body(FalJob job, String id) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("request_id", id).put("gateway_request_id", id);
    json.put("status", job.error().isEmpty() ? "OK" : "ERROR");
    if (job.error().isEmpty()) {
      json.set("payload", queue.output(job));
    } else {
      json.put("error", job.error()).putNull("payload");
    }
    return json;
  }
}

package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.config.ConfigReader;
import darkroom.engine.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** A real Darkroom on a free port, and a caller's view of it. Thread-safe. */
final class DarkroomFixture implements AutoCloseable {
  /** The first member's key; account {@code owner@localhost} with 10,000 credits. */
  static final String KEY = "sk-0123456789ABCDEFGHIJabcdefghij2i4Bwd";

  /** The smallest picture a model makes, so that tests are quick. */
  static final String SMALL = "1920x1920";

  private static final Map<String, String> BRISK =
      Map.of(
          "http.port", "0",
          "bootstrap-key", KEY,
          "http.submits-per-second", "100000",
          "http.submit-burst", "100000",
          "storage.free-space-floor", "0",
          "worker.poll-interval", "50ms",
          "worker.drain", "0s",
          "webhook.schedule", "0s, 0s, 0s, 0s");
  private static final AtomicInteger ACCOUNTS = new AtomicInteger();

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Darkroom darkroom;
  private final String host;
  private final Path folder;
  private final boolean temporary;

  private DarkroomFixture(Darkroom darkroom, String host, Path folder, boolean temporary) {
    this.darkroom = darkroom;
    this.host = host;
    this.folder = folder;
    this.temporary = temporary;
  }

  /** In a folder of its own, deleted at the end. */
  static DarkroomFixture start(Map<String, String> settings, Engine... moreEngines) {
    try {
      Path folder = Files.createTempDirectory("darkroom-test");
      return start(folder, settings, true, moreEngines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In a folder that outlives it. */
  static DarkroomFixture startIn(Path folder, Map<String, String> settings, Engine... moreEngines) {
    return start(folder, settings, false, moreEngines);
  }

  private static DarkroomFixture start(
      Path folder, Map<String, String> settings, boolean temporary, Engine... moreEngines) {
    var all = new HashMap<>(BRISK);
    all.put("data", folder.toString());
    all.putAll(settings);
    var reader = new ConfigReader(all, Map.of());
    Settings read = Settings.read(reader);
    reader.check();
    try {
      var darkroom = new Darkroom(read, List.of(moreEngines));
      darkroom.start();
      return new DarkroomFixture(
          darkroom, all.getOrDefault("http.host", "127.0.0.1"), folder, temporary);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return darkroom.port();
  }

  int managementPort() {
    return darkroom.managementPort().orElseThrow();
  }

  URI url(String path) {
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + path);
  }

  String adminKey() {
    try {
      return Files.readString(folder.resolve("admin-key")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Reply get(String path) {
    return get(path, KEY);
  }

  Reply get(String path, String key) {
    return send("GET", path, bearer(key), "");
  }

  Reply post(String path, String body) {
    return post(path, KEY, body);
  }

  Reply post(String path, String key, String body) {
    return send("POST", path, bearer(key), body);
  }

  /** A submit with an Idempotency-Key. */
  Reply submitOnce(String idempotencyKey, String key, String body) {
    var headers = new HashMap<>(bearer(key));
    headers.put("Idempotency-Key", idempotencyKey);
    return send("POST", "/api/generate/submit", headers, body);
  }

  Reply send(String method, String path, Map<String, String> headers, String body) {
    return send(method, path, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  Reply send(String method, String path, Map<String, String> headers, byte[] body) {
    var request =
        HttpRequest.newBuilder(url(path))
            .timeout(Duration.ofSeconds(60))
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    try {
      HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
      return new Reply(answer.statusCode(), answer.headers(), answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends these very characters over a fresh connection and reads until the server closes it. */
  String raw(String request) {
    try (var socket = new Socket(host, port())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, String> bearer(String key) {
    return key.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + key);
  }

  /** Submits, expects that it is accepted, and answers the task's id. */
  String submit(String body) {
    return submit(KEY, body);
  }

  String submit(String key, String body) {
    Reply reply = post("/api/generate/submit", key, body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.data().path("task_id").asString();
  }

  Reply status(String id) {
    return status(id, KEY);
  }

  Reply status(String id, String key) {
    return get("/api/generate/status/" + id, key);
  }

  /** The status answer of a task that has come to its end. */
  Reply awaitEnd(String id) {
    return awaitEnd(id, KEY);
  }

  Reply awaitEnd(String id, String key) {
    return Await.value(
        "the end of " + id,
        () ->
            Optional.of(status(id, key))
                .filter(reply ->
                    List.of("finished", "failed")
                        .contains(reply.data().path("status").asString())));
  }

  /** The raw text of the balance, as a number is written on the wire. */
  String balance(String key) {
    String text = get("/api/user/balance", key).text();
    return text.replaceFirst(".*\"credits_amount\":([^,}]+).*", "$1");
  }

  /** A fresh account with that many credits; answers its e-mail. */
  String newAccount(int credits) {
    String email = "member" + ACCOUNTS.incrementAndGet() + "@example.org";
    admin("/v2/admin/accounts", "{\"email\": \"%s\"}".formatted(email));
    if (credits > 0) {
      admin("/v2/admin/credits", "{\"account\": \"%s\", \"amount\": %d}".formatted(email, credits));
    }
    return email;
  }

  /** A fresh account with that many credits; answers the text of its only key. */
  String newMember(int credits) {
    return newKey(newAccount(credits), "");
  }

  /**
   * @param limits more fields of the body, each with a comma before it
   */
  String newKey(String account, String limits) {
    return admin("/v2/admin/keys", "{\"account\": \"%s\"%s}".formatted(account, limits))
        .path("api_key")
        .asString();
  }

  private JsonNode admin(String path, String body) {
    Reply reply = post(path, adminKey(), body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.data();
  }

  @Override
  public void close() {
    client.close();
    darkroom.close();
    if (temporary) {
      delete(folder);
    }
  }

  private static void delete(Path folder) {
    try (var all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

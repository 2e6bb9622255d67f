package darkroom.fake.poyo;

import darkroom.fake.kit.HookFault;
import darkroom.fake.kit.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends the callback of a task that ended. The signature covers task id and time alone, as PoYo's
 * does. Thread-safe.
 */
final class PoyoHook {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * @param data the task's status
   * @param fault what goes wrong with it; an early one is a good one at another time
   */
  void send(URI to, ObjectNode data, Optional<HookFault> fault, Instant now) {
    switch (fault.orElse(HookFault.EARLY)) {
      case NONE -> {}
      case EARLY -> post(to, data, now, PoyoVendor.WEBHOOK_KEY);
      case TWICE -> {
        post(to, data, now, PoyoVendor.WEBHOOK_KEY);
        post(to, data, now, PoyoVendor.WEBHOOK_KEY);
      }
      case BADSIG -> post(to, data, now, "another key");
      case STALE -> post(to, data, now.minusSeconds(301), PoyoVendor.WEBHOOK_KEY);
      case OTHERID ->
          post(to, data.deepCopy().put("task_id", "OTHERTASK0000000"), now, PoyoVendor.WEBHOOK_KEY);
    }
  }

  private void post(URI to, ObjectNode data, Instant at, String key) {
    String timestamp = Long.toString(at.getEpochSecond());
    ObjectNode body = Json.MAPPER.createObjectNode().put("code", 200);
    body.set("data", data);
    var request =
        HttpRequest.newBuilder(to)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("X-Webhook-Timestamp", timestamp)
            .header(
                "X-Webhook-Signature", signature(key, data.path("task_id").asString(), timestamp))
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    try {
      http.send(request, BodyHandlers.discarding());
    } catch (IOException e) {
      // nobody listens: PoYo would try again, a test looks at the status
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static String signature(String key, String taskId, String timestamp) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      String signed = taskId + "." + timestamp;
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}

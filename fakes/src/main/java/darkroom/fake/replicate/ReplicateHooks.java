package darkroom.fake.replicate;

import static java.nio.charset.StandardCharsets.UTF_8;

import darkroom.fake.kit.HookFault;
import darkroom.fake.kit.Misfortune;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Callbacks, signed in the form of Standard Webhooks. Thread-safe. */
final class ReplicateHooks {
  /** What it signs with, as {@code GET /v1/webhooks/default/secret} tells it. */
  static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

  private static final Duration TOO_OLD = Duration.ofMinutes(10);

  private final Clock clock;
  private final AtomicLong messages = new AtomicLong();

  ReplicateHooks(Clock clock) {
    this.clock = clock;
  }

  /** What a callback of the body carries now. */
  Map<String, String> headers(String body, Misfortune fate) {
    Instant at = is(fate, HookFault.STALE) ? clock.instant().minus(TOO_OLD) : clock.instant();
    String id = "msg_%020d".formatted(messages.incrementAndGet());
    String timestamp = Long.toString(at.getEpochSecond());
    String signed = id + "." + timestamp + "." + (is(fate, HookFault.BADSIG) ? "x" : body);
    var headers = new LinkedHashMap<String, String>();
    headers.put("content-type", "application/json");
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", timestamp);
    headers.put("webhook-signature", "v1," + hmac(signed));
    return headers;
  }

  /** Posts it, once or twice; a receiver in trouble is not told again. */
  void send(String url, String body, Misfortune fate) {
    Map<String, String> headers = headers(body, fate);
    int times = is(fate, HookFault.TWICE) ? 2 : 1;
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build()) {
      var request =
          HttpRequest.newBuilder(URI.create(url))
              .timeout(Duration.ofSeconds(5))
              .POST(BodyPublishers.ofString(body));
      headers.forEach(request::header);
      for (int i = 0; i < times; i++) {
        client.send(request.build(), BodyHandlers.discarding());
      }
    } catch (IOException e) {
      // nobody there
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static boolean is(Misfortune fate, HookFault wanted) {
    return fate instanceof Misfortune.Hook(HookFault kind) && kind == wanted;
  }

  private static String hmac(String signed) {
    try {
      byte[] key = Base64.getDecoder().decode(SECRET.substring("whsec_".length()));
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}

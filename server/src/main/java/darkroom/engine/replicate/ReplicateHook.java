package darkroom.engine.replicate;

import darkroom.engine.EngineCallback;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.net.EngineAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads callbacks. Without a secret of the operator's the account's own is asked for once, at the
 * first callback, and kept. Thread-safe: two first callbacks at once ask twice and get the same.
 */
final class ReplicateHook {
  private final ReplicateHttp http;
  private final AtomicReference<@Nullable SecretKeySpec> key = new AtomicReference<>();

  ReplicateHook(ReplicateConfig config, ReplicateHttp http) {
    this.http = http;
    this.key.set(
        config
            .webhookSecret()
            .flatMap(secret -> ReplicateSignature.key(secret.value()))
            .orElse(null));
  }

  /** The job, if the signature holds. */
  Optional<String> jobOf(EngineCallback callback) {
    if (!callback.headers().containsKey("webhook-signature")) {
      return Optional.empty(); // not worth asking for the secret
    }
    return key()
        .filter(secret ->
            ReplicateSignature.holds(secret, callback.headers(), callback.body(), callback.now()))
        .flatMap(_ -> id(callback.body()));
  }

  private Optional<SecretKeySpec> key() {
    SecretKeySpec known = key.get();
    if (known != null) {
      return Optional.of(known);
    }
    if (http.webhookSecret() instanceof EngineAnswer.Complete whole && whole.status() == 200) {
      UpstreamJson.object(whole.body())
          .flatMap(json -> UpstreamJson.text(json, "key"))
          .flatMap(ReplicateSignature::key)
          .ifPresent(key::set);
    }
    return Optional.ofNullable(key.get());
  }

  private static Optional<String> id(byte[] body) {
    try {
      return ReplicateReader.prediction(new ByteArrayInputStream(body))
          .map(ReplicatePrediction::id)
          .filter(id -> !id.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

package darkroom.engine.replicate;

import darkroom.engine.EngineCallback;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.net.EngineAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads callbacks. Without a secret of the operator's the account's own is asked for, at the first
 * callback, and again after a bad signature, for it may have been exchanged. Thread-safe: two first
 * callbacks at once ask twice and get the same.
 */
final class ReplicateHook {
  /** A bad signature must not make us ask for each. */
  private static final Duration SHORTEST = Duration.ofMinutes(5);

  private record Known(SecretKeySpec key, Instant at) {}

  private final ReplicateHttp http;
  private final Optional<SecretKeySpec> operators;
  private final AtomicReference<@Nullable Known> known = new AtomicReference<>();

  ReplicateHook(ReplicateConfig config, ReplicateHttp http) {
    this.http = http;
    this.operators =
        config.webhookSecret().flatMap(secret -> ReplicateSignature.key(secret.value()));
  }

  /** The job, if the signature holds. */
  Optional<String> jobOf(EngineCallback callback) {
    if (!callback.headers().containsKey("webhook-signature")) {
      return Optional.empty(); // not worth asking for the secret
    }
    Instant now = callback.now();
    boolean holds =
        operators.isPresent()
            ? holds(operators, callback)
            : holds(key(now), callback) || holds(newerKey(now), callback);
    return holds ? id(callback.body()) : Optional.empty();
  }

  private static boolean holds(Optional<SecretKeySpec> key, EngineCallback callback) {
    return key.filter(secret ->
            ReplicateSignature.holds(secret, callback.headers(), callback.body(), callback.now()))
        .isPresent();
  }

  private Optional<SecretKeySpec> key(Instant now) {
    Known kept = known.get();
    return kept == null ? fetch(now) : Optional.of(kept.key());
  }

  /** The account's secret of now after a signature that the kept one did not make. */
  private Optional<SecretKeySpec> newerKey(Instant now) {
    Known kept = known.get();
    return kept != null && kept.at().plus(SHORTEST).isBefore(now) ? fetch(now) : Optional.empty();
  }

  /** When it cannot be had the kept one stays. */
  private Optional<SecretKeySpec> fetch(Instant now) {
    if (!(http.webhookSecret() instanceof EngineAnswer.Complete whole) || whole.status() != 200) {
      return Optional.empty();
    }
    Optional<SecretKeySpec> fetched =
        UpstreamJson.object(whole.body())
            .flatMap(json -> UpstreamJson.text(json, "key"))
            .flatMap(ReplicateSignature::key);
    fetched.ifPresent(key -> known.set(new Known(key, now)));
    return fetched;
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

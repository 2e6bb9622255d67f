package darkroom.engine.fal;

import darkroom.engine.upstream.UpstreamJson;
import darkroom.net.EngineAnswer;
import darkroom.net.EngineBody;
import darkroom.net.EngineCall;
import darkroom.net.EngineHttp;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/**
 * The public keys with which fal signs callbacks, as its key set (RFC 7517) lists them. Kept for a
 * day at most, as fal asks. Thread-safe; two callers that find them too old may both fetch them.
 */
final class FalKeySet {
  private static final Duration LONGEST = Duration.ofHours(24);

  /** A key may be exchanged any time; a bad signature must not make us ask for each. */
  private static final Duration SHORTEST = Duration.ofMinutes(5);

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_ANSWER = 1 << 18;
  private static final int OK = 200;

  /** What comes before the 32 bytes of an Ed25519 key in X.509 (RFC 8410). */
  private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final int KEY_BYTES = 32;

  private record Known(List<PublicKey> keys, Instant at) {}

  private final EngineHttp http;
  private final URI url;
  private final AtomicReference<Known> known =
      new AtomicReference<>(new Known(List.of(), Instant.EPOCH));

  FalKeySet(EngineHttp http, URI url) {
    this.http = http;
    this.url = url;
  }

  /** The keys; none when there are no recent ones and fal does not answer. */
  List<PublicKey> keys(Instant now) {
    Known kept = known.get();
    return isOlder(kept, LONGEST, now) ? fetch(now).orElse(List.of()) : kept.keys();
  }

  /** Newer keys after a signature that none of the kept ones made; none when it is too early. */
  List<PublicKey> newerKeys(Instant now) {
    return isOlder(known.get(), SHORTEST, now) ? fetch(now).orElse(List.of()) : List.of();
  }

  private static boolean isOlder(Known kept, Duration age, Instant now) {
    return kept.at().plus(age).isBefore(now);
  }

  private Optional<List<PublicKey>> fetch(Instant now) {
    var call =
        new EngineCall(
            "GET", url, Map.of("Accept", "application/json"), EngineBody.NONE, TIMEOUT, MAX_ANSWER);
    if (!(http.ask(call) instanceof EngineAnswer.Complete answer) || answer.status() != OK) {
      return Optional.empty();
    }
    Optional<List<PublicKey>> fetched =
        UpstreamJson.object(answer.body())
            .map(json ->
                json.path("keys").values().stream()
                    .map(FalKeySet::key)
                    .flatMap(Optional::stream)
                    .toList());
    fetched.ifPresent(keys -> known.set(new Known(keys, now)));
    return fetched;
  }

  private static Optional<PublicKey> key(JsonNode jwk) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(UpstreamJson.text(jwk, "x").orElse(""));
      if (bytes.length != KEY_BYTES) {
        return Optional.empty();
      }
      byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + KEY_BYTES);
      System.arraycopy(bytes, 0, encoded, PREFIX.length, KEY_BYTES);
      return Optional.of(
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      // a key of another kind; the set may hold some
      return Optional.empty();
    }
  }
}

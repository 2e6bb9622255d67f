package darkroom.wire;

import darkroom.account.ApiKey;
import darkroom.account.ApiKeys;
import darkroom.account.KeyFormat;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the bearer key of a request into a known key. Unknown and revoked keys are answered alike.
 * Thread-safe.
 */
final class ApiKeyFilter {
  private static final Map<String, String> CHALLENGE =
      Map.of("WWW-Authenticate", "Bearer or API-Key");

  private final ApiKeys keys;
  private final AddressMatcher addresses;
  private final RateLimiter failures;
  private final boolean countFailures;
  private final List<String> proxies;

  /**
   * @param countFailures off on a loopback installation, where all callers share one address
   */
  ApiKeyFilter(
      ApiKeys keys,
      AddressMatcher addresses,
      HttpConfig config,
      boolean countFailures,
      InstantSource clock) {
    this.keys = keys;
    this.addresses = addresses;
    this.failures =
        new RateLimiter(config.failedKeysPerMinute() / 60.0, config.failedKeysPerMinute(), clock);
    this.countFailures = countFailures;
    this.proxies = List.copyOf(config.trustedProxies());
  }

  ApiKey authenticate(Exchange exchange) {
    Optional<String> text = bearer(exchange);
    if (text.isEmpty()) {
      throw refused(exchange, "Invalid API key");
    }
    if (!KeyFormat.isWellFormed(text.get())) {
      throw refused(exchange, "Invalid API key format (length: " + text.get().length() + ")");
    }
    ApiKey key =
        keys.authenticate(text.get()).orElseThrow(() -> refused(exchange, "Invalid API key"));
    String address = exchange.clientAddress();
    if (key.addresses().isPresent() && !addresses.isWithin(address, key.addresses().get())) {
      throw new ApiException(
          ApiError.PERMISSION_DENIED, "Access denied: IP " + address + " not in whitelist");
    }
    return key;
  }

  private ApiException refused(Exchange exchange, String message) {
    String address = exchange.clientAddress();
    boolean counts = countFailures && !addresses.isWithin(address, proxies);
    Optional<Duration> tooMany =
        counts ? failures.take(PeerAddress.network(address)) : Optional.empty();
    return tooMany
        .map(after ->
            ApiException.retryLater(
                ApiError.TOO_MANY_REQUESTS,
                RetryReason.FAILED_KEYS,
                "Too many failed keys from this address",
                after))
        .orElseGet(() -> new ApiException(ApiError.AUTHENTICATION, message, CHALLENGE));
  }

  private static Optional<String> bearer(Exchange exchange) {
    return exchange
        .header("Authorization")
        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
        .map(value -> value.substring(7).strip())
        .filter(value -> !value.isEmpty());
  }
}

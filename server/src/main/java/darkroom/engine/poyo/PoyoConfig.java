package darkroom.engine.poyo;

import darkroom.config.ConfigReader;
import darkroom.config.Secret;
import darkroom.engine.EngineLimits;
import darkroom.engine.EngineTraits.Cost;
import darkroom.engine.upstream.UpstreamSettings;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the engine. Without a key there is no such engine.
 *
 * @param baseUrl of PoYo or of another Darkroom, without a slash at its end
 * @param models the upstream's model ids by our own
 * @param timeout of one submit, its answer included
 * @param webhookKey verifies callbacks; without it their content is a mere hint, as always, and
 *     their address alone is proof
 * @param resend whether a submit whose answer was lost is sent once more under the same key
 * @param resendAfter how long after the submit that is done
 */
public record PoyoConfig(
    Optional<Secret> key,
    URI baseUrl,
    Map<String, String> models,
    EngineLimits limits,
    Duration timeout,
    Optional<Secret> webhookKey,
    boolean resend,
    Duration resendAfter) {
  private static final String POYO = "https://api.poyo.ai";

  public PoyoConfig {
    models = Map.copyOf(models);
  }

  public static PoyoConfig read(ConfigReader reader) {
    return new PoyoConfig(
        UpstreamSettings.key(
            reader,
            "engine.poyo.key",
            "API key of PoYo, or of another Darkroom; switches this engine on. Each picture is billed"
                + " there."),
        UpstreamSettings.baseUrl(
            reader,
            "engine.poyo.base-url",
            POYO,
            "Address of PoYo, or of the other Darkroom, without /api."),
        UpstreamSettings.models(
            reader,
            "engine.poyo.models",
            Map.of("seedream-4.5", "seedream-4.5", "seedream-4.5-edit", "seedream-4.5-edit"),
            "my-model=seedream-4.5"),
        EngineLimits.read(
            reader,
            "engine.poyo",
            Cost.MONEY,
            new EngineLimits(16, 100, 0, 1, new BigDecimal("0.025"))),
        reader.duration(
            "engine.poyo.timeout",
            "60s",
            "1s",
            "10m",
            "Longest wait for the answer to a submit; after it the outcome is unknown."),
        UpstreamSettings.key(
            reader,
            "engine.poyo.webhook-key",
            "The upstream's webhook_hmac_key; with it, callbacks of the engine count only when they"
                + " are signed."),
        reader.flag(
            "engine.poyo.resend-with-same-key",
            false,
            "Send a submit whose answer was lost once more, under the same Idempotency-Key. Only for"
                + " an upstream that then answers with the same task, such as another Darkroom;"
                + " elsewhere a picture may be paid for twice."),
        reader.duration(
            "engine.poyo.resend-after",
            "30s",
            "1s",
            "1h",
            "How long after the submit that is done; until then a callback may tell."));
  }
}

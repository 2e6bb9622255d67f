package darkroom.engine.ark;

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
 * @param baseUrl address of the surface, without a slash at its end
 * @param models Ark's model ids by our own
 * @param timeout of one request, its answer included
 * @param stream whether answers come as events; a picture's address is known a little earlier then
 * @param maxReferenceBytes of all references of one request together, before base64
 */
public record ArkConfig(
    Optional<Secret> key,
    URI baseUrl,
    Map<String, String> models,
    EngineLimits limits,
    Duration timeout,
    boolean stream,
    long maxReferenceBytes) {
  private static final String BYTEPLUS = "https://ark.ap-southeast.bytepluses.com/api/v3";
  private static final String SEEDREAM_4_5 = "seedream-4-5-251128";

  public ArkConfig {
    models = Map.copyOf(models);
  }

  public static ArkConfig read(ConfigReader reader) {
    Optional<Secret> key =
        UpstreamSettings.key(
            reader,
            "engine.ark.key",
            "API key of BytePlus ModelArk or Volcengine Ark; switches this engine on. Each picture is"
                + " billed there.");
    URI baseUrl =
        UpstreamSettings.baseUrl(
            reader,
            "engine.ark.base-url",
            BYTEPLUS,
            "Address of the surface that issued the key; docs/engines/ark.md lists them.");
    // the Chinese surface names the same models with a prefix
    String prefix = baseUrl.getHost().endsWith(".volces.com") ? "doubao-" : "";
    return new ArkConfig(
        key,
        baseUrl,
        UpstreamSettings.models(
            reader,
            "engine.ark.models",
            Map.of(
                "seedream-4.5", prefix + SEEDREAM_4_5, "seedream-4.5-edit", prefix + SEEDREAM_4_5),
            "seedream-4.5=ep-2026-x, seedream-4.5-edit=ep-2026-x"),
        EngineLimits.read(
            reader,
            "engine.ark",
            Cost.MONEY,
            new EngineLimits(16, 500, 0, 1, new BigDecimal("0.04"))),
        reader.duration(
            "engine.ark.timeout",
            "300s",
            "1s",
            "30m",
            "Longest wait for one picture; after it the outcome is unknown, and nothing is sent"
                + " again."),
        reader.flag(
            "engine.ark.stream",
            true,
            "Ask for answers as events, of models that can (Seedream 5.0 pro cannot); off for an"
                + " endpoint of one that cannot."),
        reader.bytes(
            "engine.ark.max-reference-bytes-total",
            "30MiB",
            1 << 20,
            1L << 30,
            "Most bytes of reference pictures in one request; larger ones are made smaller."));
  }
}

package darkroom.engine.replicate;

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
import java.util.regex.Pattern;

/**
 * Settings of the engine. Without a key there is no such engine.
 *
 * @param baseUrl address of the API, without a slash at its end
 * @param models Replicate's models by our own, as {@code owner/name}
 * @param timeout of the request that makes a prediction, its answer included
 * @param deadline after which Replicate shall stop a prediction; zero for none of ours
 * @param safetySwitch whether {@code enable_safety_checker} is passed on
 * @param webhookSecret what callbacks are signed with; asked of Replicate when empty
 * @param maxReferenceBytes of all references of one request together, before base64
 */
public record ReplicateConfig(
    Optional<Secret> key,
    URI baseUrl,
    Map<String, String> models,
    EngineLimits limits,
    Duration timeout,
    Duration deadline,
    boolean safetySwitch,
    Optional<Secret> webhookSecret,
    long maxReferenceBytes) {
  private static final String SEEDREAM_4_5 = "bytedance/seedream-4.5";
  private static final Pattern OWNED = Pattern.compile("[A-Za-z0-9._-]+/[A-Za-z0-9._-]+");

  public ReplicateConfig {
    models = Map.copyOf(models);
  }

  public static ReplicateConfig read(ConfigReader reader) {
    return new ReplicateConfig(
        UpstreamSettings.key(
            reader,
            "engine.replicate.key",
            "API token of Replicate; switches this engine on. Each picture is billed there."),
        UpstreamSettings.baseUrl(
            reader,
            "engine.replicate.base-url",
            "https://api.replicate.com/v1",
            "Address of Replicate's API."),
        models(reader),
        // 600 predictions a minute are allowed. That a failed one is not billed is not confirmed,
        // so it is not tried again unless the operator says so
        EngineLimits.read(
            reader,
            "engine.replicate",
            Cost.MONEY,
            new EngineLimits(16, 600, 0, 0, new BigDecimal("0.04"))),
        reader.duration(
            "engine.replicate.timeout",
            "120s",
            "1s",
            "30m",
            "Longest wait until Replicate has taken a picture's request, references included."),
        reader.duration(
            "engine.replicate.deadline",
            "0s",
            "0s",
            "24h",
            "Have Replicate stop a picture that takes longer (`Cancel-After`); 0s for no such"
                + " deadline. One stopped while it runs is billed."),
        reader.flag(
            "engine.replicate.safety-switch",
            false,
            "Pass `enable_safety_checker` on; only some versions of the model know the switch."),
        secret(reader),
        // what the vendor's own client puts into one request, at most
        reader.bytes(
            "engine.replicate.max-reference-bytes-total",
            "10000000B",
            1 << 20,
            32 << 20,
            "Most bytes of reference pictures in one request; larger ones are made smaller."));
  }

  private static Map<String, String> models(ConfigReader reader) {
    Map<String, String> models =
        UpstreamSettings.models(
            reader,
            "engine.replicate.models",
            Map.of("seedream-4.5", SEEDREAM_4_5, "seedream-4.5-edit", SEEDREAM_4_5),
            "mine=owner/name");
    models.values().stream()
        .filter(model -> !OWNED.matcher(model).matches())
        .forEach(model ->
            reader.problem("engine.replicate.models", "'" + model + "'", "MODEL=OWNER/NAME"));
    return models;
  }

  private static Optional<Secret> secret(ConfigReader reader) {
    String name = "engine.replicate.webhook-secret";
    Optional<Secret> secret =
        reader.secret(
            name,
            "What Replicate signs its callbacks with (`whsec_…`); asked of Replicate when not set.");
    if (secret.isPresent() && ReplicateSignature.key(secret.get().value()).isEmpty()) {
      reader.problem(name, "unusable", "whsec_ and base64");
    }
    return secret;
  }
}

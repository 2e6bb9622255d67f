package darkroom.engine.fal;

import darkroom.config.ConfigReader;
import darkroom.config.Secret;
import darkroom.engine.EngineLimits;
import darkroom.engine.EngineTraits.Cost;
import darkroom.engine.upstream.UpstreamSettings;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the engine. Without a key there is no such engine.
 *
 * @param baseUrl of the queue, without a slash at its end; with {@code apiUrl} the only addresses
 *     that ever see the key
 * @param apiUrl of the history of requests
 * @param keySetUrl of the keys that sign callbacks
 * @param models endpoints for a prompt alone, by our models
 * @param editModels endpoints for a prompt with references, by our models
 * @param timeout of a submit, its answer included
 * @param mediaLifetime after which fal deletes what it made for us
 * @param maxReferenceBytes of all references of one request together, before base64
 */
public record FalConfig(
    Optional<Secret> key,
    URI baseUrl,
    URI apiUrl,
    URI keySetUrl,
    Map<String, FalEndpoint> models,
    Map<String, FalEndpoint> editModels,
    ReferenceMode referenceMode,
    EngineLimits limits,
    Duration timeout,
    Duration mediaLifetime,
    long maxReferenceBytes) {
  private static final String SEEDREAM_4_5 = "fal-ai/bytedance/seedream/v4.5/";

  /** How references reach fal. */
  public enum ReferenceMode {
    /** Inside the request, so that fal fetches nothing. */
    DATA_URI
  }

  public FalConfig {
    models = Map.copyOf(models);
    editModels = Map.copyOf(editModels);
  }

  public static FalConfig read(ConfigReader reader) {
    return new FalConfig(
        UpstreamSettings.key(
            reader,
            "engine.fal.key",
            "API key of fal; switches this engine on. Each picture is billed there."),
        UpstreamSettings.baseUrl(
            reader, "engine.fal.base-url", "https://queue.fal.run", "Address of fal's queue."),
        UpstreamSettings.baseUrl(
            reader,
            "engine.fal.api-url",
            "https://api.fal.ai",
            "Address of fal's history of requests, which is asked after a lost answer."),
        UpstreamSettings.baseUrl(
            reader,
            "engine.fal.key-set-url",
            "https://rest.fal.ai/.well-known/jwks.json",
            "Address of the keys with which fal signs callbacks."),
        endpoints(
            reader,
            "engine.fal.models",
            Map.of("seedream-4.5", SEEDREAM_4_5 + "text-to-image"),
            "mine=fal-ai/bytedance/seedream/v4/text-to-image"),
        endpoints(
            reader,
            "engine.fal.edit-models",
            Map.of(
                "seedream-4.5", SEEDREAM_4_5 + "edit", "seedream-4.5-edit", SEEDREAM_4_5 + "edit"),
            "mine=fal-ai/bytedance/seedream/v4/edit"),
        reader.choice(
            "engine.fal.reference-mode",
            ReferenceMode.class,
            ReferenceMode.DATA_URI,
            "How reference pictures are sent; so far only inside the request."),
        EngineLimits.read(
            reader,
            "engine.fal",
            Cost.MONEY,
            new EngineLimits(16, 0, 0, 1, new BigDecimal("0.04"))),
        reader.duration(
            "engine.fal.timeout",
            "60s",
            "1s",
            "10m",
            "Longest wait for the answer to a submit; after it fal's history is asked."),
        reader.duration(
            "engine.fal.media-lifetime",
            "24h",
            "10m",
            "365d",
            "After which time fal deletes the pictures it made; they are public there until then."),
        reader.bytes(
            "engine.fal.max-reference-bytes-total",
            "30MiB",
            1 << 20,
            1L << 30,
            "Most bytes of reference pictures in one request; larger ones are made smaller."));
  }

  /** The endpoint for this model, with or without references. */
  Optional<FalEndpoint> endpoint(String model, boolean edit) {
    return Optional.ofNullable((edit ? editModels : models).get(model));
  }

  private static Map<String, FalEndpoint> endpoints(
      ConfigReader reader, String name, Map<String, String> known, String example) {
    var endpoints = new HashMap<String, FalEndpoint>();
    UpstreamSettings.models(reader, name, known, example)
        .forEach((model, id) -> {
          if (FalEndpoint.isEndpoint(id)) {
            endpoints.put(model, new FalEndpoint(id));
          } else {
            reader.problem(name, "'" + id + "'", "an endpoint such as fal-ai/bytedance/…");
          }
        });
    return endpoints;
  }
}

package darkroom.engine.sdserver;

import darkroom.config.ConfigReader;
import darkroom.engine.EngineLimits;
import darkroom.engine.EngineTraits.Cost;
import darkroom.engine.upstream.SizePolicy;
import darkroom.engine.upstream.SizeSettings;
import darkroom.engine.upstream.UpstreamSettings;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Settings of the engine. Without an address there is no such engine.
 *
 * @param baseUrl without a slash at its end and without {@code /sdcpp}
 * @param extraArgs what the operator adds to each job
 * @param timeout of one exchange: taking a job, or handing over a picture
 * @param maxReferenceBytes of all references of one job together, before base64
 */
public record SdServerConfig(
    Optional<URI> baseUrl,
    SizeSettings sizes,
    ObjectNode extraArgs,
    EngineLimits limits,
    Duration timeout,
    long maxReferenceBytes) {
  private static final String PREFIX = "engine.sdserver";

  public static SdServerConfig read(ConfigReader reader) {
    return new SdServerConfig(
        UpstreamSettings.optionalUrl(
            reader,
            PREFIX + ".base-url",
            "Address of stable-diffusion.cpp's `sd-server`, such as `http://127.0.0.1:1234`;"
                + " switches this engine on."),
        SizeSettings.read(reader, PREFIX, SizePolicy.RESAMPLE),
        extraArgs(reader),
        EngineLimits.read(
            reader, PREFIX, Cost.LOCAL, new EngineLimits(4, 0, 1, 1, BigDecimal.ZERO)),
        reader.duration(
            PREFIX + ".timeout",
            "60s",
            "1s",
            "30m",
            "Longest wait while a job is handed over or its picture is fetched; drawing may take"
                + " longer."),
        reader.bytes(
            PREFIX + ".max-reference-bytes-total",
            "30MiB",
            1 << 20,
            1L << 30,
            "Most bytes of reference pictures in one job; larger ones are made smaller."));
  }

  private static ObjectNode extraArgs(ConfigReader reader) {
    ObjectNode extra =
        UpstreamSettings.object(
            reader,
            PREFIX + ".extra-args",
            "JSON object added to each job, such as `{\"sample_params\": {\"sample_steps\": 28}}`.");
    for (String name : extra.propertyNames()) {
      if (SdServerRequest.OURS.contains(name)) {
        reader.problem(PREFIX + ".extra-args", "'" + name + "'", "no field that Darkroom sets");
      }
    }
    return extra;
  }
}

package darkroom.engine.openai;

import darkroom.config.ConfigReader;
import darkroom.config.Secret;
import darkroom.engine.EngineLimits;
import darkroom.engine.EngineTraits.Cost;
import darkroom.engine.Refusal;
import darkroom.engine.upstream.NativeSizes;
import darkroom.engine.upstream.Seed;
import darkroom.engine.upstream.SizePolicy;
import darkroom.engine.upstream.SizeSettings;
import darkroom.engine.upstream.UpstreamSettings;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Settings of the engine. Its key switches it on; servers that need none are switched on by their
 * address.
 *
 * @param baseUrl without a slash at its end
 * @param isOn whether there is such an engine
 * @param models the server's names by our own; where it has but one, none is needed
 * @param outputFormat png or jpeg
 * @param quality passed on where it is set
 * @param extraArgs what the operator adds to each request
 * @param errorCodes what the operator knows of the server's error codes
 * @param timeout of one request, its answer included
 * @param maxReferenceBytes of all references of one request together
 */
public record OpenAiConfig(
    OpenAiProfile profile,
    Optional<Secret> key,
    URI baseUrl,
    boolean isOn,
    OpenAiSwitches switches,
    Map<String, String> models,
    SizeSettings sizes,
    OutputFormat outputFormat,
    Optional<String> quality,
    ObjectNode extraArgs,
    Map<String, Refusal> errorCodes,
    EngineLimits limits,
    Duration timeout,
    long maxReferenceBytes) {
  private static final String PREFIX = "engine.openai";
  private static final String GPT_IMAGE_2 = "gpt-image-2";

  public OpenAiConfig {
    models = Map.copyOf(models);
    errorCodes = Map.copyOf(errorCodes);
  }

  public static OpenAiConfig read(ConfigReader reader) {
    OpenAiProfile profile =
        reader.choice(
            PREFIX + ".profile",
            OpenAiProfile.class,
            OpenAiProfile.OPENAI,
            "Which server of the family it is; docs/engines/openai.md tells them apart.");
    Optional<Secret> key =
        UpstreamSettings.key(
            reader,
            PREFIX + ".key",
            "API key of OpenAI or Together; switches this engine on. Each picture is billed there."
                + " Optional for servers of your own.");
    Optional<URI> given =
        UpstreamSettings.optionalUrl(
            reader,
            PREFIX + ".base-url",
            "Address up to and including `/v1`; switches this engine on for servers of your own."
                + " Without: where the profile's server usually is.");
    if (given.isPresent() && key.isEmpty() && profile.needsKey()) {
      reader.problem(PREFIX + ".key", "missing", "a key, or another engine.openai.profile");
    }
    OpenAiSwitches switches = OpenAiSwitches.read(reader, profile.switches());
    boolean paid = switches.cost() == Cost.MONEY;
    return new OpenAiConfig(
        profile,
        key,
        given.orElseGet(profile::baseUrl),
        key.isPresent() || given.isPresent(),
        switches,
        UpstreamSettings.models(
            reader, PREFIX + ".models", known(profile), "seedream-4.5=gpt-image-2"),
        sizes(reader, paid),
        reader.choice(
            PREFIX + ".output-format",
            OutputFormat.class,
            OutputFormat.PNG,
            "Format that pictures are asked for in, where the server lets one choose."),
        reader.optionalText(
            PREFIX + ".quality", "The field `quality`, such as `high`; not sent without."),
        extraArgs(reader, switches),
        errorCodes(reader),
        EngineLimits.read(
            reader,
            PREFIX,
            switches.cost(),
            paid
                ? new EngineLimits(8, 0, 0, 1, BigDecimal.ZERO)
                : new EngineLimits(2, 0, 1, 1, BigDecimal.ZERO)),
        reader.duration(
            PREFIX + ".timeout",
            "600s",
            "1s",
            "30m",
            "Longest wait for one picture; after it the outcome is unknown."),
        reader.bytes(
            PREFIX + ".max-reference-bytes-total",
            "30MiB",
            1 << 20,
            1L << 30,
            "Most bytes of reference pictures in one request; larger ones are made smaller."));
  }

  boolean isPaid() {
    return switches.cost() == Cost.MONEY;
  }

  /**
   * The sizes of one model.
   *
   * @param model the server's name; empty where it has but one
   */
  NativeSizes natives(String model) {
    if (!sizes.sizes().isEmpty()) {
      return sizes.natives();
    }
    return switch (profile) {
      case OPENAI -> OpenAiSizes.of(model);
      case TOGETHER -> new NativeSizes.Any();
      case LOCALAI, SD_SERVER, VLLM_OMNI, SGLANG -> sizes.natives();
    };
  }

  /**
   * What is added to a request: what the operator wants, and a seed for servers that draw the same
   * picture without one.
   */
  ObjectNode extras(String attemptId) {
    ObjectNode extras = extraArgs.deepCopy();
    if (profile.repeatsItself() && !extras.has(Seed.FIELD)) {
      extras.put(Seed.FIELD, Seed.of(attemptId));
    }
    return extras;
  }

  private static Map<String, String> known(OpenAiProfile profile) {
    return profile == OpenAiProfile.OPENAI
        ? Map.of("seedream-4.5", GPT_IMAGE_2, "seedream-4.5-edit", GPT_IMAGE_2)
        : Map.of();
  }

  private static SizeSettings sizes(ConfigReader reader, boolean paid) {
    SizeSettings sizes =
        SizeSettings.read(reader, PREFIX, paid ? SizePolicy.EXACT : SizePolicy.RESAMPLE);
    if (paid && sizes.policy() == SizePolicy.RESAMPLE) {
      // callers would pay a vendor's price for pixels that we made up
      reader.problem(
          PREFIX + ".size-policy", "'resample'", "exact or ratio, where pictures cost money");
    }
    return sizes;
  }

  private static ObjectNode extraArgs(ConfigReader reader, OpenAiSwitches switches) {
    ObjectNode extra =
        UpstreamSettings.object(
            reader,
            PREFIX + ".extra-args",
            "JSON object added to each request, such as `{\"num_inference_steps\": 9}`.");
    if (!extra.isEmpty() && switches.promptExtras() == PromptExtras.NONE) {
      reader.problem(
          PREFIX + ".extra-args", "given", "none, as engine.openai.prompt-extras is none");
    }
    for (String name : extra.propertyNames()) {
      if (OpenAiRequest.OURS.contains(name)) {
        reader.problem(PREFIX + ".extra-args", "'" + name + "'", "no field that Darkroom sets");
      }
    }
    return extra;
  }

  private static Map<String, Refusal> errorCodes(ConfigReader reader) {
    var codes = new HashMap<String, Refusal>();
    String expected = "CODE=MEANING, such as other_code=content-policy";
    for (String entry :
        reader.list(
            PREFIX + ".error-codes",
            "What error codes mean, beside those known: CODE=MEANING with content-policy,"
                + " invalid-input, size-unsupported, reference-unreadable, busy, account, model or failed."
                + " `failed` is for codes that prove an end without a bill.")) {
      String[] parts = entry.split("=", 2);
      try {
        String word = parts.length == 2 ? parts[1].strip() : "";
        codes.put(
            parts[0].strip(), Refusal.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')));
      } catch (IllegalArgumentException e) {
        reader.problem(PREFIX + ".error-codes", "'" + entry + "'", expected);
      }
    }
    return codes;
  }
}

package darkroom.engine.ark;

import darkroom.config.ConfigReader;
import darkroom.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Settings of the engine. Without a key there is no such engine.
 *
 * @param baseUrl address of the surface, without a slash at its end
 * @param models Ark's model ids by our own
 * @param concurrency requests in flight at once
 * @param timeout of one request, its answer included
 * @param stream whether answers come as events; a picture's address is known a little earlier then
 * @param maxReferenceBytes of all references of one request together, before base64
 */
public record ArkConfig(
    Optional<Secret> key,
    URI baseUrl,
    Map<String, String> models,
    int concurrency,
    Duration timeout,
    boolean stream,
    long maxReferenceBytes) {
  private static final String BYTEPLUS = "https://ark.ap-southeast.bytepluses.com/api/v3";
  private static final String SEEDREAM_4_5 = "seedream-4-5-251128";
  private static final Pattern VISIBLE = Pattern.compile("[!-~]{1,1000}");
  private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9._:/-]{1,200}");

  public ArkConfig {
    models = Map.copyOf(models);
  }

  public static ArkConfig read(ConfigReader reader) {
    Optional<Secret> key =
        reader.secret(
            "engine.ark.key",
            "API key of BytePlus ModelArk or Volcengine Ark; switches this engine on. Each picture is"
                + " billed there.");
    if (key.isPresent() && !VISIBLE.matcher(key.get().value()).matches()) {
      reader.problem("engine.ark.key", "unusable", "a key as the vendor's console shows it");
    }
    URI baseUrl =
        baseUrl(
            reader,
            reader.text(
                "engine.ark.base-url",
                BYTEPLUS,
                "Address of the surface that issued the key; docs/engines.md lists them."));
    return new ArkConfig(
        key,
        baseUrl,
        models(
            reader,
            baseUrl,
            reader.list(
                "engine.ark.models",
                "Ark's model or endpoint ids by model of ours, such as"
                    + " `seedream-4.5=ep-2026-x, seedream-4.5-edit=ep-2026-x`; for those two the"
                    + " surface's own ids are known.")),
        reader.integer("engine.ark.concurrency", 16, 1, 1_000, "Pictures asked for at once."),
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
            "Ask for answers as events; off for models that cannot (Seedream 5.0 pro)."),
        reader.bytes(
            "engine.ark.max-reference-bytes-total",
            "30MiB",
            1 << 20,
            1L << 30,
            "Most bytes of reference pictures in one request; larger ones are made smaller."));
  }

  private static URI baseUrl(ConfigReader reader, String text) {
    try {
      URI url = new URI(text.replaceFirst("/$", ""));
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web
          && url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getRawQuery() == null
          && url.getRawFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // told below, together with every other form
    }
    // not repeated: it may hold a password
    reader.problem(
        "engine.ark.base-url", "unusable", "an http or https URL with a host and no user name");
    return URI.create(BYTEPLUS);
  }

  private static Map<String, String> models(ConfigReader reader, URI baseUrl, List<String> given) {
    // the Chinese surface names the same models with a prefix
    String prefix = baseUrl.getHost().endsWith(".volces.com") ? "doubao-" : "";
    var models = new HashMap<String, String>();
    models.put("seedream-4.5", prefix + SEEDREAM_4_5);
    models.put("seedream-4.5-edit", prefix + SEEDREAM_4_5);
    for (String entry : given) {
      String[] parts = entry.split("=", 2);
      if (parts.length == 2 && MODEL.matcher(parts[1].strip()).matches()) {
        models.put(parts[0].strip(), parts[1].strip());
      } else {
        reader.problem("engine.ark.models", "'" + entry + "'", "MODEL=ID, parted by commas");
      }
    }
    return models;
  }
}

package darkroom.engine.upstream;

import darkroom.config.ConfigReader;
import darkroom.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Settings that several engines have, read and checked in one way. Stateless. */
public final class UpstreamSettings {
  private static final Pattern VISIBLE = Pattern.compile("[!-~]{1,1000}");
  private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9._:/-]{1,200}");

  private UpstreamSettings() {}

  /** A vendor's key, which goes into a header as it is. */
  public static Optional<Secret> key(ConfigReader reader, String name, String description) {
    Optional<Secret> key = reader.secret(name, description);
    if (key.isPresent() && !VISIBLE.matcher(key.get().value()).matches()) {
      reader.problem(name, "unusable", "a key as the vendor's console shows it");
    }
    return key;
  }

  /**
   * An address to which paths are appended.
   *
   * @return without a slash at its end; the fallback when it is unusable, which is a problem then
   */
  public static URI baseUrl(ConfigReader reader, String name, String fallback, String description) {
    return parse(reader, name, reader.text(name, fallback, description))
        .orElseGet(() -> URI.create(fallback));
  }

  /** The same, for an engine that is switched on by its address. */
  public static Optional<URI> optionalUrl(ConfigReader reader, String name, String description) {
    return reader.optionalText(name, description).flatMap(text -> parse(reader, name, text));
  }

  /**
   * One of a few words that may be left out.
   *
   * @param description without a full stop; the words are added
   */
  public static <E extends Enum<E>> Optional<E> optionalChoice(
      ConfigReader reader, String name, Class<E> type, String description) {
    E[] constants = type.getEnumConstants();
    String words =
        Arrays.stream(constants).map(UpstreamSettings::word).collect(Collectors.joining(", "));
    Optional<String> text = reader.optionalText(name, description + ". One of " + words + ".");
    Optional<E> found =
        text.flatMap(given ->
            Arrays.stream(constants)
                .filter(constant -> word(constant).equals(given.strip()))
                .findFirst());
    if (text.isPresent() && found.isEmpty()) {
      reader.problem(name, "'" + text.get() + "'", "one of " + words);
    }
    return found;
  }

  /**
   * A JSON object that is sent along as it is.
   *
   * @return empty object when there is none, or an unusable one, which is a problem then
   */
  public static ObjectNode object(ConfigReader reader, String name, String description) {
    Optional<String> text = reader.optionalText(name, description);
    if (text.isPresent()) {
      if (UpstreamJson.object(text.get()).orElse(null) instanceof ObjectNode object) {
        return object;
      }
      reader.problem(name, "unusable", "a JSON object such as {\"steps\": 20}");
    }
    return UpstreamJson.MAPPER.createObjectNode();
  }

  /**
   * The vendor's names of our models.
   *
   * @param known those that need no setting
   * @param example for the description, such as {@code seedream-4.5=ep-2026-x}
   */
  public static Map<String, String> models(
      ConfigReader reader, String name, Map<String, String> known, String example) {
    var models = new HashMap<>(known);
    String description =
        "The vendor's names by model of ours, such as `"
            + example
            + "`"
            + (known.isEmpty() ? "." : "; beside those known already.");
    for (String entry : reader.list(name, description)) {
      String[] parts = entry.split("=", 2);
      if (parts.length == 2 && MODEL.matcher(parts[1].strip()).matches()) {
        models.put(parts[0].strip(), parts[1].strip());
      } else {
        reader.problem(name, "'" + entry + "'", "MODEL=ID, parted by commas");
      }
    }
    return Map.copyOf(models);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Optional<URI> parse(ConfigReader reader, String name, String text) {
    try {
      URI url = new URI(text.replaceFirst("/$", ""));
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web
          && url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getRawQuery() == null
          && url.getRawFragment() == null) {
        return Optional.of(url);
      }
    } catch (URISyntaxException e) {
      // told below, together with every other form
    }
    // not repeated: it may hold a password
    reader.problem(name, "unusable", "an http or https URL with a host and no user name");
    return Optional.empty();
  }
}

package darkroom.config;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads settings: environment before file before default. Problems are collected, not thrown, so
 * that an operator sees all of them at once from {@link #check}. Not thread-safe; used once at
 * start.
 */
public final class ConfigReader {
  private static final String SECRET = "secret";
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,6}(\\.\\d{1,6})?");
  private static final Pattern BYTES = Pattern.compile("(\\d{1,18})(B|KiB|MiB|GiB)?");

  private final Map<String, String> file;
  private final Map<String, String> environment;
  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> openSecretFiles = new ArrayList<>();

  /**
   * @param file keys and values of the settings file
   * @param environment the process environment; only names that begin with {@code DARKROOM_} count
   */
  public ConfigReader(Map<String, String> file, Map<String, String> environment) {
    this.file = Map.copyOf(file);
    this.environment = Map.copyOf(environment);
  }

  public String text(String key, String fallback, String description) {
    return value(key, "text", fallback, description, text -> text);
  }

  /** A text that may be left out; an empty value counts as left out. */
  public Optional<String> optionalText(String key, String description) {
    String text = text(key, "", description);
    return text.isBlank() ? Optional.empty() : Optional.of(text);
  }

  public boolean flag(String key, boolean fallback, String description) {
    return value(
        key,
        "true or false",
        Boolean.toString(fallback),
        description,
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException("true or false");
            });
  }

  public int integer(String key, int fallback, int min, int max, String description) {
    return value(
        key,
        "number",
        Integer.toString(fallback),
        description,
        text -> (int) within(parseLong(text), min, max, min + " to " + max));
  }

  /** A length of time such as {@code 250ms}, {@code 15s}, {@code 30m}, {@code 24h}, {@code 90d}. */
  public Duration duration(
      String key, String fallback, String min, String max, String description) {
    Duration least = parseDuration(min);
    Duration most = parseDuration(max);
    return value(
        key,
        "duration",
        fallback,
        description,
        text -> {
          Duration duration = parseDuration(text);
          if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw new IllegalArgumentException("a duration from " + min + " to " + max);
          }
          return duration;
        });
  }

  /** A plain number with a point, from 0 to 1,000,000, such as {@code 0.04}. */
  public BigDecimal decimal(String key, String fallback, String description) {
    return value(
        key,
        "decimal",
        fallback,
        description,
        text -> {
          if (!DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException("a number such as 0.04, from 0 to 1000000");
          }
          return new BigDecimal(text);
        });
  }

  /** A number of bytes such as {@code 64KiB}, {@code 20MiB}, {@code 1GiB}. */
  public long bytes(String key, String fallback, long min, long max, String description) {
    return value(
        key,
        "bytes",
        fallback,
        description,
        text -> within(parseBytes(text), min, max, min + " to " + max + " bytes"));
  }

  /** Values parted by commas; none by default. */
  public List<String> list(String key, String description) {
    return value(
        key,
        "list",
        "",
        description,
        text ->
            Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList());
  }

  public <E extends Enum<E>> E choice(String key, Class<E> type, E fallback, String description) {
    E[] constants = type.getEnumConstants();
    String words = String.join(", ", Arrays.stream(constants).map(ConfigReader::word).toList());
    return value(
        key,
        words,
        word(fallback),
        description,
        text ->
            Arrays.stream(constants)
                .filter(constant -> word(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("one of " + words)));
  }

  /** A secret, given as itself or as a file that holds it ({@code KEY-file}, {@code …_FILE}). */
  public Optional<Secret> secret(String key, String description) {
    Optional<String> direct =
        Optional.of(value(key, SECRET, "", description, text -> text)).filter(s -> !s.isBlank());
    Optional<String> path =
        optionalText(key + "-file", "File that holds `" + key + "`, instead of the value itself.");
    if (direct.isPresent() && path.isPresent()) {
      problem(key, "given twice", "the value or the file, not both");
    }
    return direct.or(() -> path.flatMap(file -> readSecret(key + "-file", file))).map(Secret::new);
  }

  /** Adds a problem found by a room's own check. */
  public void problem(String key, String found, String expected) {
    problems.add(key + ": " + found + " (expected: " + expected + ")");
  }

  /** Every setting asked for so far, in the order of asking. */
  public List<Setting> settings() {
    return List.copyOf(settings.values());
  }

  /** Names in the environment that look like ours and are not; worth a warning. */
  public List<String> unknownEnvironment() {
    var known = new TreeSet<>(settings.values().stream().map(Setting::environmentName).toList());
    return environment.keySet().stream()
        .filter(name -> name.startsWith("DARKROOM_") && !known.contains(name))
        .sorted()
        .toList();
  }

  /**
   * Adds a problem when a settings file holds a secret and every user of the machine may read it.
   */
  public void refuseOpenSecrets(Path settingsFile) {
    if (OwnerOnly.isReadableByAll(settingsFile)) {
      settings.values().stream()
          .filter(setting -> setting.type().equals(SECRET) && file.containsKey(setting.key()))
          .forEach(setting ->
              problem(
                  setting.key(),
                  "stands in " + settingsFile + ", which every user can read",
                  "chmod o= on that file, or the secret in a file of its own"));
    }
  }

  /**
   * Settings whose secret was read from a file that every user of the machine may read; worth a
   * warning only, because containers mount secrets so.
   */
  public List<String> openSecretFiles() {
    return List.copyOf(openSecretFiles);
  }

  /** Call last: throws with every problem, unknown keys of the file included. */
  public void check() {
    List<String> all = new ArrayList<>(problems);
    for (String key : new TreeSet<>(file.keySet())) {
      if (!settings.containsKey(key)) {
        all.add(key + ": no such setting (docs/configuration.md lists them)");
      }
    }
    if (!all.isEmpty()) {
      throw new ConfigException(all);
    }
  }

  private <T> T value(
      String key, String type, String fallback, String description, Function<String, T> parse) {
    var setting = new Setting(key, type, fallback, description);
    if (settings.putIfAbsent(key, setting) != null) {
      throw new IllegalStateException("setting declared twice: " + key);
    }
    String text = environment.get(setting.environmentName());
    if (text == null) {
      text = file.getOrDefault(key, fallback);
    }
    try {
      return parse.apply(text.strip());
    } catch (IllegalArgumentException e) {
      problem(
          key, type.equals(SECRET) ? "unusable" : "'" + text + "'", String.valueOf(e.getMessage()));
      return parse.apply(fallback);
    }
  }

  private Optional<String> readSecret(String key, String path) {
    try {
      Path place = Path.of(path);
      if (OwnerOnly.isReadableByAll(place)) {
        openSecretFiles.add(key);
      }
      String text = Files.readString(place).strip();
      if (text.isEmpty()) {
        // a mount that failed, most likely; nothing may be sealed or signed under nothing
        problem(key, "'" + path + "' is empty", "a file that holds the secret");
        return Optional.empty();
      }
      return Optional.of(text);
    } catch (IOException | InvalidPathException e) {
      problem(key, "'" + path + "' cannot be read", "a readable file");
      return Optional.empty();
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private static long parseLong(String text) {
    if (!text.matches("-?\\d{1,18}")) {
      throw new IllegalArgumentException("a whole number");
    }
    return Long.parseLong(text);
  }

  private static long within(long number, long min, long max, String range) {
    if (number < min || number > max) {
      throw new IllegalArgumentException(range);
    }
    return number;
  }

  private static Duration parseDuration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a duration such as 250ms, 15s, 30m, 24h or 90d");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private static long parseBytes(String text) {
    Matcher matcher = BYTES.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a size such as 64KiB, 20MiB or 1GiB");
    }
    int shift =
        switch (Objects.requireNonNullElse(matcher.group(2), "B")) {
          case "KiB" -> 10;
          case "MiB" -> 20;
          case "GiB" -> 30;
          default -> 0;
        };
    long amount = Long.parseLong(matcher.group(1));
    if (amount > Long.MAX_VALUE >> shift) {
      throw new IllegalArgumentException("a size that fits into 63 bits");
    }
    return amount << shift;
  }
}

package darkroom;

import darkroom.account.KeyFormat;
import darkroom.catalog.CatalogConfig;
import darkroom.config.ConfigReader;
import darkroom.config.Secret;
import darkroom.db.StoreConfig;
import darkroom.engine.prompt.PromptConfig;
import darkroom.image.DecoderConfig;
import darkroom.image.FetchConfig;
import darkroom.image.ImageLimits;
import darkroom.image.MetadataConfig;
import darkroom.net.NetConfig;
import darkroom.storage.StorageConfig;
import darkroom.task.TaskConfig;
import darkroom.webhook.WebhookConfig;
import darkroom.wire.HttpConfig;
import darkroom.worker.WorkerConfig;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** All settings of the process: a few of its own and one record per room. */
record Settings(
    Path data,
    Optional<URI> publicUrl,
    Optional<Secret> secretKey,
    Optional<Secret> bootstrapKey,
    LogFormat logFormat,
    HttpConfig http,
    TaskConfig task,
    WorkerConfig worker,
    StorageConfig storage,
    StoreConfig store,
    WebhookConfig webhook,
    NetConfig net,
    ImageLimits image,
    FetchConfig fetch,
    DecoderConfig decoder,
    MetadataConfig metadata,
    CatalogConfig catalog,
    PromptConfig prompt,
    EngineSettings engines) {

  /** Environment names that are ours and no settings of the server. */
  static final List<String> OTHER_ENVIRONMENT =
      List.of(
          "DARKROOM_CONFIG",
          "DARKROOM_KEY",
          "DARKROOM_ADMIN_KEY",
          "DARKROOM_SERVER",
          "DARKROOM_JAVA_OPTS");

  /** Characters that a secret key has at least; one made here has 43. */
  static final int SHORTEST_SECRET_KEY = 16;

  /** How log lines look. */
  enum LogFormat {
    TEXT,
    JSON
  }

  /** Reads all rooms' settings; the caller then asks {@code reader.check()} for problems. */
  static Settings read(ConfigReader reader) {
    var settings =
        new Settings(
            Path.of(
                reader.text("data", "data", "Folder of the database, the pictures and the keys.")),
            reader
                .optionalText(
                    "public-url",
                    "Address under which clients reach this server, such as https://img.example.org;"
                        + " required unless it listens on loopback.")
                .flatMap(text -> publicUrl(reader, text)),
            reader.secret(
                "secret-key",
                "Key that seals webhook secrets in the database, 16 characters at least; without it"
                    + " the file `secret-key` in the data folder is made and used."),
            reader.secret(
                "bootstrap-key",
                "API key of the first account, instead of a random one; same form as any key."),
            reader.choice("log.format", LogFormat.class, LogFormat.TEXT, "How log lines look."),
            HttpConfig.read(reader),
            TaskConfig.read(reader),
            WorkerConfig.read(reader),
            StorageConfig.read(reader),
            StoreConfig.read(reader),
            WebhookConfig.read(reader),
            NetConfig.read(reader),
            ImageLimits.read(reader),
            FetchConfig.read(reader),
            DecoderConfig.read(reader),
            MetadataConfig.read(reader),
            CatalogConfig.read(reader),
            PromptConfig.read(reader),
            EngineSettings.read(reader));
    if (settings.secretKey.isPresent()
        && !settings.secretKey.get().isAtLeast(SHORTEST_SECRET_KEY)) {
      reader.problem(
          "secret-key",
          "too short",
          "at least " + SHORTEST_SECRET_KEY + " characters, drawn at random");
    }
    if (settings.bootstrapKey.isPresent()
        && !KeyFormat.isWellFormed(settings.bootstrapKey.get().value())) {
      reader.problem(
          "bootstrap-key",
          "not a key",
          "sk- or sk-test-, 30 characters of 0-9A-Za-z and their checksum of 6; './darkroom keys"
              + " create' makes such keys");
    }
    for (String range : settings.http.trustedProxies()) {
      if (!AddressRanges.isRange(range)) {
        reader.problem("http.trusted-proxies", "'" + range + "'", "an address or a CIDR range");
      }
    }
    if (settings.publicUrl.isEmpty() && !isLoopback(settings.http.host())) {
      reader.problem(
          "public-url",
          "missing",
          "the address clients use, because http.host is not a loopback address");
    }
    return settings;
  }

  /**
   * Whether only this machine can reach us: then, and only then, callbacks and references may point
   * at loopback and private addresses without being listed.
   */
  boolean isLoopbackInstallation() {
    boolean publicLoopback = publicUrl.map(url -> isLoopback(url.getHost())).orElse(true);
    return isLoopback(http.host()) && publicLoopback && http.trustedProxies().isEmpty();
  }

  private static boolean isLoopback(String host) {
    try {
      return host.equals("localhost")
          || (host.matches("[0-9.]+|\\[?[0-9a-fA-F:]+\\]?")
              && InetAddress.getByName(host).isLoopbackAddress());
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static Optional<URI> publicUrl(ConfigReader reader, String text) {
    try {
      URI url = new URI(text);
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web
          && url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getRawQuery() == null) {
        return Optional.of(url);
      }
    } catch (URISyntaxException e) {
      // told below, together with every other form
    }
    reader.problem("public-url", "'" + text + "'", "an http or https URL with a host");
    return Optional.empty();
  }
}

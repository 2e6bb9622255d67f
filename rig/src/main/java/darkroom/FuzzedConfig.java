package darkroom;

import darkroom.config.ConfigException;
import darkroom.config.ConfigReader;
import darkroom.config.SettingsFile;
import darkroom.verify.fuzz.Finding;
import darkroom.verify.fuzz.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Any settings file is taken, or refused with its problems in words. */
public final class FuzzedConfig implements Target {
  private final Path file;
  private final List<String> keys;

  public FuzzedConfig(Path folder) {
    file = folder.resolve("darkroom.conf");
    var reader = new ConfigReader(Map.of(), Map.of());
    Settings.read(reader);
    keys = reader.settings().stream().map(setting -> "\n" + setting.key() + "=").toList();
  }

  @Override
  public String name() {
    return "config";
  }

  @Override
  public List<String> seeds() {
    return List.of(
        "# a comment\nhttp.port = 8080\ntask.lease = 15s\n",
        "net.allowed-ranges = 10.0.0.0/8, fd00::/8\nhttp.trusted-proxies=192.0.2.1\n",
        "webhook.schedule = 0s,5s,5m\nhttp.body-limit=32MiB\npublic-url=https://img.example.org\n");
  }

  @Override
  public List<String> words() {
    return keys;
  }

  @Override
  public String read(byte[] input) throws IOException {
    Files.write(file, input);
    try {
      var reader = new ConfigReader(SettingsFile.read(Optional.of(file)), Map.of());
      Settings.read(reader).isLoopbackInstallation();
      reader.check();
      return "taken";
    } catch (ConfigException refused) {
      Finding.unless(!refused.problems().isEmpty(), "refused without a word");
      return refused.problems().getFirst().replaceAll("[0-9]+", "n").split(":", 2)[0]
          + refused.problems().size() % 8;
    }
  }
}

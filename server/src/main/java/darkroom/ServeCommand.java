package darkroom;

import darkroom.catalog.CatalogException;
import darkroom.config.ConfigException;
import darkroom.config.ConfigReader;
import darkroom.config.SettingsFile;
import darkroom.engine.Engine;
import darkroom.task.StoreException;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the server until it is told to stop. */
@Command(
    name = "serve",
    description = "Start the server (the default).",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);
  private static final String DEFAULT_FILE = "darkroom.conf";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings file; default: DARKROOM_CONFIG, else darkroom.conf if it is there.")
  private @Nullable Path file;

  @Option(names = "--settings", description = "Print every setting and its default, then stop.")
  private boolean printSettings;

  @Option(names = "--check", description = "Start, and stop again as soon as the server is ready.")
  private boolean check;

  private final List<Engine> moreEngines;
  private volatile int status;

  /**
   * @param moreEngines engines beside the configured ones
   */
  ServeCommand(List<Engine> moreEngines) {
    this.moreEngines = List.copyOf(moreEngines);
  }

  @Override
  public void run() {
    try {
      if (printSettings) {
        print(System.out);
      } else {
        serve();
      }
    } catch (ConfigException e) {
      System.err.println("Darkroom cannot start; the settings have problems:");
      e.problems().forEach(problem -> System.err.println("  " + problem));
      exit(2);
    } catch (CatalogException e) {
      System.err.println("Darkroom cannot start; the model descriptors have problems:");
      e.problems().forEach(problem -> System.err.println("  " + problem));
      exit(2);
    } catch (StartException | StoreException e) {
      System.err.println("Darkroom cannot start: " + e.getMessage());
      exit(1);
    } catch (IOException e) {
      System.err.println("Darkroom cannot start: " + e);
      exit(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("SystemExitOutsideMain") // a start that failed has nobody to return to
  private void exit(int code) {
    status = code;
    System.exit(code);
  }

  private void serve() throws IOException, InterruptedException {
    Map<String, String> environment = System.getenv();
    Optional<Path> file = settingsFile(environment);
    var reader = new ConfigReader(SettingsFile.read(file), environment);
    Settings settings = Settings.read(reader);
    file.ifPresent(reader::refuseOpenSecrets);
    reader.check();
    LogSetup.use(settings.logFormat());
    for (String name : reader.unknownEnvironment()) {
      if (!Settings.OTHER_ENVIRONMENT.contains(name)) {
        log.atWarn().addKeyValue("name", name).log("config.unknown_environment");
      }
    }
    for (String key : reader.openSecretFiles()) {
      log.atWarn().addKeyValue("name", key).log("config.secret_file_open");
    }
    var darkroom = new Darkroom(settings, moreEngines);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(darkroom), "shutdown"));
    darkroom.start();
    if (check) {
      darkroom.greeting().printPlace(System.out);
      exit(0);
    }
    darkroom.greeting().print(System.out, isTerminal());
    new CountDownLatch(1).await(); // until the shutdown hook ends the process
  }

  private Optional<Path> settingsFile(Map<String, String> environment) {
    return Optional.ofNullable(file)
        .or(() -> Optional.ofNullable(environment.get("DARKROOM_CONFIG")).map(Path::of))
        .or(() -> Optional.of(Path.of(DEFAULT_FILE)).filter(java.nio.file.Files::exists));
  }

  /**
   * A stop that was asked for ends with status 0, where the JVM's own would be that of the signal.
   */
  private void stop(Darkroom darkroom) {
    darkroom.close();
    Runtime.getRuntime().halt(status);
  }

  @SuppressWarnings("SystemConsoleNull") // it is null where standard input is no terminal
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private static void print(PrintStream out) {
    var reader = new ConfigReader(Map.of(), Map.of());
    Settings.read(reader);
    reader
        .settings()
        .forEach(setting ->
            out.printf(
                "%-32s %-40s %s%n", setting.key(), setting.environmentName(), setting.fallback()));
  }
}

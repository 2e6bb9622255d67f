package darkroom.verify.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import darkroom.verify.Plan;
import darkroom.verify.Run;
import darkroom.verify.Tally;
import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * V20 (T30, T47, T56, and what T57 says of temporary files): a server whose every door has been
 * used with a canary, in both log formats, killed, asked for a thread dump and crashed. A round is
 * one more account, whose key and webhook secrets are looked for in a backup.
 */
public final class SecretsRun implements Run {
  private static final int FULL_ACCOUNTS = 1_000;

  @Override
  public String name() {
    return "secrets";
  }

  @Override
  public String promise() {
    return "keys, secrets and prompts show nowhere but where they belong";
  }

  @Override
  public Tally run(Plan plan) throws IOException, InterruptedException {
    var secrets = new Canaries(plan.random("secrets"));
    var words = new Canaries(plan.random("words"));
    var places = new Places(secrets, words);
    var tally = new Tally();
    try (var outside = new Outside(words.word("answer of a receiver"))) {
      Path temporary = Files.createDirectory(plan.folder().resolve("tmp"));
      Victim.Settings settings = settings(plan, secrets, temporary);
      try (Victim victim = settings.start()) {
        var caller = new Caller(victim);
        String admin = secrets.known("admin key", victim.adminKey());
        var traffic = new Traffic(caller, secrets, words, outside, admin);
        String key = use(traffic);
        places.process(victim.pid());
        places.clean("metrics", metrics(caller, admin));
        signal("QUIT", victim.pid()); // a thread dump on standard output
        victim.kill();
        settings.env("DARKROOM_LOG_FORMAT", "json");
        FileTime killed = FileTime.from(Instant.now());
        try (Victim second = victim.relaunch(settings)) {
          second.awaitReady(Duration.ofSeconds(60));
          tally.bad("orphans", orphans(second, temporary, killed));
          traffic.troubles(key);
          traffic.settle(key);
          for (int i = 0; i < plan.rounds(FULL_ACCOUNTS); i++) {
            traffic.account();
          }
          places.clean("metrics", metrics(caller, admin));
          places.secretless("backup", backup(second, plan.folder().resolve("backup.db")));
          tally.bad("open_files", open(second.data()));
          signal("SEGV", second.pid());
          second.awaitExit(Duration.ofSeconds(30));
        }
        // with engines of money the built-in one would draw no more, so these come last
        engines(plan, settings, secrets, outside);
        try (Victim third = victim.relaunch(settings)) {
          third.awaitReady(Duration.ofSeconds(60));
          places.process(third.pid());
          traffic.engines(key);
          traffic.settle(key);
          places.clean("metrics", metrics(caller, admin));
          signal("QUIT", third.pid());
          third.kill();
        }
        tally.exactly("crash_files", crashFiles(victim.data()), 1);
        caller.errors().forEach(error -> places.clean("error answer", error.getBytes(UTF_8)));
        tally.bad("traces", caller.errors().stream().filter(SecretsRun::isTrace).count());
        tally.volume("errors", caller.errors().size(), 30).volume("callbacks", outside.asked(), 20);
        places.clean("log", Files.readAllBytes(victim.log()));
        places.folder(victim.data());
        for (Path left : Places.files(temporary)) {
          places.clean("temporary file", Files.readAllBytes(left));
        }
      }
    }
    places.found().forEach(plan::progress);
    return tally
        .volume("canaries", secrets.size() + words.size(), 40)
        .bad("found", places.found().size())
        .fact("bytes", places.bytes())
        .exactly("control_found", control(plan, secrets, words), 1);
  }

  /** As {@code ./darkroom} starts it, but for the umask: rights must not depend on that. */
  private static Victim.Settings settings(Plan plan, Canaries secrets, Path temporary)
      throws IOException {
    secrets.known("bootstrap key", Victim.MEMBER_KEY);
    return Victim.of(plan)
        .unset("DARKROOM_BOOTSTRAP_KEY")
        .env("DARKROOM_BOOTSTRAP_KEY_FILE", secretFile(plan, "bootstrap", Victim.MEMBER_KEY))
        .env("DARKROOM_SECRET_KEY_FILE", secretFile(plan, "seal", secrets.word("secret key")))
        .env("DARKROOM_WEBHOOK_SCHEDULE", "0s,1s,1s")
        .flag("-Djava.io.tmpdir=" + temporary)
        .flag("-XX:-HeapDumpOnOutOfMemoryError")
        .flag("-XX:-CreateCoredumpOnCrash")
        .flag("-XX:-UsePerfData")
        .flag("-XX:ErrorFile=" + plan.folder().resolve("data") + "/hs_err_%p.log");
  }

  /** One at a closed port, one at a host that refuses its key. */
  private static void engines(
      Plan plan, Victim.Settings settings, Canaries secrets, Outside outside) throws IOException {
    for (String name : List.of("ark.key", "poyo.key", "poyo.webhook-key")) {
      String key = secrets.word("engine." + name);
      settings.setting("engine." + name + "-file", secretFile(plan, name, key));
    }
    settings
        .env("DARKROOM_TASK_DEADLINE", "5s")
        .setting("engine.ark.base-url", "http://127.0.0.1:1/api/v3")
        .setting("engine.poyo.base-url", outside.engine(401));
  }

  private static String secretFile(Plan plan, String name, String secret) throws IOException {
    Path file = plan.folder().resolve(name);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, secret).toString();
  }

  /** Every route once and more; the key that was used for tasks. */
  private static String use(Traffic traffic) throws IOException, InterruptedException {
    traffic.identity();
    traffic.strangers();
    String key = traffic.account();
    traffic.tasks(key);
    traffic.settle(key);
    return key;
  }

  private static byte[] metrics(Caller caller, String admin)
      throws IOException, InterruptedException {
    return caller.send("GET", admin, "/metrics", "", Map.of()).getBytes(UTF_8);
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    TimeUnit.MILLISECONDS.sleep(500); // a thread dump has no end that could be awaited
  }

  /** What the killed process left half done and the next start did not sweep. */
  private static long orphans(Victim victim, Path temporary, FileTime killed) throws IOException {
    long left = Places.files(temporary).size();
    for (String folder : List.of("objects/tmp", "scratch", "native")) {
      for (Path file : Places.files(victim.data().resolve(folder))) {
        left += Files.getLastModifiedTime(file).compareTo(killed) < 0 ? 1 : 0;
      }
    }
    return left;
  }

  /**
   * What others than the owner may read, write or enter; but for the empty lock file that SQLite's
   * driver puts beside its library, in a folder nobody else can enter.
   */
  private static long open(Path data) throws IOException {
    long open = 0;
    try (Stream<Path> tree = Files.walk(data)) {
      for (Path path : tree.toList()) {
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(path);
        if (!path.toString().endsWith(".so.lck")
            && rights.stream().anyMatch(right -> !right.name().startsWith("OWNER"))) {
          open++;
        }
      }
    }
    return open;
  }

  /** T49: the inside of the program shows in an answer. */
  private static boolean isTrace(String error) {
    return error.contains("Exception") || error.contains(".java:");
  }

  private static long crashFiles(Path data) throws IOException {
    return Places.files(data).stream()
        .filter(file -> file.getFileName().toString().startsWith("hs_err_"))
        .count();
  }

  /** As docs/operations.md makes one, from beside the running server. */
  private static byte[] backup(Victim victim, Path into) throws IOException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + victim.data().resolve("darkroom.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("vacuum into '" + into + "'");
    } catch (SQLException e) {
      throw new IOException("cannot make the backup", e);
    }
    return Files.readAllBytes(into);
  }

  /** The same search over a line that leaks one secret in base64. */
  private static long control(Plan plan, Canaries secrets, Canaries words) throws IOException {
    Path log = plan.folder().resolve("control.log");
    String leaked = Base64.getEncoder().encodeToString(Victim.MEMBER_KEY.getBytes(UTF_8));
    Files.writeString(log, "2026-11-23T00:00:00.000Z INFO  http.failed key=\"" + leaked + "\"\n");
    var places = new Places(secrets, words);
    places.clean("log", Files.readAllBytes(log));
    return places.found().size();
  }
}

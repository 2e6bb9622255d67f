package darkroom.verify.picture;

import darkroom.verify.Plan;
import darkroom.verify.Run;
import darkroom.verify.Tally;
import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * Asks the file route for what it must not give (T17, T18, T19): ways out of the folder, guessed
 * and mutated URLs, links planted in the data folder, odd ranges and conditions, slow readers. A
 * round is a hundred traversal spellings and five hundred URLs.
 */
public final class FilesRun implements Run {
  private static final int ROUNDS = 200;
  private static final String CANARY = "canary-outside-the-objects";

  @Override
  public String name() {
    return "files";
  }

  @Override
  public String promise() {
    return "a file URL gives that file and nothing else, and no reader holds it for ever";
  }

  @Override
  public Tally run(Plan plan) throws Exception {
    int rounds = plan.rounds(ROUNDS);
    var tally = new Tally();
    Path secret = Files.writeString(plan.folder().resolve("outside.txt"), CANARY);
    try (EngineProcess engine = EngineProcess.start(plan.folder().resolve("mock.jsonl"), 1);
        Victim victim =
            Victim.of(plan)
                .engine(engine.address())
                .env("DARKROOM_WORKER_ENGINE_POLL", "50ms")
                .env("DARKROOM_HTTP_ANSWER_TIME", "3s")
                .env("DARKROOM_HTTP_ANSWER_RATE", "8MiB")
                .start()) {
      var caller = new Caller(victim);
      URI small = stored(caller, "A heron");
      URI large = stored(caller, "{{lie large}}");
      Files.writeString(victim.data().resolve("canary"), CANARY);
      try (var wire = new RawHttp(victim.port())) {
        var spellings = new Spellings(plan.random("spellings"), small.getRawPath());
        tally.bad("outside", "mutants_served", "status500");
        plan.progress("traversal");
        for (int i = 0; i < rounds * 100; i++) {
          judge(tally, "outside", wire.get(spellings.traversal()));
        }
        tally.volume("traversal", rounds * 100L, 20_000);
        plan.progress("mutants");
        for (int i = 0; i < rounds * 500; i++) {
          judge(tally, "mutants_served", wire.get(spellings.mutant()));
        }
        tally.volume("mutants", rounds * 500L, 100_000);
      }
      plan.progress("ranges");
      new Ranges(victim.port(), small.getRawPath(), tally).run(plan.random("ranges"), rounds * 10);
      plan.progress("slow reader");
      new SlowReader(victim.port(), large.getRawPath(), tally).run();
      plantLinks(victim, caller, small, secret, tally);
      tally.bad("dead", victim.isAlive() ? 0 : 1);
    }
    return tally;
  }

  private static URI stored(Caller caller, String prompt) throws Exception {
    String task = caller.submit(prompt, List.of()).task().orElseThrow();
    JsonNode end = caller.end(task).orElseThrow(() -> new IOException("no end"));
    if (!end.path("status").asString().equals("finished")) {
      throw new IOException("no picture to ask for: " + end);
    }
    return URI.create(end.path("files").get(0).path("file_url").asString());
  }

  private static void judge(Tally tally, String key, RawHttp.Answer answer) {
    boolean served =
        answer.status() == 200
            || answer.status() == 206
            || answer.body().contains(CANARY)
            || answer.body().contains("SQLite format")
            || answer.body().contains("root:x:0");
    tally.bad(key, served ? 1 : 0);
    tally.bad("status500", answer.status() >= 500 ? 1 : 0);
  }

  /** Puts links in place of a stored picture and of its folder; neither may be followed. */
  private static void plantLinks(Victim victim, Caller caller, URI url, Path secret, Tally tally)
      throws Exception {
    tally.bad("links_followed");
    Path file;
    try (var tree = Files.walk(victim.data().resolve("objects/file"))) {
      byte[] wanted = caller.file(url).body();
      file = null;
      for (Path path : tree.filter(Files::isRegularFile).toList()) {
        if (java.util.Arrays.equals(Files.readAllBytes(path), wanted)) {
          file = path;
        }
      }
    }
    if (file == null) {
      throw new IOException("the stored picture was not found below the data folder");
    }
    Path aside = Files.move(file, file.resolveSibling("aside"));
    Files.createSymbolicLink(file, secret);
    check(caller, url, tally);
    Files.delete(file);
    Files.move(aside, file);
    Path folder = Objects.requireNonNull(file.getParent());
    Path moved = Files.move(folder, folder.resolveSibling("moved-aside"));
    Files.createSymbolicLink(folder, moved);
    check(caller, url, tally);
    Files.delete(folder);
    Files.move(moved, folder);
    tally.fact("links", 2);
    tally.exactly("healed", caller.file(url).statusCode(), 200);
  }

  private static void check(Caller caller, URI url, Tally tally) throws InterruptedException {
    try {
      var answer = caller.file(url);
      String body = new String(answer.body(), StandardCharsets.ISO_8859_1);
      boolean followed = answer.statusCode() == 200 || body.contains(CANARY);
      tally.bad("links_followed", followed ? 1 : 0);
    } catch (IOException cutOff) {
      // the answer had begun when the file could not be opened; nothing of it came
    }
  }
}

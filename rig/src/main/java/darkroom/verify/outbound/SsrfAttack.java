package darkroom.verify.outbound;

import darkroom.verify.Plan;
import darkroom.verify.Tally;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.stream.IntStream;
import java.util.regex.Pattern;
import java.util.regex.Matcher;
import java.util.HashMap;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * The parts of the ssrf run. A round is a hundredth of the whole. Judged is what arrived: each
 * connection at the far side must be to a host that the run itself called public, and the kernel
 * must have counted no connection of the victim's beside these.
 */
final class SsrfAttack {
  /** All hosts of this network are the run's own and public. */
  private static final String OURS = "45.33.";

  private static final int FULL = 100;
  private static final int BATCH = 10;
  private static final List<String> ODD_TARGETS =
      List.of(
          "127.0.0.1",
          "169.254.169.254",
          "10.0.0.1",
          "192.168.1.1",
          "172.16.0.1",
          "100.64.0.1",
          "0.0.0.0",
          Island.VICTIM);
  private static final List<Integer> CODES = List.of(300, 301, 302, 303, 304, 305, 306, 307, 308);
  private static final Pattern ENDED =
      Pattern.compile(" task\\.ended task=\"([^\"]+)\".* ms=\"(\\d+)\"");

  private final Plan plan;
  private final World world;
  private final Caller caller;
  private final Tally tally = new Tally();
  private final Set<String> urls = ConcurrentHashMap.newKeySet();
  private final Set<String> aimed = ConcurrentHashMap.newKeySet();
  private final Set<String> permitted = ConcurrentHashMap.newKeySet();
  private long closedDoors;

  SsrfAttack(Plan plan, World world) {
    this.plan = plan;
    this.world = world;
    caller = new Caller(world.victim());
    tally.fact("urls", 0).fact("addrs", 0).fact("fetch_flips", 0).fact("callback_flips", 0);
    tally.fact("redirects", 0);
    tally.bad(
        "inside_hits", "false_blocks", "form_accepted", "loop_over", "oracle", "own_file_bad");
    tally.bad("late_reached", "closed_door_wrong");
  }

  List<SsrfRun.Step> steps() {
    return List.of(
        new SsrfRun.Step("addresses as literals and behind names", this::addresses),
        new SsrfRun.Step("odd spellings", this::spellings),
        new SsrfRun.Step("forms", this::forms),
        new SsrfRun.Step("public hosts", this::publicHosts),
        new SsrfRun.Step("redirects", this::redirects),
        new SsrfRun.Step("names that flip", this::flips),
        new SsrfRun.Step("names that turn bad after submit", this::late),
        new SsrfRun.Step("what a tenant can tell apart", this::oracle),
        new SsrfRun.Step("our own files", this::ownFile));
  }

  /** Judges what the listeners and the kernel counted. */
  Tally tally() throws Exception {
    caller.awaitQuiet(Duration.ofMinutes(3));
    List<World.Hit> hits = settled();
    List<World.Hit> inside = hits.stream().filter(hit -> !isPublic(hit.address())).toList();
    inside.stream().limit(20).forEach(hit -> plan.progress("inside: " + hit));
    long unseen = world.activeOpens() - hits.size() - closedDoors;
    tally.bad("inside_hits", inside.size() + Math.max(0, unseen));
    tally.bad("closed_door_wrong", Math.max(0, -unseen));
    tally.volume("urls", urls.size(), 3_500);
    tally.volume("addrs", aimed.size(), 400);
    tally.volume("fetch_flips", world.fetchFlips(), 1_000);
    tally.volume("callback_flips", world.callbackFlips(), 1_000);
    tally.volume(
        "redirects", hits.stream().filter(hit -> hit.path().startsWith("/to/")).count(), 100);
    tally.volume("public_literals", permitted.size(), 50);
    tally.fact("connections", hits.size());
    return tally;
  }

  private void addresses() throws Exception {
    List<String> inside = SsrfRun.share(List.copyOf(Targets.inside()), plan, FULL);
    aimed.addAll(inside);
    aim(inside.stream().map(hex -> "http://" + Targets.host(hex) + "/").toList());
    List<String> names =
        inside.stream()
            .map(hex -> "http://" + (hex.length() == 8 ? "v4-" : "v6-") + hex + ".a.test/")
            .toList();
    aim(names);
    references(names);
  }

  private void spellings() throws Exception {
    var all = new ArrayList<String>();
    for (String target : ODD_TARGETS) {
      Spellings.of(target).forEach(host -> all.add("http://" + host + "/"));
    }
    aim(SsrfRun.share(all, plan, FULL));
  }

  private void forms() throws Exception {
    List<String> forms = SsrfRun.share(Forms.all(), plan, FULL);
    urls.addAll(forms);
    for (String form : forms) {
      Caller.Reply callback = caller.failing(form);
      Caller.Reply reference = caller.edit(List.of(form));
      boolean named =
          callback.message().startsWith("callback_url")
              && reference.message().startsWith("input.image_urls[0]");
      if (callback.status() != 400 || reference.status() != 400 || !named) {
        plan.progress("not refused: " + form);
        tally.bad("form_accepted", 1);
      }
    }
  }

  private void publicHosts() throws Exception {
    List<String> literals = SsrfRun.share(Targets.outside(), plan, FULL);
    literals.forEach(literal -> permitted.add(Targets.plain(literal)));
    literals.forEach(literal -> aimed.add(Targets.hex(literal)));
    List<String> hosts = literals.stream().map(l -> Targets.host(Targets.hex(l))).toList();
    Caller.each(hosts, 4, host -> caller.failing(visited("http://" + host + "/ok/callback")));
    references(hosts.stream().map(host -> "http://" + host + "/reference").toList());
    caller.awaitQuiet(Duration.ofMinutes(2));
    for (String path : List.of("/ok/callback", "/reference")) {
      var reached = new HashSet<String>();
      settled().stream().filter(h -> h.path().equals(path)).forEach(h -> reached.add(h.address()));
      for (String literal : permitted) {
        if (!reached.contains(literal)) {
          plan.progress("public and not reached: " + literal + " " + path);
          tally.bad("false_blocks", 1);
        }
      }
    }
    // a redirect from one public host to another is none of the attacks
    String target = "http://" + OURS + "7.7/arrived";
    references(List.of("http://" + OURS + "7.6/to/302/" + hex(target)));
    caller.awaitQuiet(Duration.ofMinutes(1));
    if (settled().stream().noneMatch(hit -> hit.path().equals("/arrived"))) {
      tally.bad("false_blocks", 1);
    }
  }

  private void redirects() throws Exception {
    String self = "http://v4-" + Targets.hex(Island.OWN_ADDRESS) + ".own.test";
    List<String> inward =
        List.of(
            "http://127.0.0.1/",
            "http://169.254.169.254/latest/meta-data/",
            "http://[::1]/",
            "http://10.0.0.1/",
            "http://2130706433/",
            "//127.0.0.1/",
            "http://user@127.0.0.1/",
            "file:///etc/passwd",
            "http://[::ffff:127.0.0.1]/",
            "http://v4-7f000001.a.test/",
            self + ":" + world.victim().port() + "/api/generate/submit",
            "http://" + Island.VICTIM + ":" + world.victim().port() + "/");
    var all = new ArrayList<String>();
    int host = 0;
    for (int code : CODES) {
      for (String target : inward) {
        host++;
        all.add("http://" + OURS + "1." + host + "/to/" + code + "/" + hex(target));
      }
    }
    for (String target : inward) {
      host++;
      all.add("http://" + OURS + "1." + host + "/refresh/" + hex(target));
      all.add("http://" + OURS + "2." + host + "/flood/" + hex(target));
    }
    List<String> chosen = SsrfRun.share(all, plan, FULL);
    references(chosen);
    Caller.each(chosen, 4, url -> caller.failing(visited(url)));
    references(List.of("http://" + OURS + "3.1/loop"));
    caller.awaitQuiet(Duration.ofMinutes(2));
    long loops = settled().stream().filter(hit -> hit.path().equals("/loop")).count();
    tally.bad("loop_over", Math.max(0, loops - 4));
  }

  private void flips() throws Exception {
    int rounds = plan.rounds(FULL);
    List<String> bad = List.of("7f000001", "a9fea9fe", "0a000001", "c0a80101", "64400001");
    var names = new ArrayList<String>();
    for (int i = 0; i < BATCH; i++) {
      names.add("http://flip-2d21040" + i + "-" + bad.get(i % 5) + ".r" + i + ".test/flip");
    }
    var turns = new ArrayList<Integer>();
    for (int i = 0; i <= rounds + rounds / 8; i++) {
      turns.add(i);
    }
    Caller.each(turns, 2, turn -> caller.edit(names.stream().map(this::visited).toList()));
    // ten tries each, and each asks the name anew
    Caller.each(
        turns,
        4,
        turn ->
            caller.failing(
                visited(
                    "http://flip-2d2105%02x-%s.c%d.test/f"
                        .formatted(turn % 256, bad.get(turn % 5), turn))));
    var mixed = new ArrayList<String>();
    for (int i = 0; i < Math.max(1, 40 * rounds / FULL); i++) {
      mixed.add("http://mix-2d210601-" + bad.get(i % 5) + ".m" + i + ".test/");
      mixed.add("http://mix-" + bad.get(i % 5) + "-2d210601.n" + i + ".test/");
      mixed.add("http://six-2d210601-" + "fd000000000000000000000000000001" + ".s" + i + ".test/");
    }
    aim(mixed);
    references(mixed);
    caller.awaitQuiet(Duration.ofMinutes(4));
  }

  private void late() throws Exception {
    int count = Math.max(2, 20 * plan.rounds(FULL) / FULL);
    var names = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      names.add("late-2d2108%02x-a9fea9fe.l.test".formatted(i));
    }
    Caller.each(names, 4, name -> caller.failing(visited("http://" + name + "/late")));
    for (int i = 0; i < 600 && lateHits() < count; i++) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    world.turn();
    caller.awaitQuiet(Duration.ofMinutes(2));
    String log = Files.readString(world.victim().log());
    for (String name : names) {
      boolean recorded =
          log.lines()
              .anyMatch(line ->
                  line.contains("delivery.attempted")
                      && line.contains("host=\"" + name + "\"")
                      && line.contains("outcome=\"unreachable\""));
      if (!recorded) {
        tally.bad("late_reached", 1);
      }
    }
    tally.bad("late_reached", Math.max(0, lateHits() - count));
  }

  private long lateHits() throws InterruptedException {
    return world.hits().stream().filter(hit -> hit.path().equals("/late")).count();
  }

  private void oracle() throws Exception {
    int count = Math.max(2, 200 * plan.rounds(FULL) / FULL);
    // a time-out takes half a minute, which a sample does not have
    boolean patient = plan.rounds(FULL) >= BATCH;
    var cases = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      cases.add("http://v4-0a0000%02x.b%d.test/".formatted(i % 256, i));
      cases.add("http://" + OURS + "9." + i % 256 + ":81/closed");
      if (patient) {
        cases.add("http://v4-2d210a%02x.h%d.test/hang".formatted(i % 256, i));
      }
      closedDoors++;
    }
    List<String> tasks = Caller.each(cases, 8, url -> caller.edit(List.of(visited(url))).taskId());
    List<String> seen =
        Caller.each(
            tasks,
            4,
            task -> {
              JsonNode data = caller.ended(task);
              return data.path("status").asString("")
                  + data.path("progress")
                  + data.path("credits_amount")
                  + data.path("error_message").asString("")
                  + data.propertyNames();
            });
    tally.bad("oracle", Set.copyOf(seen).size() - 1);
    List<String> kinds =
        patient ? List.of("inside", "closed", "hanging") : List.of("inside", "closed");
    for (int i = 0; i < kinds.size(); i++) {
      tally.fact(kinds.get(i) + "_ms", median(tasks, i, kinds.size()));
    }
  }

  /** Half of the tasks of one kind took less, as the victim's own log says. */
  private long median(List<String> tasks, int first, int step) throws IOException {
    Map<String, Long> took = new HashMap<>();
    try (Stream<String> log = Files.lines(world.victim().log())) {
      log.map(ENDED::matcher)
          .filter(Matcher::find)
          .forEach(found -> took.put(found.group(1), Long.parseLong(found.group(2))));
    }
    long[] sorted =
        IntStream.range(0, tasks.size())
            .filter(i -> i % step == first)
            .mapToLong(i -> took.getOrDefault(tasks.get(i), 0L))
            .sorted()
            .toArray();
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  private void ownFile() throws Exception {
    long before = world.activeOpens();
    String first =
        caller
            .submit(
                Map.of(
                    "model",
                    "seedream-4.5",
                    "input",
                    Map.of("prompt", "A door", "size", "1920x1920")))
            .taskId();
    String file = caller.ended(first).path("files").path(0).path("file_url").asString("");
    String second =
        caller
            .submit(
                Map.of(
                    "model",
                    "seedream-4.5-edit",
                    "input",
                    Map.of("prompt", "The same", "size", "1920x1920", "image_urls", List.of(file))))
            .taskId();
    boolean drawn = caller.ended(second).path("status").asString("").equals("finished");
    if (!drawn || world.activeOpens() != before) {
      tally.bad("own_file_bad", 1);
    }
    String own = "http://v4-" + Targets.hex(Island.OWN_ADDRESS) + ".own.test";
    aim(
        List.of(
            own + "/api/generate/submit",
            own + ":" + world.victim().port() + "/api/generate/submit",
            "http://" + Island.OWN_ADDRESS + ":" + world.victim().port() + "/"));
  }

  /** Each as a callback and as a reference on its own; both may be refused at once, or later. */
  private void aim(List<String> targets) throws Exception {
    Caller.each(targets, 6, url -> caller.failing(visited(url)));
    Caller.each(targets, 6, url -> caller.edit(List.of(visited(url))));
  }

  /** Many references in one task. */
  private void references(List<String> all) throws Exception {
    var batches = new ArrayList<List<String>>();
    for (int i = 0; i < all.size(); i += BATCH) {
      batches.add(all.subList(i, Math.min(all.size(), i + BATCH)));
    }
    Caller.each(batches, 4, batch -> caller.edit(batch.stream().map(this::visited).toList()));
  }

  private String visited(String url) {
    urls.add(url);
    return url;
  }

  /** All hits, once no more arrive. */
  private List<World.Hit> settled() throws InterruptedException {
    List<World.Hit> hits = world.hits();
    for (int still = 0; still < 5; still++) {
      TimeUnit.MILLISECONDS.sleep(100);
      if (world.hits().size() != hits.size()) {
        still = 0;
        hits = world.hits();
      }
    }
    return hits;
  }

  private boolean isPublic(String address) {
    return address.startsWith(OURS) || permitted.contains(address);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}

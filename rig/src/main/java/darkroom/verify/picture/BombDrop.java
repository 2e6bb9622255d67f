package darkroom.verify.picture;

import com.sun.net.httpserver.HttpServer;
import darkroom.verify.Plan;
import darkroom.verify.Tally;
import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/**
 * Drops bombs, ten at a time, each in place and by URL, and watches the victim's memory (T12). One
 * that a limit forbids must not be drawn from; one within the limits may.
 */
final class BombDrop {
  private static final int AT_ONCE = 10;

  /** For a loaded machine; on a quiet one the median is what T12 asks for. */
  private static final long USUAL_REFUSAL_MS = 200;
  private static final long LONGEST_REFUSAL_MS = 10_000;

  private final Plan plan;
  private final Victim victim;
  private final Caller caller;
  private final Tally tally;
  private long before;
  private final AtomicLong peak = new AtomicLong();
  private final List<Long> refusals = Collections.synchronizedList(new ArrayList<>());

  BombDrop(Plan plan, Victim victim, Caller caller, Tally tally) {
    this.plan = plan;
    this.victim = victim;
    this.caller = caller;
    this.tally = tally;
  }

  /** How much the victim's resident memory grew at its highest. */
  long grownMegabytes() {
    return Math.max(0, peak.get() - before) >> 10;
  }

  long run(int count) throws Exception {
    tally.bad("unrefused", "unended");
    List<Bombs.Bomb> all = new ArrayList<>(Bombs.all());
    Collections.shuffle(all, plan.random("bombs"));
    List<Bombs.Bomb> chosen = all.subList(0, Math.min(count, all.size()));
    before = victim.residentKilobytes();
    var over = new AtomicBoolean();
    Thread watch = Thread.ofPlatform().start(() -> watch(over));
    HttpServer host = host(chosen);
    try (ExecutorService senders = Executors.newFixedThreadPool(AT_ONCE)) {
      var drops = new ArrayList<Callable<Void>>();
      for (int i = 0; i < chosen.size(); i++) {
        Bombs.Bomb bomb = chosen.get(i);
        String url = "http://127.0.0.1:" + host.getAddress().getPort() + "/" + i;
        drops.add(() -> drop(bomb, DamagedFiles.dataUri(bomb.bytes()), true));
        drops.add(() -> drop(bomb, url, false));
      }
      for (Future<Void> done : senders.invokeAll(drops)) {
        done.get();
      }
    } finally {
      host.stop(0);
      over.set(true);
      watch.join();
    }
    List<Long> sorted = refusals.stream().sorted().toList();
    tally.pace(
        "refuse_p50_ms",
        sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2),
        USUAL_REFUSAL_MS);
    tally.pace("refuse_max_ms", sorted.isEmpty() ? 0 : sorted.getLast(), LONGEST_REFUSAL_MS);
    return chosen.size();
  }

  private Void drop(Bombs.Bomb bomb, String url, boolean inPlace) throws Exception {
    Caller.Submitted submitted = caller.submit("A heron", List.of(url));
    if (submitted.task().isEmpty()) {
      refusals.add(submitted.millis());
      if (submitted.status() != 400) {
        tally.bad("crashes", 1);
        plan.progress(bomb.name() + ": status " + submitted.status());
      }
      return null;
    }
    Optional<JsonNode> end = caller.end(submitted.task().get());
    tally.bad("unended", end.isEmpty() ? 1 : 0);
    boolean refused = end.toString().contains("A reference image could not be");
    if (bomb.refused() && (inPlace || !refused)) {
      tally.bad("unrefused", 1);
      plan.progress(bomb.name() + ": came to the engine: " + end);
    }
    return null;
  }

  private static HttpServer host(List<Bombs.Bomb> bombs) throws IOException {
    HttpServer host =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    host.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    host.createContext(
        "/",
        exchange -> {
          int number = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
          byte[] bytes = bombs.get(number).bytes();
          exchange.getResponseHeaders().set("Content-Type", "image/png");
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    host.start();
    return host;
  }

  private void watch(AtomicBoolean over) {
    try {
      while (!over.get()) {
        peak.accumulateAndGet(victim.residentKilobytes(), Math::max);
        TimeUnit.MILLISECONDS.sleep(50);
      }
    } catch (IOException | InterruptedException e) {
      tally.bad("unwatched", 1);
    }
  }
}

package darkroom.verify.rig;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import darkroom.verify.Plan;
import darkroom.verify.Tally;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Judges after the drain, from the rig's logs and the public API alone; then {@link Ledgers} judges
 * the closed database on its own, and both have to agree. Balances are recomputed here from the
 * accepted list, the price and the pictures delivered, without the server's arithmetic.
 */
public final class Checker {
  private static final BigDecimal PRICE = BigDecimal.valueOf(5);
  private static final long LAST_LOOK_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long NO_END_NANOS = TimeUnit.MINUTES.toNanos(3);
  private static final long LONGEST_DRAIN_NANOS = TimeUnit.MINUTES.toNanos(20);
  private static final List<String> BAD =
      List.of(
          "lost",
          "phantom",
          "dup_task",
          "stuck",
          "flip",
          "exec_over",
          "exec_none",
          "wrongly_released",
          "drift",
          "negative",
          "hold_leak",
          "settle_multi",
          "cb_missing",
          "cb_bad_sig",
          "cb_early",
          "cb_diff",
          "file_missing",
          "file_bad",
          "orphan_rows",
          "orphan_files",
          "left_in_answers",
          "left_in_scratch",
          "left_in_tmp",
          "disagree");

  private final Plan plan;
  private final Victim victim;
  private final Api api;
  private final JsonMapper json = new JsonMapper();
  private final Tally tally = new Tally();
  private final Map<String, JsonNode> ends = new TreeMap<>();
  private final Map<String, JsonNode> seenEnded = new HashMap<>();

  public Checker(Plan plan, Victim victim) {
    this.plan = plan;
    this.victim = victim;
    api = new Api(victim, Victim.MEMBER_KEY);
  }

  /** Remembers how a task stands, if it has ended, to notice a later change. */
  public void sample(String task) throws IOException, InterruptedException {
    JsonNode data = api.status(task).data();
    if (isEnd(data)) {
      JsonNode before = seenEnded.putIfAbsent(task, data);
      if (before != null && !before.equals(data)) {
        tally.bad("flip", 1);
      }
    }
  }

  /**
   * Counts everything; stops the victim in between, to look into its database.
   *
   * @param granted credits that the account got in all
   */
  public Tally check(long granted) throws Exception {
    Journal journal = Journal.of(plan);
    var accepted = new TreeMap<String, String>();
    tally.fact("accepted", 0).fact("unknown", 0);
    tally.bad(BAD.toArray(String[]::new));
    journal
        .sent()
        .forEach((key, sent) -> {
          sent.tasks().stream().findFirst().ifPresent(task -> accepted.put(key, task));
          tally.bad("dup_task", Math.max(0, sent.tasks().size() - 1));
        });
    tally.bad("dup_task", accepted.size() - new HashSet<>(accepted.values()).size());
    awaitEnds(accepted);
    journal = Journal.of(plan); // the engine went on writing until the last end
    BigDecimal spent = judgeTasks(journal, accepted);
    judgeCallbacks(journal, accepted);
    tally.bad("exec_over", journal.paidTwice());
    BigDecimal wanted = BigDecimal.valueOf(granted).subtract(spent);
    BigDecimal balance = api.balance();
    tally.bad("drift", balance.compareTo(wanted) == 0 ? 0 : 1);
    tally.bad("negative", balance.signum() < 0 ? 1 : 0);
    tally.fact("unknown", journal.unknown()).fact("refused", journal.refused());
    awaitSweep();
    Leftovers.answers(victim.data(), tally);
    victim.stop();
    Leftovers.drafts(victim.data(), tally);
    new Ledgers(victim.data()).judge(tally, accepted, journal.sent().keySet(), ends, spent);
    return tally;
  }

  /** A reference is kept before its task is; what a kill leaves in between, the cleaner sweeps. */
  private void awaitSweep() throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (Ledgers.files(victim.data().resolve("objects/reference")) > 0
        && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** As long as tasks come to their ends, the others wait for their turn and are not stuck. */
  private void awaitEnds(Map<String, String> accepted) throws Exception {
    var open = new ArrayList<>(accepted.values());
    long latest = System.nanoTime() + LONGEST_DRAIN_NANOS;
    long until = System.nanoTime() + NO_END_NANOS;
    while (!open.isEmpty()) {
      boolean unseen = false;
      var still = new ArrayList<String>();
      for (String task : open) {
        Api.Reply reply = api.status(task);
        unseen |= reply.status() != 200;
        if (reply.status() == 404) {
          tally.bad("lost", 1);
        } else if (isEnd(reply.data())) {
          ends.put(task, reply.data());
          tally.bad(
              "flip", seenEnded.getOrDefault(task, reply.data()).equals(reply.data()) ? 0 : 1);
        } else {
          still.add(task);
        }
      }
      if (still.size() < open.size()) {
        until = System.nanoTime() + NO_END_NANOS;
      }
      open = still;
      // a last look that says "not now" has seen nothing
      if (System.nanoTime() > Math.min(until, latest) + (unseen ? LAST_LOOK_NANOS : 0)) {
        break;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    tally.bad("stuck", open.size());
  }

  private BigDecimal judgeTasks(Journal journal, Map<String, String> accepted) throws Exception {
    BigDecimal spent = BigDecimal.ZERO;
    int finished = 0;
    for (var entry : accepted.entrySet()) {
      JsonNode end = ends.get(entry.getValue());
      if (end == null) {
        continue;
      }
      finished += isFinished(end) ? 1 : 0;
      BigDecimal price = journal.sent(entry.getKey()).test() ? BigDecimal.ZERO : PRICE;
      BigDecimal charge = price.multiply(BigDecimal.valueOf(end.path("files").size()));
      spent = spent.add(charge);
      tally.bad("drift", end.path("credits_amount").decimalValue().compareTo(charge) == 0 ? 0 : 1);
      judgeFiles(journal, entry.getKey(), end);
    }
    tally.fact("accepted", accepted.size()).fact("finished", finished);
    tally.fact("failed", ends.size() - finished);
    return spent;
  }

  private static boolean isFinished(JsonNode end) {
    return end.path("status").stringValue().equals("finished");
  }

  private static boolean isEnd(JsonNode data) {
    String status = data.path("status").asString("");
    return status.equals("finished") || status.equals("failed");
  }

  private void judgeFiles(Journal journal, String key, JsonNode end) throws Exception {
    int files = end.path("files").size();
    boolean test = journal.sent(key).test();
    int shots = journal.sent(key).n();
    if (isFinished(end) != files > 0 || files > shots) {
      tally.bad("file_missing", 1);
    }
    long paid = IntStream.range(0, shots).filter(shot -> journal.taken(key, shot) > 0).count();
    tally.bad("exec_none", test ? 0 : Math.max(0, files - paid));
    // what the engine took it draws, and it can be asked by our own id however its answer was lost
    tally.bad("wrongly_released", journal.sent(key).isDrawn() ? Math.max(0, paid - files) : 0);
    for (JsonNode file : end.path("files")) {
      byte[] bytes = Api.file(URI.create(file.path("file_url").stringValue()));
      if (bytes.length == 0) {
        tally.bad("file_missing", 1);
      } else if (bytes.length != file.path("file_size").longValue()
          || (!test && !journal.pictures(key).contains(Sha256.hex(bytes)))) {
        tally.bad("file_bad", 1);
      }
    }
  }

  private void judgeCallbacks(Journal first, Map<String, String> accepted) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(150);
    Journal journal = first;
    Set<String> missing = new HashSet<>(accepted.values());
    while (true) {
      Journal now = journal;
      missing.removeIf(task -> now.callbacks(task).stream().anyMatch(one -> one.answered() < 300));
      if (missing.isEmpty() || System.nanoTime() > until) {
        break;
      }
      TimeUnit.MILLISECONDS.sleep(500);
      journal = Journal.of(plan);
    }
    tally.bad("cb_missing", missing.size());
    var webhook = new Webhook(api.webhookSecret());
    for (String task : accepted.values()) {
      List<Journal.Callback> callbacks = journal.callbacks(task);
      if (callbacks.stream().map(Journal.Callback::id).distinct().count() > 1) {
        tally.bad("cb_diff", 1);
      }
      for (Journal.Callback callback : callbacks) {
        judgeCallback(callback, webhook, ends.get(task));
      }
    }
  }

  private void judgeCallback(Journal.Callback callback, Webhook webhook, @Nullable JsonNode end) {
    String body = new String(Base64.getDecoder().decode(callback.body()), StandardCharsets.UTF_8);
    if (end != null && !json.readTree(body).path("data").equals(end)) {
      tally.bad("cb_diff", 1);
    }
    if (!List.of("finished", "failed", "unreachable", "unknown").contains(callback.statusThen())) {
      tally.bad("cb_early", 1);
    }
    tally.bad("cb_bad_sig", isSigned(callback, body, webhook) ? 0 : 1);
  }

  /** By the library's signing half: its verifying half refuses what is older than five minutes. */
  private static boolean isSigned(Journal.Callback callback, String body, Webhook webhook) {
    try {
      String wanted = webhook.sign(callback.id(), Long.parseLong(callback.timestamp()), body);
      return List.of(callback.signature().split(" ", -1)).contains(wanted);
    } catch (WebhookSigningException | NumberFormatException e) {
      return false;
    }
  }
}

package darkroom.verify.upstream;

import darkroom.fake.kit.BlockLabel;
import darkroom.task.Reason;
import darkroom.verify.Tally;
import darkroom.verify.rig.Ledgers;
import darkroom.verify.rig.Leftovers;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Judges a run from what was sent, what the fakes counted and what the public API says; then once
 * more from the stopped victim's database. Balances are recomputed from the accepted list, the
 * price and the pictures delivered. For one run.
 */
final class Verdict {
  private static final BigDecimal PRICE = BigDecimal.valueOf(5);
  private static final Duration CALLBACKS = Duration.ofMinutes(2);
  private static final int MOST_TOLD = 40;

  private final Upstream upstream;
  private final Traffic traffic;
  private final Tally tally;
  private final Map<String, String> endings = new HashMap<>();
  private @Nullable Bills bills;
  private int told;

  Verdict(Upstream upstream, Traffic traffic, Tally tally) {
    this.upstream = upstream;
    this.traffic = traffic;
    this.tally = tally;
  }

  /** Stops the victim; returns what its database says. */
  Attempts judge() throws Exception {
    tally.bad("stuck", "drift", "unrefunded_failures", "garbage_served", "faults");
    tally.bad("cb_missing", "refused", "unmatched", "orphan_files", "left_in_answers");
    tally.bad("left_in_scratch", "left_in_tmp");
    tally.bad("refused", traffic.refused());
    BigDecimal spent = tasks();
    BigDecimal wanted = BigDecimal.valueOf(upstream.granted()).subtract(spent);
    tally.bad("drift", traffic.api().balance().compareTo(wanted) == 0 ? 0 : 1);
    callbacks();
    Path data = upstream.victim().data();
    Leftovers.answers(data, tally);
    upstream.victim().stop();
    var ledgers = new Ledgers(data);
    ledgers.judge(tally, traffic.accepted(), traffic.sent().keySet(), traffic.ends(), spent);
    Leftovers.drafts(data, tally);
    Attempts attempts = Attempts.of(data);
    Bills counted =
        Bills.of(upstream.fakes(), traffic.sent().values(), traffic.accepted(), attempts);
    bills = counted;
    tally.bad("faults", counted.faults()).bad("unmatched", counted.unmatched());
    pictures(counted);
    money(counted, attempts);
    return attempts;
  }

  /** {@code finished}, or the reason of the failure; null while there is no end. */
  @Nullable String ending(Order order) {
    return endings.get(order.key());
  }

  private BigDecimal tasks() {
    BigDecimal spent = BigDecimal.ZERO;
    int finished = 0;
    for (Order order : traffic.sent().values()) {
      String task = traffic.accepted().get(order.key());
      JsonNode end = task == null ? null : traffic.ends().get(task);
      if (end == null) {
        bad("stuck", order, "task " + task);
        continue;
      }
      int files = end.path("files").size();
      String ending = ending(end);
      endings.put(order.key(), ending);
      finished += ending.equals(Mode.FINISHED) ? 1 : 0;
      BigDecimal charge = PRICE.multiply(BigDecimal.valueOf(files));
      spent = spent.add(charge);
      BigDecimal charged = end.path("credits_amount").decimalValue();
      if (charged.compareTo(charge) > 0) {
        bad("unrefunded_failures", order, charged + " for " + files);
      } else if (charged.compareTo(charge) < 0) {
        bad("drift", order, charged + " for " + files);
      }
    }
    tally.fact("accepted", traffic.accepted().size()).fact("finished", finished);
    tally.fact("failed", endings.size() - finished);
    return spent;
  }

  private static String ending(JsonNode end) {
    if (end.path("status").asString("").equals("finished")) {
      return Mode.FINISHED;
    }
    String sentence = end.path("error_message").asString("");
    return Arrays.stream(Reason.values())
        .filter(reason -> sentence.startsWith(reason.sentence()))
        .map(Reason::word)
        .findFirst()
        .orElse("without a reason");
  }

  /**
   * Every listed picture is one that a fake drew for this order, in the pixels it was asked for.
   */
  private void pictures(Bills bills) {
    for (Order order : traffic.sent().values()) {
      var labels = new HashSet<String>();
      bills.ids(order).forEach(id -> labels.add(BlockLabel.shown(id)));
      for (Gallery.Seen seen :
          traffic.gallery().of(traffic.accepted().getOrDefault(order.key(), ""))) {
        boolean ours = labels.stream().anyMatch(label -> seen.label().startsWith(label));
        boolean sized =
            order.mode().directive().startsWith("size ")
                || order.entry().size().equals(seen.width() + "x" + seen.height());
        if (seen.garbage() || !ours || !sized) {
          bad("garbage_served", order, seen + " of " + labels);
        }
      }
    }
  }

  private void callbacks() throws Exception {
    Set<String> owed = new HashSet<>();
    for (Order order : traffic.sent().values()) {
      String task = traffic.accepted().get(order.key());
      if (task != null && !order.callback().isEmpty() && traffic.ends().containsKey(task)) {
        owed.add(task);
      }
    }
    tally.bad("cb_missing", upstream.awaitCallbacks(owed, CALLBACKS).size());
  }

  /** Money: submits that a fake took, by order from its own journal, and by shot where it can. */
  private void money(Bills bills, Attempts attempts) {
    long shots = 0;
    long paid = 0;
    long local = 0;
    tally.bad("doubled", "blind_resends", "local_over", "asked_in_vain");
    for (Order order : traffic.sent().values()) {
      int received = bills.received(order);
      boolean lost = order.mode().unproven();
      if (order.local()) {
        local += order.mode().asksOnce() ? Math.max(0, received - order.n()) : 0;
        tally.bad("local_over", Math.max(0, bills.paid(order) - 2 * order.n()));
        continue;
      }
      shots += order.n();
      paid += bills.paid(order);
      if (bills.paid(order) > order.n()) {
        bad("doubled", order, bills.paid(order) + " paid for " + order.n());
      }
      if (order.mode().unreadable() && received > 0) {
        bad("asked_in_vain", order, received + " received without its references");
      }
      if (lost && received > order.n()) {
        tally.bad("blind_resends", received - order.n() - 1);
        bad("blind_resends", order, received + " received for " + order.n());
      }
    }
    tally.bad("doubled", doubled(bills, attempts));
    tally.fact("shots", shots).fact("paid_submits", paid);
    tally.atMost("paid_per_1000_shots", shots == 0 ? 0 : paid * 1_000 / shots, 1_000);
    tally.fact("local_resends", local);
  }

  /**
   * After kills among engines that do nothing bad: whoever was asked twice for a picture that costs
   * money, every picture that could be had and was given back instead, and every one charged that
   * cannot be seen.
   */
  void killed(Attempts attempts) {
    tally.bad("wrongly_released", "wrongly_captured", "wrong_class");
    for (Order order : traffic.sent().values()) {
      String task = traffic.accepted().getOrDefault(order.key(), "");
      JsonNode end = traffic.ends().get(task);
      if (end == null) {
        continue;
      }
      int files = end.path("files").size();
      if (!order.local() && bills().received(order) > order.n()) {
        bad("doubled", order, bills().received(order) + " received for " + order.n());
      }
      // of several alike, not every engine's records can tell which is whose
      boolean recorded =
          order.n() == 1 && order.vendors().getFirst().found() == Vendor.Found.BY_RECORDS;
      long had = recorded ? Math.min(bills().paid(order), order.n()) - files : 0;
      long known = attempts.withJobButNoPicture(task);
      if (Math.max(had, known) > 0) {
        bad(
            "wrongly_released",
            order,
            "paid " + bills().paid(order) + ", jobs known and lost " + known);
      }
      long shown = traffic.gallery().of(task).stream().filter(seen -> !seen.garbage()).count();
      BigDecimal worth = PRICE.multiply(BigDecimal.valueOf(shown));
      if (end.path("credits_amount").decimalValue().compareTo(worth) > 0) {
        bad("wrongly_captured", order, shown + " shown");
      }
      String reason = attempts.reason(task);
      boolean late =
          reason.equals("deadline_exceeded")
              && order.vendors().getFirst().found() == Vendor.Found.BY_CALLBACK;
      // who waited for a callback and was killed before saying so finds the deadline over
      if (files < order.n()
          && !late
          && !reason.isEmpty()
          && !reason.equals("upstream_outcome_unknown")) {
        bad("wrong_class", order, reason);
      }
    }
  }

  private Bills bills() {
    return Objects.requireNonNull(bills, "judge comes first");
  }

  /** Shots of engines that cost money, paid twice by the attempts that the database names. */
  private static long doubled(Bills bills, Attempts attempts) {
    Map<String, Integer> byShot = new TreeMap<>();
    attempts
        .byId()
        .forEach((id, row) -> {
          if (!Vendor.of(row.engine()).local()) {
            byShot.merge(row.place(), bills.paidById().getOrDefault(id, 0), Integer::sum);
          }
        });
    return byShot.values().stream().filter(times -> times > 1).count();
  }

  /** Counts it, and says what it was while that is not too much. */
  void bad(String count, Order order, String what) {
    tally.bad(count, 1);
    if (told++ < MOST_TOLD) {
      upstream
          .plan()
          .progress(
              count
                  + ": "
                  + order.key()
                  + " [["
                  + order.mode().directive()
                  + "]] n="
                  + order.n()
                  + " "
                  + order.model()
                  + " "
                  + traffic.accepted().get(order.key())
                  + ": "
                  + what);
    }
  }
}

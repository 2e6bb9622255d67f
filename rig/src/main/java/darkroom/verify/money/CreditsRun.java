package darkroom.verify.money;

import darkroom.verify.Plan;
import darkroom.verify.Run;
import darkroom.verify.Tally;
import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * Credits cannot be spent twice: parallel submits against a balance for exactly k of them, over the
 * wire; then random operations against a plain model, and settlements repeated, in a process of
 * their own on a real database (threats T34, T35, T36, T38).
 */
public final class CreditsRun implements Run {
  private static final int ROUNDS = 400;
  private static final int MOST_TRIES = 20;
  private static final int BUSY_PAUSE_MILLIS = 500;
  private static final int PARALLEL = 200;
  private static final int PRICE = 5;
  private static final long OPERATIONS = 1_000_000;
  private static final int OPERATIONS_A_ROUND = 1_000;

  @Override
  public String name() {
    return "credits";
  }

  @Override
  public String promise() {
    return "credits are conserved and never spent twice, however submits and ends race";
  }

  @Override
  public Tally run(Plan plan) throws Exception {
    var tally = new Tally();
    int rounds = plan.rounds(ROUNDS);
    tally.volume("parallel_rounds", rounds, ROUNDS);
    tally.bad("oversold", "undersold", "wrong_answers", "drift", "hold_wrong", "settle_multi");
    try (var victim = Wire.queueing(Victim.of(plan)).start();
        var wire = new Wire(victim)) {
      wire.occupy();
      Random random = plan.random("wire");
      for (int round = 0; round < rounds; round++) {
        race(wire, round, random, tally);
        if (round % 50 == 49) {
          plan.progress("round " + (round + 1) + ": " + tally.line());
        }
      }
      victim.kill();
      Books.audit(victim.data().resolve("darkroom.db"), tally);
    }
    long operations = plan.asked().isEmpty() ? OPERATIONS : (long) rounds * OPERATIONS_A_ROUND;
    LedgerProcess.run(plan, operations, tally);
    return tally;
  }

  /** One account with credits for k tasks and a little more; many submits at once. */
  private static void race(Wire wire, int round, Random random, Tally tally) throws Exception {
    int affordable = 1 + random.nextInt(PARALLEL / 2);
    BigDecimal rest = BigDecimal.valueOf(random.nextInt(PRICE * 1_000), 3);
    BigDecimal granted = BigDecimal.valueOf((long) affordable * PRICE).add(rest);
    String email = "round" + round + "@example.org";
    wire.newAccount(email, granted.toPlainString());
    String key = wire.newKey(email, "").path("api_key").asString();
    var submits = new ArrayList<Callable<Wire.Reply>>();
    for (int i = 0; i < PARALLEL; i++) {
      submits.add(() -> submitted(wire, key));
    }
    int accepted = accepted(submits, tally);
    tally.bad("oversold", Math.max(0, accepted - affordable));
    tally.bad("undersold", Math.max(0, affordable - accepted));
    tally.bad("drift", addsUp(wire.account(email), rest, affordable, granted) ? 0 : 1);
  }

  /** Too busy to say yes or no is no answer: nothing was written, and it is asked again. */
  private static Wire.Reply submitted(Wire wire, String key) throws Exception {
    Wire.Reply reply = wire.post(Wire.SUBMIT, key, Wire.TASK);
    for (int tries = 1; reply.status() == 503 && tries < MOST_TRIES; tries++) {
      TimeUnit.MILLISECONDS.sleep(BUSY_PAUSE_MILLIS);
      reply = wire.post(Wire.SUBMIT, key, Wire.TASK);
    }
    return reply;
  }

  private static int accepted(List<Callable<Wire.Reply>> submits, Tally tally) throws Exception {
    var ids = new HashSet<String>();
    try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Wire.Reply> submit : side.invokeAll(submits)) {
        Wire.Reply reply = submit.get();
        if (reply.status() == 200) {
          tally.bad("wrong_answers", ids.add(reply.data().path("task_id").asString()) ? 0 : 1);
        } else if (reply.status() != 402) {
          tally.bad("wrong_answers", 1);
        }
      }
    }
    return ids.size();
  }

  private static boolean addsUp(
      JsonNode account, BigDecimal rest, int affordable, BigDecimal granted) throws IOException {
    if (account.isMissingNode()) {
      throw new IOException("the account is gone");
    }
    BigDecimal available = account.path("balance").decimalValue();
    BigDecimal held = account.path("held").decimalValue();
    return available.compareTo(rest) == 0
        && held.compareTo(BigDecimal.valueOf((long) affordable * PRICE)) == 0
        && available.add(held).add(account.path("spent").decimalValue()).compareTo(granted) == 0;
  }
}

package darkroom.verify.money;

import darkroom.account.AccountId;
import darkroom.account.AccountStore;
import darkroom.account.ApiKeys;
import darkroom.account.IssuedKey;
import darkroom.account.NewKey;
import darkroom.account.StoredSecrets;
import darkroom.credit.Balance;
import darkroom.credit.Credits;
import darkroom.db.Database;
import darkroom.db.JdbcAccountStore;
import darkroom.db.StoreConfig;
import darkroom.verify.Plan;
import darkroom.verify.Run;
import darkroom.verify.Tally;
import darkroom.verify.rig.Victim;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the time of a key check tells about a key: unknown, revoked and nearly right ones are timed
 * against each other (threat T29), and random guesses are counted that get as far as the database
 * (threat T28). A round is ten samples; how the times lie is judged in the full form only, because
 * few samples prove nothing.
 */
public final class TimingRun implements Run {
  private static final int ROUNDS = 30_000;
  private static final int SAMPLES_A_ROUND = 10;
  private static final int POOL = 1_024;
  private static final int GUESSES = 1 << 20;
  private static final double LIMIT = 4.5;

  @Override
  public String name() {
    return "timing";
  }

  @Override
  public String promise() {
    return "the time of a key check tells no unknown, revoked or nearly right key from another";
  }

  @Override
  public Tally run(Plan plan) throws Exception {
    var tally = new Tally();
    boolean full = plan.asked().isEmpty();
    int samples = plan.rounds(ROUNDS) * SAMPLES_A_ROUND;
    tally.volume("samples", samples, 100_000);
    var config = new StoreConfig(1, 4_096, 256, Duration.ofSeconds(30), Duration.ofSeconds(5));
    try (Database database = Database.open(plan.folder().resolve("keys.db"), config)) {
      var store = new JdbcAccountStore(database);
      Random random = plan.random("keys");
      ApiKeys keys = keys(store, random);
      String[][] pools = pools(store, keys, Math.min(POOL, samples), random);
      guess(store, full ? GUESSES : samples * 10, random, tally);
      judge("max_abs_t", maxT(keys, pools, samples, random), full, tally);
      double control = maxT(keys(WatchedStore.obvious(store), random), pools, samples, random);
      tally.fact("control_t", shown(control));
      tally.bad("control_missed", full && control < LIMIT ? 1 : 0);
    }
    overTheWire(plan, samples / 10, full, tally);
    return tally;
  }

  private static double maxT(ApiKeys keys, String[][] pools, int samples, Random random)
      throws Exception {
    Timings.measure(pools, Math.min(samples, 30_000), random, keys::authenticate); // warms up
    return Timings.measure(pools, samples, random, keys::authenticate).maxT();
  }

  private static void judge(String key, double t, boolean full, Tally tally) {
    tally.fact(key, shown(t));
    tally.bad(key + "_over", full && t >= LIMIT ? 1 : 0);
  }

  private static String shown(double t) {
    return String.format(Locale.ROOT, "%.2f", t);
  }

  /** Random texts in the form of a key; the checksum is to stop them before the database. */
  private static void guess(AccountStore store, int guesses, Random random, Tally tally) {
    var reads = new AtomicLong();
    ApiKeys keys = keys(WatchedStore.counting(store, reads), random);
    for (int i = 0; i < guesses; i++) {
      keys.authenticate(KeyTexts.guess(random));
    }
    tally.fact("guesses", guesses).bad("reached_database", reads.get());
    keys.authenticate(KeyTexts.unknown(random));
    tally.bad("uncounted", reads.get() > 0 ? 0 : 1); // the counter itself has to work
  }

  private static ApiKeys keys(AccountStore store, Random random) {
    return new ApiKeys(store, InstantSource.system(), count -> KeyTexts.digits(random, count));
  }

  /** Unknown, revoked and nearly right texts, equally many. */
  private static String[][] pools(AccountStore store, ApiKeys keys, int size, Random random) {
    var account = new AccountId("acc_timing");
    var nothing = new Balance(Credits.ZERO, Credits.ZERO, Credits.ZERO, Credits.ZERO);
    store.insert(
        new darkroom.account.Account(account, "t@example.org", "", nothing, Instant.EPOCH),
        new StoredSecrets("-", "-", Optional.empty(), Optional.empty()));
    var pools = new String[3][size];
    for (int i = 0; i < size; i++) {
      IssuedKey revoked = keys.issue(NewKey.member(account, "revoked"));
      keys.revoke(revoked.key().id());
      IssuedKey valid = keys.issue(NewKey.member(account, "valid"));
      pools[0][i] = KeyTexts.unknown(random);
      pools[1][i] = revoked.text().value();
      pools[2][i] = KeyTexts.nearMiss(valid.text().value(), random);
    }
    return pools;
  }

  private static void overTheWire(Plan plan, int samples, boolean full, Tally tally)
      throws Exception {
    Random random = plan.random("wire");
    int size = Math.min(200, samples);
    try (Victim victim =
            Victim.of(plan).data(Files.createDirectories(plan.folder().resolve("wire"))).start();
        var wire = new Wire(victim)) {
      var pools = new String[3][size];
      for (int i = 0; i < size; i++) {
        var revoked = wire.newKey("owner@localhost", "");
        wire.admin("keys/" + revoked.path("id").asString() + "/revoke", "");
        pools[0][i] = KeyTexts.unknown(random);
        pools[1][i] = revoked.path("api_key").asString();
        pools[2][i] = KeyTexts.nearMiss(Victim.MEMBER_KEY, random);
      }
      Timings.Action ask =
          text -> {
            if (wire.get("/api/user/balance", text).status() != 401) {
              tally.bad("let_in", 1);
            }
          };
      tally.fact("wire_samples", samples).bad("let_in");
      Timings.measure(pools, samples / 5, random, ask);
      judge("wire_max_abs_t", Timings.measure(pools, samples, random, ask).maxT(), full, tally);
    }
  }
}

package darkroom.verify.money;

import darkroom.account.Account;
import darkroom.account.AccountId;
import darkroom.account.StoredSecrets;
import darkroom.credit.Balance;
import darkroom.credit.Credits;
import darkroom.db.Database;
import darkroom.db.JdbcAccountStore;
import darkroom.db.JdbcLedgerStore;
import darkroom.db.JdbcTaskStore;
import darkroom.db.StoreConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Random operations on real stores, many accounts side by side so that they share commits, each
 * compared with a model of its own. Writes what it counted to standard output.
 */
public final class LedgerWork {
  private static final int ACCOUNTS = 128;

  private LedgerWork() {}

  /**
   * Works, counts and ends.
   *
   * @param arguments database file, operations, seed
   */
  public static void main(String[] arguments) throws Exception {
    var config = new StoreConfig(3, 4_096, 256, Duration.ofSeconds(30), Duration.ofSeconds(5));
    long operations = Long.parseLong(arguments[1]);
    long seed = Long.parseLong(arguments[2]);
    try (Database database = Database.open(Path.of(arguments[0]), config)) {
      List<LedgerLife> lives = lives(database, seed);
      var work = new ArrayList<Callable<Long>>();
      for (LedgerLife life : lives) {
        long share = Math.ceilDiv(operations, ACCOUNTS);
        work.add(() -> life.live(share));
      }
      System.out.println("ops " + all(work));
      var repeats = new ArrayList<Callable<Long>>();
      int times = (int) Math.min(1_000, operations / 100);
      var next = lives.iterator();
      for (SettlePath path : SettlePath.values()) {
        LedgerLife life = next.next();
        repeats.add(() -> life.repeat(path, times));
      }
      System.out.println("fact settle_repeats " + all(repeats));
      System.out.println("bad drift " + lives.stream().mapToLong(LedgerLife::drift).sum());
      System.out.println("bad settle_again " + lives.stream().mapToLong(LedgerLife::again).sum());
      System.out.println("fact commits " + database.commits());
    }
  }

  private static long all(List<Callable<Long>> work) throws Exception {
    long sum = 0;
    try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Long> one : side.invokeAll(work)) {
        sum += one.get();
      }
    }
    return sum;
  }

  private static List<LedgerLife> lives(Database database, long seed) {
    InstantSource clock = InstantSource.system();
    var accounts = new JdbcAccountStore(database);
    var nothing = new Balance(Credits.ZERO, Credits.ZERO, Credits.ZERO, Credits.ZERO);
    var secrets = new StoredSecrets("-", "-", Optional.empty(), Optional.empty());
    var lives = new ArrayList<LedgerLife>();
    for (int i = 0; i < ACCOUNTS; i++) {
      var id = new AccountId("acc-" + i);
      accounts.insert(new Account(id, id + "@example.org", "", nothing, Instant.EPOCH), secrets);
      lives.add(
          new LedgerLife(
              id,
              new JdbcLedgerStore(database, clock),
              new JdbcTaskStore(database, clock),
              new Random(seed * 31 + i)));
    }
    return lives;
  }
}

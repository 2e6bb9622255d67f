package darkroom.db;

import darkroom.webhook.Delivery;
import darkroom.webhook.DeliveryAttempt;
import darkroom.webhook.DeliveryClaim;
import darkroom.webhook.DeliveryStatus;
import darkroom.webhook.DeliveryStore;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Deliveries in SQL. Thread-safe. */
public final class JdbcDeliveryStore implements DeliveryStore {
  private final Database database;

  /** A host with something due, and since when. */
  private record WaitingHost(String name, Instant oldest) {}

  public JdbcDeliveryStore(Database database) {
    this.database = database;
  }

  @Override
  public List<DeliveryClaim> claim(
      int most,
      int perHost,
      Map<String, Integer> underWay,
      Instant now,
      Instant leaseUntil,
      Supplier<String> tokens) {
    return database.write(session -> {
      Map<String, Integer> shares =
          shares(waiting(session, now, most + underWay.size()), most, perHost, underWay);
      var claims = new ArrayList<DeliveryClaim>();
      for (var share : shares.entrySet()) {
        claimOf(session, share.getKey(), share.getValue(), now, leaseUntil, tokens, claims);
      }
      return claims;
    });
  }

  /**
   * Deals the free places out one by one, first to the hosts with the fewest under way, so that no
   * number of slow receivers keeps another from its turn.
   */
  private static Map<String, Integer> shares(
      List<WaitingHost> waiting, int most, int perHost, Map<String, Integer> underWay) {
    List<String> turns =
        waiting.stream()
            .sorted(
                Comparator.comparing((WaitingHost host) -> underWay.getOrDefault(host.name(), 0))
                    .thenComparing(WaitingHost::oldest))
            .map(WaitingHost::name)
            .toList();
    var shares = new LinkedHashMap<String, Integer>();
    int left = most;
    for (int round = 1; round <= perHost && left > 0; round++) {
      for (String host : turns) {
        if (left > 0 && underWay.getOrDefault(host, 0) + round <= perHost) {
          shares.merge(host, 1, Integer::sum);
          left--;
        }
      }
    }
    return shares;
  }

  @Override
  public boolean record(
      DeliveryClaim claim, DeliveryAttempt attempt, DeliveryStatus next, Instant dueAt) {
    return database.write(session -> {
      boolean ours = move(session, claim, attempt, next, dueAt);
      if (ours) {
        append(session, claim.delivery().id(), attempt);
      }
      return ours;
    });
  }

  @Override
  public void giveBack(DeliveryClaim claim, Instant dueAt) {
    database.write(session ->
        session
            .sql(
                """
                update delivery set lease_token = null, due_at = :due
                where id = :id and lease_token = :token and status = 'pending'
                """)
            .set("due", dueAt)
            .set("id", claim.delivery().id())
            .set("token", claim.token())
            .run());
  }

  @Override
  public int releaseAllLeases(Instant now) {
    return database.write(session ->
        session
            .sql(
                """
                update delivery set lease_token = null, due_at = :now
                where status = 'pending' and lease_token is not null
                """)
            .set("now", now)
            .run());
  }

  @Override
  public int pending() {
    return database.read(session ->
        session
            .sql("select count(*) as pending from delivery where status = 'pending'")
            .first(row -> row.integer("pending"))
            .orElse(0));
  }

  /**
   * The hosts that waited longest. As many as may be claimed, beside all those with something under
   * way: so there are enough with nothing under way, and the thousands that have to wait anyhow are
   * not looked at.
   */
  private static List<WaitingHost> waiting(Session session, Instant now, int most)
      throws SQLException {
    return session
        .sql(
            """
            select host, due_at from delivery_host where due_at <= :now
            order by due_at limit :most
            """)
        .set("now", now)
        .set("most", most)
        .list(row -> new WaitingHost(row.text("host"), row.instant("due_at")));
  }

  private static void claimOf(
      Session session,
      String host,
      int most,
      Instant now,
      Instant leaseUntil,
      Supplier<String> tokens,
      List<DeliveryClaim> claims)
      throws SQLException {
    List<Delivery> due =
        session
            .sql(
                """
                select id, task_id, account_id, url, body, attempt, created_at from delivery
                where status = 'pending' and host = :host and due_at <= :now
                order by due_at limit :most
                """)
            .set("host", host)
            .set("now", now)
            .set("most", most)
            .list(JdbcDeliveryStore::delivery);
    for (Delivery delivery : due) {
      String token = tokens.get();
      session
          .sql("update delivery set lease_token = :token, due_at = :until where id = :id")
          .set("token", token)
          .set("until", leaseUntil)
          .set("id", delivery.id())
          .run();
      claims.add(new DeliveryClaim(delivery, token, host));
    }
  }

  private static boolean move(
      Session session,
      DeliveryClaim claim,
      DeliveryAttempt attempt,
      DeliveryStatus next,
      Instant dueAt)
      throws SQLException {
    boolean over = next != DeliveryStatus.PENDING;
    return session
            .sql(
                """
                update delivery set
                  status = :status, attempt = :attempt, due_at = :due, lease_token = null,
                  ended_at = :ended
                where id = :id and lease_token = :token and status = 'pending'
                """)
            .set("status", next.word())
            .set("attempt", attempt.number())
            .set("due", dueAt)
            .setInstant("ended", over ? Optional.of(attempt.at()) : Optional.empty())
            .set("id", claim.delivery().id())
            .set("token", claim.token())
            .run()
        == 1;
  }

  private static void append(Session session, String deliveryId, DeliveryAttempt attempt)
      throws SQLException {
    session
        .sql(
            """
            insert into delivery_attempt
              (delivery_id, number, at, duration_ms, status_code, outcome, detail, excerpt)
            values (:id, :number, :at, :ms, :code, :outcome, :detail, :excerpt)
            """)
        .set("id", deliveryId)
        .set("number", attempt.number())
        .set("at", attempt.at())
        .set("ms", attempt.took().toMillis())
        .setNumber("code", attempt.statusCode())
        .set("outcome", attempt.outcome())
        .set("detail", attempt.detail())
        .set("excerpt", attempt.excerpt())
        .run();
  }

  private static Delivery delivery(Row row) throws SQLException {
    return new Delivery(
        row.text("id"),
        row.text("task_id"),
        row.text("account_id"),
        URI.create(row.text("url")),
        row.bytes("body"),
        row.integer("attempt"),
        row.instant("created_at"));
  }
}

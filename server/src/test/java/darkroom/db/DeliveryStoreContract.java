package darkroom.db;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.task.Names;
import darkroom.task.SettableClock;
import darkroom.webhook.DeliveryAttempt;
import darkroom.webhook.DeliveryClaim;
import darkroom.webhook.DeliveryStatus;
import darkroom.webhook.DeliveryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every delivery store promises. */
abstract class DeliveryStoreContract {
  protected final SettableClock clock = new SettableClock();
  private final Names names = new Names();

  protected abstract DeliveryStore store();

  /** Deliveries owed to a host, due now. */
  protected abstract void owe(String host, int count);

  /** One delivery to each of so many hosts, due then. */
  protected abstract void oweManyHosts(int hosts, Instant due);

  /** Tries written down for a delivery, as {@code number outcome}. */
  protected abstract List<String> triesOf(String delivery);

  /** Status and number of tries of a delivery. */
  protected abstract String stateOf(String delivery);

  @Test
  void a_claim_takes_no_more_of_a_host_than_it_may_have_under_way() {
    owe("slow.example", 10);

    List<DeliveryClaim> none = claim(100, 4, Map.of("slow.example", 4));
    List<DeliveryClaim> one = claim(100, 4, Map.of("slow.example", 3));
    List<DeliveryClaim> four = claim(100, 4, Map.of());

    assertThat(none).isEmpty();
    assertThat(one).hasSize(1);
    assertThat(four).hasSize(4);
  }

  @Test
  void five_hundred_due_of_one_host_do_not_starve_the_others() {
    owe("a.example", 500);
    clock.advance(Duration.ofHours(1));
    owe("b.example", 1);
    owe("c.example", 1);

    List<DeliveryClaim> claims = claim(4, 4, Map.of());

    assertThat(claims)
        .extracting(DeliveryClaim::host)
        .containsExactlyInAnyOrder("a.example", "a.example", "b.example", "c.example");
  }

  @Test
  void many_busy_hosts_do_not_keep_an_idle_one_from_its_turn() {
    for (String host : List.of("a.example", "b.example", "c.example")) {
      owe(host, 50);
    }
    clock.advance(Duration.ofHours(1));
    owe("z.example", 1);
    Map<String, Integer> underWay = Map.of("a.example", 3, "b.example", 3, "c.example", 3);

    List<DeliveryClaim> claims = claim(1, 4, underWay);

    assertThat(claims).extracting(DeliveryClaim::host).containsExactly("z.example");
  }

  @Test
  void hosts_that_wait_or_are_busy_hide_none_that_is_due() {
    oweManyHosts(20_000, now().plusSeconds(60));
    owe("busy.example", 500);
    clock.advance(Duration.ofSeconds(1));
    owe("due.example", 1);

    List<DeliveryClaim> claims = claim(1, 4, Map.of("busy.example", 4));

    assertThat(claims).extracting(DeliveryClaim::host).containsExactly("due.example");
  }

  @Test
  void of_many_hosts_due_each_gets_its_turn() {
    oweManyHosts(300, now());

    var hosts = new java.util.HashSet<String>();
    for (int i = 0; i < 100; i++) {
      claim(3, 4, Map.of()).forEach(claim -> hosts.add(claim.host()));
    }

    assertThat(hosts).hasSize(300);
    assertThat(claim(3, 4, Map.of())).isEmpty();
  }

  @Test
  void a_claim_takes_at_most_what_was_asked_for() {
    owe("a.example", 5);
    owe("b.example", 5);

    assertThat(claim(3, 4, Map.of())).hasSize(3);
  }

  @Test
  void every_due_delivery_is_claimed_exactly_once() {
    owe("a.example", 7);
    owe("b.example", 2);

    var ids = new java.util.ArrayList<String>();
    List<DeliveryClaim> claims = claim(3, 100, Map.of());
    while (!claims.isEmpty()) {
      claims.forEach(claim -> ids.add(claim.delivery().id()));
      claims = claim(3, 100, Map.of());
    }

    assertThat(ids).hasSize(9).doesNotHaveDuplicates();
  }

  @Test
  void a_lease_that_ran_out_is_claimed_again_under_a_new_token() {
    owe("a.example", 1);
    DeliveryClaim first = claimOne();

    clock.advance(Duration.ofSeconds(59));
    List<DeliveryClaim> early = claim(10, 4, Map.of());
    clock.advance(Duration.ofSeconds(1));
    DeliveryClaim second = claimOne();

    assertThat(early).isEmpty();
    assertThat(second.delivery().id()).isEqualTo(first.delivery().id());
    assertThat(second.token()).isNotEqualTo(first.token());
    assertThat(second.delivery().attempt()).isZero();
  }

  @Test
  void a_failed_try_counts_and_waits_for_its_next_time() {
    owe("a.example", 1);
    DeliveryClaim claim = claimOne();

    boolean ours = store().record(claim, attempt(1), DeliveryStatus.PENDING, now().plusSeconds(5));

    assertThat(ours).isTrue();
    assertThat(claim(10, 4, Map.of())).isEmpty();
    clock.advance(Duration.ofSeconds(5));
    assertThat(claimOne().delivery().attempt()).isEqualTo(1);
    assertThat(triesOf(claim.delivery().id())).containsExactly("1 http_error");
  }

  @ParameterizedTest
  @EnumSource(value = DeliveryStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "PENDING")
  void an_ended_delivery_is_never_tried_again(DeliveryStatus end) {
    owe("a.example", 1);
    DeliveryClaim claim = claimOne();

    boolean ours = store().record(claim, attempt(1), end, now());
    boolean again = store().record(claim, attempt(2), DeliveryStatus.PENDING, now());

    clock.advance(Duration.ofDays(7));
    assertThat(ours).isTrue();
    assertThat(again).isFalse();
    assertThat(claim(10, 4, Map.of())).isEmpty();
    assertThat(store().pending()).isZero();
    assertThat(stateOf(claim.delivery().id())).isEqualTo(end.word() + " 1");
    assertThat(triesOf(claim.delivery().id())).hasSize(1);
  }

  @Test
  void a_stale_token_writes_nothing() {
    owe("a.example", 1);
    DeliveryClaim late = claimOne();
    clock.advance(Duration.ofMinutes(2));
    DeliveryClaim fresh = claimOne();

    boolean ours = store().record(late, attempt(1), DeliveryStatus.DELIVERED, now());
    store().giveBack(late, now());

    assertThat(ours).isFalse();
    assertThat(triesOf(late.delivery().id())).isEmpty();
    assertThat(claim(10, 4, Map.of())).as("still leased to the other").isEmpty();
    assertThat(store().record(fresh, attempt(1), DeliveryStatus.DELIVERED, now())).isTrue();
  }

  @Test
  void giving_back_does_not_count_a_try() {
    owe("a.example", 1);
    DeliveryClaim claim = claimOne();

    store().giveBack(claim, now());

    assertThat(stateOf(claim.delivery().id())).isEqualTo("pending 0");
    assertThat(claimOne().delivery().attempt()).isZero();
  }

  @Test
  void releasing_all_leases_makes_what_was_under_way_due_at_once() {
    owe("a.example", 2);
    DeliveryClaim old = claimOne();

    int released = store().releaseAllLeases(now());

    assertThat(released).isEqualTo(1);
    assertThat(store().record(old, attempt(1), DeliveryStatus.DELIVERED, now())).isFalse();
    assertThat(claim(10, 4, Map.of())).hasSize(2);
  }

  @Test
  void what_is_owed_is_counted_claimed_or_not() {
    owe("a.example", 3);
    claimOne();

    assertThat(store().pending()).isEqualTo(3);
  }

  private Instant now() {
    return clock.instant();
  }

  private List<DeliveryClaim> claim(int most, int perHost, Map<String, Integer> underWay) {
    return store()
        .claim(most, perHost, underWay, now(), now().plusSeconds(60), () -> names.next(22));
  }

  private DeliveryClaim claimOne() {
    List<DeliveryClaim> claims = claim(1, 4, Map.of());
    assertThat(claims).hasSize(1);
    return claims.getFirst();
  }

  private DeliveryAttempt attempt(int number) {
    return new DeliveryAttempt(
        number, now(), Duration.ofMillis(12), Optional.of(500), "http_error", "detail", "excerpt");
  }
}

package darkroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.account.Accounts;
import darkroom.account.SecretBox;
import darkroom.account.WebhookSecrets;
import darkroom.config.ConfigReader;
import darkroom.config.Secret;
import darkroom.credit.Credits;
import darkroom.credit.LedgerEntry;
import darkroom.db.OpenStore;
import darkroom.net.OutboundAnswer;
import darkroom.net.OutboundException;
import darkroom.net.OutboundRequest;
import darkroom.task.Claim;
import darkroom.task.Ending;
import darkroom.task.Failure;
import darkroom.task.Headroom;
import darkroom.task.LeaseToken;
import darkroom.task.Names;
import darkroom.task.Reason;
import darkroom.task.Samples;
import darkroom.task.SettableClock;
import darkroom.webhook.DeliveryClaim;
import darkroom.webhook.RetrySchedule;
import darkroom.webhook.WebhookConfig;
import darkroom.webhook.WebhookSender;
import darkroom.webhook.WebhookSigner;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryRunnerTest {
  private static final int REFUSED = -1;

  private final SettableClock clock = new SettableClock();
  private final Names names = new Names();
  private final SecureRandom random = new SecureRandom();
  private final List<OutboundRequest> sent = new ArrayList<>();
  private final Deque<Integer> answers = new ArrayDeque<>();
  private Map<String, String> headers = Map.of();
  private Runnable onSend = () -> {};
  @TempDir private Path folder;
  private OpenStore open;
  private DeliveryRunner runner;

  @BeforeEach
  void open() {
    open = new OpenStore(folder, clock);
    var box = new SecretBox(new Secret("master"), random);
    var secrets = new WebhookSecrets(open.accounts, box, random, clock);
    var account =
        new Accounts(open.accounts, secrets, clock, names::next)
            .create("a@example.com", "")
            .orElseThrow()
            .id();
    open.ledger.append(account.value(), new LedgerEntry.Grant(Credits.of(10), ""));
    runner = runner(box);
    open.tasks.insert(Samples.queued(Samples.task("t1", account, 1, clock.instant())));
    Claim claim =
        open.tasks
            .claim(
                1,
                Samples.lease(clock.instant()),
                Headroom.UNBOUNDED,
                () -> new LeaseToken("token"))
            .getFirst();
    open.tasks.finish(
        claim,
        Ending.failed(new Failure(Reason.ENGINE_FAILED, ""), clock.instant()),
        Optional.of(Samples.delivery("msg_0123456789", "a.example")));
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void a_2xx_ends_a_delivery() {
    answers.add(204);

    runner.run(due().getFirst());

    clock.advance(Duration.ofDays(30));
    assertThat(due()).isEmpty();
    assertThat(open.deliveries.pending()).isZero();
    assertThat(sent).hasSize(1);
  }

  @Test
  void a_410_ends_a_delivery() {
    answers.add(410);

    runner.run(due().getFirst());

    clock.advance(Duration.ofDays(30));
    assertThat(due()).isEmpty();
    assertThat(open.deliveries.pending()).isZero();
  }

  @Test
  void the_whole_schedule_is_kept_and_then_exhausted() {
    var waits = new ArrayList<Duration>();
    Instant before = clock.instant();
    while (open.deliveries.pending() > 0) {
      List<DeliveryClaim> claims = due();
      if (claims.isEmpty()) {
        clock.advance(Duration.ofSeconds(1));
        continue;
      }
      waits.add(Duration.between(before, clock.instant()));
      before = clock.instant();
      answers.add(waits.size() % 2 == 0 ? 500 : REFUSED);
      runner.run(claims.getFirst());
      clock.advance(waits.size() > 1 ? nextButOne(waits.size()) : Duration.ZERO);
    }

    assertThat(waits)
        .containsExactly(
            Duration.ZERO,
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));
  }

  @Test
  void a_retry_keeps_its_id_and_body_and_gets_a_new_timestamp() {
    answers.addAll(List.of(500, 200));
    runner.run(due().getFirst());
    clock.advance(Duration.ofSeconds(5));

    runner.run(due().getFirst());

    assertThat(sent)
        .extracting(request -> request.headers().get("webhook-id"))
        .containsExactly("msg_0123456789", "msg_0123456789");
    assertThat(sent)
        .extracting(request -> new String(request.body(), java.nio.charset.StandardCharsets.UTF_8))
        .containsExactly("{}", "{}");
    assertThat(sent)
        .extracting(request -> request.headers().get("webhook-timestamp"))
        .doesNotHaveDuplicates();
  }

  @Test
  void a_receiver_that_asks_for_time_gets_it() {
    headers = Map.of("retry-after", "600");
    answers.add(503);
    runner.run(due().getFirst());

    clock.advance(Duration.ofSeconds(599));
    List<DeliveryClaim> early = due();
    clock.advance(Duration.ofSeconds(1));

    assertThat(early).isEmpty();
    assertThat(due()).hasSize(1);
  }

  @Test
  void a_delivery_that_cannot_be_signed_uses_up_its_schedule_and_ends() {
    DeliveryRunner keyless = runner(new SecretBox(new Secret("another master"), random));
    int tries = 0;
    while (open.deliveries.pending() > 0 && tries < 20) {
      due().forEach(keyless::run);
      clock.advance(Duration.ofDays(1));
      tries++;
    }

    assertThat(tries).isEqualTo(10);
    assertThat(open.deliveries.pending()).isZero();
    assertThat(sent).isEmpty();
  }

  @Test
  void a_try_cut_short_by_our_own_stop_does_not_count() {
    answers.add(REFUSED);
    onSend = () -> Thread.currentThread().interrupt();

    runner.run(due().getFirst());

    assertThat(Thread.interrupted()).isFalse();
    assertThat(due())
        .singleElement()
        .satisfies(next -> assertThat(next.delivery().attempt()).isZero());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 410})
  void the_last_word_of_a_receiver_is_written_down_though_it_came_during_a_stop(int status) {
    answers.add(status);
    onSend = () -> Thread.currentThread().interrupt();

    runner.run(due().getFirst());

    assertThat(Thread.interrupted()).isFalse();
    assertThat(open.deliveries.pending()).isZero();
  }

  @Test
  void a_worker_that_lost_its_claim_records_nothing() {
    DeliveryClaim late = due().getFirst();
    clock.advance(Duration.ofMinutes(2));
    DeliveryClaim fresh = due().getFirst();
    answers.addAll(List.of(500, 200));

    runner.run(late);
    runner.run(fresh);

    assertThat(fresh.delivery().attempt()).isZero();
    assertThat(open.deliveries.pending()).isZero();
  }

  private DeliveryRunner runner(SecretBox box) {
    WebhookConfig config = WebhookConfig.read(new ConfigReader(Map.of(), Map.of()));
    RandomGenerator noJitter = () -> 0L;
    return new DeliveryRunner(
        open.deliveries,
        new WebhookSecrets(open.accounts, box, random, clock),
        new WebhookSender(this::send, new WebhookSigner(true), config, clock),
        new RetrySchedule(config.schedule(), noJitter),
        new WorkerMetrics(new PrometheusRegistry()),
        clock);
  }

  private static Duration nextButOne(int tries) {
    List<Duration> waits =
        List.of(
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));
    return tries - 2 < waits.size() ? waits.get(tries - 2).minusSeconds(1) : Duration.ZERO;
  }

  private List<DeliveryClaim> due() {
    return open.deliveries.claim(
        10, 4, Map.of(), clock.instant(), clock.instant().plusSeconds(60), () -> names.next(22));
  }

  private OutboundAnswer send(OutboundRequest request, OutputStream sink) throws OutboundException {
    sent.add(request);
    onSend.run();
    int status = answers.remove();
    if (status == REFUSED) {
      throw new OutboundException(OutboundException.Kind.CONNECT, "refused");
    }
    return new OutboundAnswer(status, headers, 0, URI.create("https://a.example/hook"));
  }
}

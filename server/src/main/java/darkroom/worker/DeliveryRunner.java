package darkroom.worker;

import darkroom.account.AccountId;
import darkroom.account.WebhookSecretPair;
import darkroom.account.WebhookSecrets;
import darkroom.config.Secret;
import darkroom.task.StoreException;
import darkroom.webhook.Delivery;
import darkroom.webhook.DeliveryAttempt;
import darkroom.webhook.DeliveryClaim;
import darkroom.webhook.DeliveryResult;
import darkroom.webhook.DeliveryStatus;
import darkroom.webhook.DeliveryStore;
import darkroom.webhook.RetrySchedule;
import darkroom.webhook.WebhookKeys;
import darkroom.webhook.WebhookSender;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries one delivery once and writes down what came of it and when the next try is due.
 * Thread-safe.
 */
public final class DeliveryRunner {
  private static final Logger log = LoggerFactory.getLogger(DeliveryRunner.class);

  private final DeliveryStore store;
  private final WebhookSecrets secrets;
  private final WebhookSender sender;
  private final RetrySchedule schedule;
  private final WorkerMetrics metrics;
  private final InstantSource clock;

  public DeliveryRunner(
      DeliveryStore store,
      WebhookSecrets secrets,
      WebhookSender sender,
      RetrySchedule schedule,
      WorkerMetrics metrics,
      InstantSource clock) {
    this.store = store;
    this.secrets = secrets;
    this.sender = sender;
    this.schedule = schedule;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** When interrupted by a stop without a last word, gives the claim back: the try is no try. */
  void run(DeliveryClaim claim) {
    Delivery delivery = claim.delivery();
    Instant begun = clock.instant();
    DeliveryResult result = attempt(delivery);
    // cleared either way: no store takes a write from an interrupted thread
    boolean stopped = Thread.interrupted();
    if (stopped && result instanceof DeliveryResult.Retry) {
      store.giveBack(claim, clock.instant());
      return;
    }
    record(claim, result, begun);
  }

  /**
   * Trouble of our own counts as a try, store trouble aside: a delivery that can never be signed
   * (its secret key is lost) has to come to an end like any other, and be seen to.
   */
  private DeliveryResult attempt(Delivery delivery) {
    try {
      return sender.send(delivery, keys(delivery));
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      log.atError().addKeyValue("delivery", delivery.id()).setCause(e).log("delivery.not_sent");
      return new DeliveryResult.Retry(
          null,
          DeliveryResult.Retry.NOT_SENT,
          Optional.empty(),
          "",
          String.valueOf(e.getMessage()));
    }
  }

  private void record(DeliveryClaim claim, DeliveryResult result, Instant begun) {
    Instant now = clock.instant();
    int number = claim.delivery().attempt() + 1;
    Duration took = Duration.between(begun, now);
    DeliveryAttempt attempt = attempt(number, begun, took, result);
    Optional<Instant> next = next(result, number, now);
    DeliveryStatus status =
        switch (result) {
          case DeliveryResult.Delivered delivered -> DeliveryStatus.DELIVERED;
          case DeliveryResult.Gone gone -> DeliveryStatus.GONE;
          case DeliveryResult.Retry retry ->
              next.isPresent() ? DeliveryStatus.PENDING : DeliveryStatus.EXHAUSTED;
        };
    boolean ours = store.record(claim, attempt, status, next.orElse(now));
    metrics.delivered(attempt.outcome(), took);
    log.atInfo()
        .addKeyValue("delivery", claim.delivery().id())
        .addKeyValue("task", claim.delivery().taskId())
        .addKeyValue("account", claim.delivery().accountId())
        .addKeyValue("host", claim.host())
        .addKeyValue("number", number)
        .addKeyValue("outcome", attempt.outcome())
        .addKeyValue("status", attempt.statusCode().map(String::valueOf).orElse(""))
        .addKeyValue("detail", attempt.detail())
        .addKeyValue("state", ours ? status.word() : "claim_lost")
        .addKeyValue("next", next.map(Instant::toString).orElse(""))
        .addKeyValue("ms", took.toMillis())
        .log("delivery.attempted");
  }

  private Optional<Instant> next(DeliveryResult result, int number, Instant now) {
    if (!(result instanceof DeliveryResult.Retry retry)) {
      return Optional.empty();
    }
    return schedule
        .waitBefore(number + 1)
        .map(now::plus)
        .map(due -> retry.notBefore().filter(due::isBefore).orElse(due));
  }

  private static DeliveryAttempt attempt(
      int number, Instant at, Duration took, DeliveryResult result) {
    return switch (result) {
      case DeliveryResult.Delivered ok ->
          new DeliveryAttempt(
              number, at, took, Optional.of(ok.status()), "delivered", "", ok.excerpt());
      case DeliveryResult.Gone gone ->
          new DeliveryAttempt(number, at, took, Optional.of(410), "gone", "", gone.excerpt());
      case DeliveryResult.Retry retry ->
          new DeliveryAttempt(
              number,
              at,
              took,
              Optional.ofNullable(retry.status()),
              retry.failureClass(),
              retry.detail(),
              retry.excerpt());
    };
  }

  private WebhookKeys keys(Delivery delivery) {
    WebhookSecretPair pair =
        secrets
            .current(new AccountId(delivery.accountId()))
            .orElseThrow(() -> new IllegalStateException("no account " + delivery.accountId()));
    var standard = new ArrayList<Secret>();
    standard.add(pair.standard());
    pair.previous().ifPresent(standard::add);
    return new WebhookKeys(pair.hmacKey(), standard);
  }
}

package darkroom.webhook;

import darkroom.net.OutboundAnswer;
import darkroom.net.OutboundException;
import darkroom.net.OutboundRequest;
import darkroom.net.RetryAfter;
import darkroom.webhook.DeliveryResult.Delivered;
import darkroom.webhook.DeliveryResult.Gone;
import darkroom.webhook.DeliveryResult.Retry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes one try of a delivery. Follows no redirect, sends no Authorization, and judges by the
 * status alone. Blocks its (virtual) thread for at most the try timeout. Thread-safe.
 */
public final class WebhookSender {
  private static final String USER_AGENT =
      "Darkroom/"
          + Objects.requireNonNullElse(
              WebhookSender.class.getPackage().getImplementationVersion(), "dev");
  private static final Duration BREATHER = Duration.ofMinutes(1);

  private final Outbound http;
  private final WebhookSigner signer;
  private final WebhookConfig config;
  private final InstantSource clock;

  /** Takes {@code guardedHttp::send} as its way out. */
  public WebhookSender(
      Outbound http, WebhookSigner signer, WebhookConfig config, InstantSource clock) {
    this.http = http;
    this.signer = signer;
    this.config = config;
    this.clock = clock;
  }

  /** Stamps, signs and posts. Never throws for anything the receiver or the network does. */
  public DeliveryResult send(Delivery delivery, WebhookKeys keys) {
    var sink = new ExcerptSink();
    try {
      return judge(http.send(request(delivery, keys), sink), sink.excerpt());
    } catch (OutboundException e) {
      String detail = e.kind() + ": " + e.getMessage();
      return new Retry(null, failureClass(e.kind()), Optional.empty(), "", detail);
    }
  }

  private OutboundRequest request(Delivery delivery, WebhookKeys keys) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("User-Agent", USER_AGENT);
    headers.putAll(
        signer.headers(keys, delivery.id(), delivery.taskId(), clock.instant(), delivery.body()));
    boolean truncate = true; // the status decides; a long answer is no failure
    int redirects = 0;
    return new OutboundRequest(
        "POST",
        delivery.url(),
        headers,
        delivery.body(),
        config.tryTimeout(),
        config.maxAnswer(),
        truncate,
        redirects);
  }

  private DeliveryResult judge(OutboundAnswer answer, String excerpt) {
    int status = answer.status();
    if (status >= 200 && status <= 299) {
      return new Delivered(status, excerpt);
    }
    if (status == 410) {
      return new Gone(excerpt);
    }
    return new Retry(
        status, Retry.HTTP_ERROR, notBefore(answer), excerpt, "answered with status " + status);
  }

  private Optional<Instant> notBefore(OutboundAnswer answer) {
    Instant now = clock.instant();
    return RetryAfter.read(answer.headers().get("retry-after"), now)
        .or(() -> overloaded(answer.status()) ? Optional.of(now.plus(BREATHER)) : Optional.empty());
  }

  /**
   * The statuses by which a receiver in trouble asks for less; the 5 s before try 2 are too few.
   */
  private static boolean overloaded(int status) {
    return status == 429 || status == 502 || status == 504;
  }

  /**
   * A vetted host that answered badly may be told apart; how a host was not reached may not (T08).
   */
  private static String failureClass(OutboundException.Kind kind) {
    return switch (kind) {
      case BLOCKED, DNS, CONNECT, TLS, TIMEOUT, BROKEN -> Retry.UNREACHABLE;
      case TOO_LARGE, REDIRECT, ENCODED -> Retry.HTTP_ERROR;
    };
  }
}

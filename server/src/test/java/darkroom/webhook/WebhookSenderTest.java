package darkroom.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import darkroom.config.ConfigReader;
import darkroom.config.Secret;
import darkroom.net.OutboundAnswer;
import darkroom.net.OutboundException;
import darkroom.net.OutboundRequest;
import darkroom.webhook.DeliveryResult.Delivered;
import darkroom.webhook.DeliveryResult.Gone;
import darkroom.webhook.DeliveryResult.Retry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSenderTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:30:00Z");
  private static final URI RECEIVER = URI.create("https://app.example.com/hooks");
  private static final WebhookKeys KEYS =
      new WebhookKeys(
          new Secret("test_webhook_secret"),
          List.of(new Secret("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")));
  private static final Delivery DELIVERY =
      new Delivery(
          "msg_0123456789ABCDEFGHIJkl", "t1", "acc1", RECEIVER, "{}".getBytes(UTF_8), 0, NOW);

  private final List<OutboundRequest> sent = new ArrayList<>();

  @Test
  void a_try_is_a_signed_post_that_follows_nothing_and_carries_no_key() {
    sender(answering(200, Map.of(), "")).send(DELIVERY, KEYS);

    OutboundRequest request = sent.getFirst();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.uri()).isEqualTo(RECEIVER);
    assertThat(request.body()).isSameAs(DELIVERY.body());
    assertThat(request.totalTimeout()).isEqualTo(Duration.ofSeconds(15));
    assertThat(request.maxBytes()).isEqualTo(65_536);
    assertThat(request.truncate()).isTrue();
    assertThat(request.maxRedirects()).isZero();
    assertThat(request.headers())
        .containsOnlyKeys(
            "Content-Type",
            "User-Agent",
            "X-Webhook-Timestamp",
            "X-Webhook-Signature",
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature")
        .containsEntry("Content-Type", "application/json")
        .containsEntry("webhook-id", DELIVERY.id())
        .containsEntry("webhook-timestamp", Long.toString(NOW.getEpochSecond()));
    assertThat(request.headers().get("User-Agent")).startsWith("Darkroom/");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void any_2xx_is_success(int status) {
    DeliveryResult result = sender(answering(status, Map.of(), "thanks")).send(DELIVERY, KEYS);

    assertThat(result).isEqualTo(new Delivered(status, "thanks"));
  }

  @Test
  void a_410_ends_the_delivery() {
    DeliveryResult result = sender(answering(410, Map.of(), "no more")).send(DELIVERY, KEYS);

    assertThat(result).isEqualTo(new Gone("no more"));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 199, 300, 301, 302, 307, 308, 400, 401, 404, 418, 500, 503, 599})
  void every_other_answer_is_a_failed_try(int status) {
    DeliveryResult result =
        sender(answering(status, Map.of("location", "https://elsewhere.example"), "no"))
            .send(DELIVERY, KEYS);

    assertThat(result)
        .isInstanceOfSatisfying(
            Retry.class,
            retry -> {
              assertThat(retry.status()).isEqualTo(status);
              assertThat(retry.failureClass()).isEqualTo("http_error");
              assertThat(retry.notBefore()).isEmpty();
              assertThat(retry.excerpt()).isEqualTo("no");
            });
  }

  @ParameterizedTest
  @CsvSource({"503,120", "302,120", "404,120", "429,120"})
  void retry_after_is_honoured_on_every_failed_try(int status, String seconds) {
    DeliveryResult result =
        sender(answering(status, Map.of("retry-after", seconds), "")).send(DELIVERY, KEYS);

    assertThat(((Retry) result).notBefore()).contains(NOW.plusSeconds(120));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 504})
  void an_overloaded_receiver_gets_a_minute_unless_it_says_otherwise(int status) {
    DeliveryResult silent = sender(answering(status, Map.of(), "")).send(DELIVERY, KEYS);
    DeliveryResult precise =
        sender(answering(status, Map.of("retry-after", "7"), "")).send(DELIVERY, KEYS);

    assertThat(((Retry) silent).notBefore()).contains(NOW.plusSeconds(60));
    assertThat(((Retry) precise).notBefore()).contains(NOW.plusSeconds(7));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"BLOCKED", "DNS", "CONNECT", "TLS", "TIMEOUT", "BROKEN"},
      value = OutboundException.Kind.class)
  void a_tenant_cannot_tell_blocked_from_refused_from_timed_out(OutboundException.Kind kind)
      throws ReflectiveOperationException {
    DeliveryResult result = sender(failing(kind)).send(DELIVERY, KEYS);

    assertThat(result)
        .isInstanceOfSatisfying(
            Retry.class,
            retry -> {
              assertThat(retry.status()).isNull();
              assertThat(retry.failureClass()).isEqualTo("unreachable");
              assertThat(retry.notBefore()).isEmpty();
              assertThat(retry.excerpt()).isEmpty();
              assertThat(retry.detail()).isEqualTo(kind + ": 10.0.0.1 says no");
            });
  }

  @ParameterizedTest
  @EnumSource(
      names = {"TOO_LARGE", "REDIRECT", "ENCODED"},
      value = OutboundException.Kind.class)
  void a_host_that_answers_badly_is_an_http_error(OutboundException.Kind kind)
      throws ReflectiveOperationException {
    DeliveryResult result = sender(failing(kind)).send(DELIVERY, KEYS);

    assertThat(((Retry) result).failureClass()).isEqualTo("http_error");
  }

  @Test
  void an_excerpt_is_one_short_clean_line() {
    String answer = "  <b>\u001b[31mred\r\nline\u0000\u202e two\t" + "x".repeat(5000);

    DeliveryResult result = sender(answering(500, Map.of(), answer)).send(DELIVERY, KEYS);

    assertThat(result.excerpt()).hasSize(500).startsWith("<b> [31mred line two xxx");
  }

  @Test
  void an_excerpt_never_ends_in_half_a_character() {
    String answer = "x".repeat(499) + "😀".repeat(300);

    DeliveryResult result = sender(answering(500, Map.of(), answer)).send(DELIVERY, KEYS);

    assertThat(result.excerpt()).isEqualTo("x".repeat(499));
  }

  private WebhookSender sender(Outbound http) {
    WebhookConfig config = WebhookConfig.read(new ConfigReader(Map.of(), Map.of()));
    return new WebhookSender(http, new WebhookSigner(true), config, InstantSource.fixed(NOW));
  }

  private Outbound answering(int status, Map<String, String> headers, String body) {
    return (request, sink) -> {
      sent.add(request);
      try {
        sink.write(body.getBytes(UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new OutboundAnswer(status, headers, body.length(), request.uri());
    };
  }

  /** Only {@code net} makes these failures; a fake of it has to come in by the back door. */
  private static Outbound failing(OutboundException.Kind kind) throws ReflectiveOperationException {
    var constructor =
        OutboundException.class.getDeclaredConstructor(OutboundException.Kind.class, String.class);
    constructor.setAccessible(true);
    OutboundException failure = constructor.newInstance(kind, "10.0.0.1 says no");
    return (request, sink) -> {
      throw failure;
    };
  }
}

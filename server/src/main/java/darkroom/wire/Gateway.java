package darkroom.wire;

import darkroom.account.ApiKey;
import darkroom.account.ApiKeys;
import darkroom.task.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The way of every request: route, key, rate, handler, and back as an answer, whatever happens in
 * between. Writes the one log line of an exchange that names an event. Thread-safe.
 */
public final class Gateway {
  private static final Logger log = LoggerFactory.getLogger(Gateway.class);
  private static final Duration STORE_PAUSE = Duration.ofSeconds(2);

  private final RouteTable routes;
  private final ApiKeyFilter keys;
  private final RateLimiter submits;
  private final OwnRequests own;
  private final HttpMetrics metrics;
  private final InstantSource clock;
  private final boolean errorsAs200;
  private final int longestUrl;

  public Gateway(
      RouteTable routes,
      ApiKeys keys,
      AddressMatcher addresses,
      HttpConfig config,
      boolean countFailedKeys,
      OwnRequests own,
      HttpMetrics metrics,
      InstantSource clock) {
    this.routes = routes;
    this.keys = new ApiKeyFilter(keys, addresses, config, countFailedKeys, clock);
    this.submits = new RateLimiter(config.submitsPerSecond(), config.submitBurst(), clock);
    this.own = own;
    this.metrics = metrics;
    this.clock = clock;
    this.errorsAs200 = config.errorsAs200();
    this.longestUrl = config.maxUrl();
  }

  Answer handle(Exchange exchange) {
    Instant begun = clock.instant();
    Optional<Route> route = Optional.empty();
    Answer answer;
    try {
      if (exchange.urlLength() > longestUrl) {
        throw new ApiException(
            ApiError.URL_TOO_LONG, "The URL is longer than " + longestUrl + " characters");
      }
      own.refuse(exchange);
      route = Optional.of(routes.find(exchange));
      answer = handle(exchange, route.get());
    } catch (ApiException e) {
      answer = e.answer();
    } catch (StoreException e) {
      answer = storeTrouble(exchange, e);
    } catch (IOException e) {
      answer = broken(exchange, e);
    } catch (RuntimeException e) {
      answer = fault(exchange, e);
    }
    Duration took = Duration.between(begun, clock.instant());
    metrics.answered(
        route.map(Route::method).orElse("-"),
        route.map(Route::template).orElse("-"),
        answer.status(),
        took);
    report(exchange, answer, took);
    return disguised(answer, route).with("X-Request-Id", exchange.requestId());
  }

  /** Some clients expect HTTP 200 whatever happened; files and health keep their true status. */
  private Answer disguised(Answer answer, Optional<Route> route) {
    boolean api = route.map(known -> known.access() != Route.Access.OPEN).orElse(true);
    return errorsAs200 && api && answer.status() >= 400
        ? new Answer(200, answer.headers(), answer.content())
        : answer;
  }

  private Answer handle(Exchange exchange, Route route) throws IOException {
    return switch (route.action()) {
      case Route.Action.Open open -> open.action().handle(exchange);
      case Route.Action.Keyed keyed -> keyed.action().handle(exchange, admit(exchange, route));
    };
  }

  private ApiKey admit(Exchange exchange, Route route) {
    ApiKey key = keys.authenticate(exchange);
    if (route.access() == Route.Access.ADMIN && !key.isAdmin()) {
      throw new ApiException(ApiError.PERMISSION_DENIED, "This route needs an admin key");
    }
    if (route.access() == Route.Access.SUBMIT) {
      submits
          .take(key.id())
          .ifPresent(after -> {
            throw ApiException.retryLater(
                ApiError.TOO_MANY_REQUESTS,
                RetryReason.KEY_RATE,
                "Too many submits with this key",
                after);
          });
    }
    return key;
  }

  private static Answer storeTrouble(Exchange exchange, StoreException e) {
    if (e.isOverload()) { // sheds by the thousand, and where it was met tells nothing
      log.atWarn()
          .addKeyValue("request", exchange.requestId())
          .addKeyValue("detail", String.valueOf(e.getMessage()))
          .log("store.overloaded");
    } else {
      log.atError().addKeyValue("request", exchange.requestId()).setCause(e).log("store.failed");
    }
    return Answer.error(ApiError.UNAVAILABLE, "The store cannot serve just now")
        .with(RetryReason.STORE_DOWN.after(STORE_PAUSE));
  }

  /** The caller went away or stalled while sending; nobody may be left to read the answer. */
  private static Answer broken(Exchange exchange, IOException e) {
    log.atInfo()
        .addKeyValue("request", exchange.requestId())
        .addKeyValue("detail", String.valueOf(e.getMessage()))
        .log("http.connection_broken");
    return Answer.error(ApiError.TIMEOUT, "The request did not arrive whole");
  }

  private static Answer fault(Exchange exchange, Exception e) {
    log.atError()
        .addKeyValue("request", exchange.requestId())
        .addKeyValue("method", exchange.method())
        .setCause(e)
        .log("http.failed");
    return Answer.error(ApiError.INTERNAL, "Internal error, request id " + exchange.requestId());
  }

  private static void report(Exchange exchange, Answer answer, Duration took) {
    if (exchange.event().isEmpty()) {
      return;
    }
    LoggingEventBuilder line = log.atInfo();
    for (Map.Entry<String, Object> fact : exchange.facts().entrySet()) {
      line = line.addKeyValue(fact.getKey(), fact.getValue());
    }
    line.addKeyValue("status", answer.status())
        .addKeyValue("request", exchange.requestId())
        .addKeyValue("ms", took.toMillis())
        .log(exchange.event().get());
  }
}

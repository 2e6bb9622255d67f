package darkroom.webhook;

import darkroom.config.ConfigReader;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;

/**
 * Settings of callbacks.
 *
 * @param schedule wait before each try, 0 s before the first; 1 to 20 entries of 0 s to 24 h
 * @param tryTimeout longest time for one try, from connecting to the end of the answer
 * @param maxAnswer bytes read of a receiver's answer; the rest is left unread
 * @param poyoSignature whether the two {@code X-Webhook-} headers are sent as well
 * @param perHost tries in flight to one host
 * @param perHostPerSecond tries that begin to one host within any second
 * @param concurrency tries in flight over the whole process
 * @param shape form of the body
 * @param allowHttp whether plain http is taken outside a loopback installation too
 */
public record WebhookConfig(
    List<Duration> schedule,
    Duration tryTimeout,
    long maxAnswer,
    boolean poyoSignature,
    int perHost,
    int perHostPerSecond,
    int concurrency,
    CallbackShape shape,
    boolean allowHttp) {
  private static final String SCHEDULE = "0s, 5s, 5m, 30m, 2h, 5h, 10h, 14h, 20h, 24h";
  private static final int MOST_TRIES = 20;
  private static final Duration LONGEST_WAIT = Duration.ofHours(24);

  public WebhookConfig {
    schedule = List.copyOf(schedule);
  }

  public static WebhookConfig read(ConfigReader config) {
    return new WebhookConfig(
        schedule(config),
        config.duration(
            "webhook.try-timeout", "15s", "1s", "60s", "Longest time for one try of a callback."),
        config.bytes(
            "webhook.max-answer", "64KiB", 1, 1 << 20, "Bytes read of a receiver's answer."),
        config.flag(
            "webhook.poyo-signature",
            true,
            "Send PoYo's signature headers too; they do not cover the body."),
        config.integer("webhook.per-host", 4, 1, 64, "Callbacks in flight to one host."),
        config.integer(
            "webhook.per-host-per-second",
            50,
            1,
            10_000,
            "Tries of callbacks that begin to one host within any second."),
        config.integer("webhook.concurrency", 64, 1, 1000, "Callbacks in flight altogether."),
        config.choice(
            "webhook.shape",
            CallbackShape.class,
            CallbackShape.HYBRID,
            "Form of a callback's body."),
        config.flag(
            "webhook.allow-http",
            false,
            "Take callback URLs of plain http too; a loopback installation always does."));
  }

  private static List<Duration> schedule(ConfigReader config) {
    String text =
        config.text(
            "webhook.schedule",
            SCHEDULE,
            "Waits before each try of a callback, parted by commas, the first 0s; hours (h), minutes (m), seconds (s).");
    try {
      List<Duration> waits = waits(text);
      if (!waits.getFirst().isZero()) {
        // a delivery is born due; a first wait that nobody keeps would be a promise
        config.problem(
            "webhook.schedule",
            "'" + text + "'",
            "0s as the first wait, because the first try is made at once");
      }
      return waits;
    } catch (IllegalArgumentException | DateTimeParseException e) {
      config.problem(
          "webhook.schedule",
          "'" + text + "'",
          "1 to " + MOST_TRIES + " waits of 0s to 24h, such as 0s, 5s, 5m, 2h");
      return waits(SCHEDULE);
    }
  }

  private static List<Duration> waits(String text) {
    List<Duration> waits =
        Arrays.stream(text.split(",", -1))
            .map(item -> Duration.parse("PT" + item.strip()))
            .toList();
    boolean fits =
        waits.size() <= MOST_TRIES
            && waits.stream().noneMatch(w -> w.isNegative() || w.compareTo(LONGEST_WAIT) > 0);
    if (!fits) {
      throw new IllegalArgumentException("out of range");
    }
    return waits;
  }
}

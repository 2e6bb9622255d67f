package darkroom.wire;

import darkroom.config.ConfigReader;
import java.time.Duration;
import java.util.List;

/** Where we listen and what one caller may ask of us (limits L1, L10, L11). */
public record HttpConfig(
    String host,
    int port,
    List<String> trustedProxies,
    long maxBody,
    long maxBodies,
    Duration bodyTime,
    Duration sendTime,
    long sendRate,
    Duration idle,
    int maxConnections,
    int submitsPerSecond,
    int submitBurst,
    int failedKeysPerMinute,
    boolean errorsAs200) {

  public static HttpConfig read(ConfigReader reader) {
    return new HttpConfig(
        reader.text("http.host", "127.0.0.1", "Address to listen on."),
        reader.integer("http.port", 8080, 0, 65_535, "Port to listen on; 0 takes a free one."),
        reader.list(
            "http.trusted-proxies",
            "CIDR ranges of proxies whose `Forwarded` and `X-Forwarded-For` headers are believed."),
        reader.bytes(
            "http.max-body", "32MiB", 1_024, 1L << 30, "Largest request body; 413 above it."),
        reader.bytes(
            "http.max-bodies",
            "256MiB",
            1_024,
            1L << 36,
            "All request bodies held in memory together; 503 above it."),
        reader.duration(
            "http.body-time",
            "15s",
            "100ms",
            "10m",
            "Time for a body to arrive, plus a second for each 64 KiB of it; 408 after that."),
        reader.duration(
            "http.send-time",
            "30s",
            "100ms",
            "10m",
            "Time for a picture to be taken, plus what it needs at `http.send-rate`; then the"
                + " connection is closed."),
        reader.bytes(
            "http.send-rate",
            "64KiB",
            1,
            1L << 40,
            "Bytes a second that a picture's reader has to" + " take."),
        reader.duration(
            "http.idle", "60s", "1s", "10m", "A connection on which nothing moves is closed."),
        reader.integer("http.max-connections", 10_000, 1, 1_000_000, "Connections at once."),
        reader.integer(
            "http.submits-per-second", 20, 1, 1_000_000, "Submits of one key; 429 above it."),
        reader.integer(
            "http.submit-burst", 100, 1, 1_000_000, "Submits a key may save up for one burst."),
        reader.integer(
            "http.failed-keys-per-minute",
            30,
            1,
            1_000_000,
            "Wrong keys from one address before 429; not counted on a loopback installation."),
        reader.flag(
            "http.errors-as-200",
            false,
            "Answer errors of the API with HTTP 200 and the true code in the body, for odd clients."));
  }
}

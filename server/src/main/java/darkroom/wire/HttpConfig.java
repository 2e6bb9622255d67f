package darkroom.wire;

import darkroom.config.ConfigReader;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where we listen and what one caller may ask of us (limits L1, L10, L11). */
public record HttpConfig(
    String host,
    int port,
    Optional<InetSocketAddress> management,
    List<String> trustedProxies,
    ForwardedHeader forwardedHeader,
    long maxBody,
    long maxBodies,
    int maxHeaders,
    int maxUrl,
    Duration headerTime,
    Duration bodyTime,
    Duration answerTime,
    long answerRate,
    Duration idle,
    Duration drain,
    int maxConnections,
    int maxConnectionsPerAddress,
    int submitsPerSecond,
    int submitBurst,
    int failedKeysPerMinute,
    boolean errorsAs200) {

  private static final Pattern ADDRESS =
      Pattern.compile("(?:\\[([0-9a-fA-F:]+)]|([A-Za-z0-9.-]+)):(\\d{1,5})");

  public static HttpConfig read(ConfigReader reader) {
    HttpConfig config = readAll(reader);
    if (config.maxBodies < config.maxBody) {
      reader.problem(
          "http.max-bodies",
          config.maxBodies + " bytes",
          "at least http.max-body, " + config.maxBody + " bytes, or no such body ever fits");
    }
    if (config.maxUrl > config.maxHeaders) {
      reader.problem(
          "http.max-url",
          config.maxUrl + " bytes",
          "at most http.max-headers, " + config.maxHeaders + " bytes, of which it is a part");
    }
    return config;
  }

  private static HttpConfig readAll(ConfigReader reader) {
    return new HttpConfig(
        reader.text("http.host", "127.0.0.1", "Address to listen on."),
        reader.integer("http.port", 8080, 0, 65_535, "Port to listen on; 0 takes a free one."),
        reader
            .optionalText(
                "http.management",
                "Second address, such as 127.0.0.1:9090, that serves health and metrics without a"
                    + " key, and nothing else.")
            .flatMap(text -> address(reader, text)),
        reader.list(
            "http.trusted-proxies",
            "CIDR ranges of proxies whose word on who called is believed; see"
                + " `http.forwarded-header`."),
        reader.choice(
            "http.forwarded-header",
            ForwardedHeader.class,
            ForwardedHeader.X_FORWARDED_FOR,
            "The one header in which trusted proxies name the caller, appending to it or overwriting"
                + " it; the other one is not read."),
        reader.bytes(
            "http.max-body", "32MiB", 1_024, 1L << 30, "Largest request body; 413 above it."),
        reader.bytes(
            "http.max-bodies",
            "256MiB",
            1_024,
            1L << 36,
            "All request bodies held in memory together; 503 above it. What was made of them comes on"
                + " top, see docs/operations.md."),
        (int)
            reader.bytes(
                "http.max-headers",
                "16KiB",
                1_024,
                1L << 20,
                "Largest request line and headers, together; 431 above it."),
        (int)
            reader.bytes(
                "http.max-url", "8KiB", 256, 1L << 20, "Longest path and query; 414 above it."),
        reader.duration(
            "http.header-time",
            "10s",
            "100ms",
            "10m",
            "Time for all headers of a request, from the first byte; closed after that."),
        reader.duration(
            "http.body-time",
            "15s",
            "100ms",
            "10m",
            "Time for a body to arrive, plus a second for each 64 KiB of it; 408 after that."),
        reader.duration(
            "http.answer-time",
            "30s",
            "100ms",
            "10m",
            "Time for an answer to be taken, plus what its bytes need at `http.answer-rate`; closed"
                + " after that."),
        reader.bytes(
            "http.answer-rate",
            "16KiB",
            1,
            1L << 40,
            "Bytes a second at which an answer has to be taken at least."),
        reader.duration(
            "http.idle", "60s", "1s", "10m", "A connection on which nothing moves is closed."),
        reader.duration(
            "http.drain",
            "4s",
            "0s",
            "5m",
            "How long a stop waits for requests under way; before `worker.drain`, so a service"
                + " manager has to wait for both."),
        reader.integer(
            "http.max-connections",
            10_000,
            1,
            1_000_000,
            "Connections at once; one more is closed."),
        reader.integer(
            "http.max-connections-per-address",
            200,
            1,
            1_000_000,
            "Connections of one address at once; one more is closed. Trusted proxies do not count,"
                + " nor does anybody on a loopback installation."),
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

  private static Optional<InetSocketAddress> address(ConfigReader reader, String text) {
    Matcher parts = ADDRESS.matcher(text);
    if (parts.matches() && Integer.parseInt(parts.group(3)) <= 65_535) {
      String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
      return Optional.of(
          InetSocketAddress.createUnresolved(host, Integer.parseInt(parts.group(3))));
    }
    reader.problem("http.management", "'" + text + "'", "an address and a port, 127.0.0.1:9090");
    return Optional.empty();
  }
}

package darkroom.engine.fal;

import darkroom.config.Secret;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.upstream.Spool;
import darkroom.net.EngineAnswer;
import darkroom.net.EngineBody;
import darkroom.net.EngineCall;
import darkroom.net.EngineHttp;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks a lost submit up in fal's list of requests, by what was sent. The seed in it stands for the
 * attempt, so exactly one match is ours; none yet proves nothing, because the list may lag. Pages
 * hold the inputs of all requests, references included, and so are read from the disk. Thread-safe.
 */
final class FalHistory {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** How far their clock may differ from ours. */
  private static final Duration SLACK = Duration.ofMinutes(2);

  private static final long MAX_PAGE = 1L << 30;
  private static final int PAGE = 50;
  private static final int MOST_PAGES = 40;
  private static final int OK = 200;

  private final EngineHttp http;
  private final Spool spool;
  private final URI apiUrl;
  private final Secret key;

  FalHistory(EngineHttp http, Spool spool, URI apiUrl, Secret key) {
    this.http = http;
    this.spool = spool;
    this.apiUrl = apiUrl;
    this.key = key;
  }

  /**
   * @return accepted when it is there, else unknown
   */
  EngineResult find(EngineRequest request, FalEndpoint endpoint, Instant now) {
    Path file = spool.of(request.attemptId() + ".history");
    try {
      return find(request, endpoint, now, file);
    } catch (IOException e) {
      return new EngineResult.Unknown("history: " + e.getClass().getSimpleName());
    } finally {
      spool.discard(file);
    }
  }

  private EngineResult find(EngineRequest request, FalEndpoint endpoint, Instant now, Path file)
      throws IOException {
    ObjectNode sent = FalRequest.fields(request.attemptId(), request.input());
    int references = request.referenceCount();
    Set<String> found = new LinkedHashSet<>();
    Optional<String> cursor = Optional.empty();
    for (int page = 0; page < MOST_PAGES; page++) {
      URI url = url(endpoint, request.intendedAt(), now, cursor);
      EngineAnswer answer = http.ask(call(url).spooledTo(file));
      if (!(answer instanceof EngineAnswer.Complete whole) || whole.status() != OK) {
        return new EngineResult.Unknown("history: " + shown(answer));
      }
      FalHistoryPage items;
      try (InputStream in = Files.newInputStream(file)) {
        items = FalHistoryPage.read(in);
      }
      items.items().stream()
          .filter(item -> item.matches(endpoint, sent, references))
          .map(FalHistoryPage.Item::requestId)
          .forEach(found::add);
      cursor = items.next();
      if (cursor.isEmpty()) {
        return judge(found);
      }
    }
    return new EngineResult.Unknown("history: more than " + MOST_PAGES * PAGE + " requests");
  }

  private static EngineResult judge(Set<String> found) {
    return switch (found.size()) {
      case 0 -> new EngineResult.Unknown("not in fal's history");
      case 1 -> new EngineResult.Accepted(found.iterator().next());
      default -> new EngineResult.Unknown(found.size() + " requests in fal's history match");
    };
  }

  private URI url(FalEndpoint endpoint, Instant intendedAt, Instant now, Optional<String> cursor) {
    var query = new LinkedHashMap<String, String>();
    query.put("endpoint_id", endpoint.id());
    query.put("start", seconds(intendedAt.minus(SLACK)));
    query.put("end", seconds(now.plus(SLACK)));
    query.put("expand", "payloads");
    query.put("limit", Integer.toString(PAGE));
    cursor.ifPresent(text -> query.put("cursor", text));
    return URI.create(
        apiUrl
            + "/v1/models/requests/by-endpoint?"
            + query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&")));
  }

  private EngineCall call(URI url) {
    return new EngineCall(
        "GET",
        url,
        Map.of("Authorization", "Key " + key.value(), "Accept", "application/json"),
        EngineBody.NONE,
        TIMEOUT,
        MAX_PAGE);
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String shown(EngineAnswer answer) {
    return switch (answer) {
      case EngineAnswer.NotSent(String detail) -> detail;
      case EngineAnswer.NoAnswer(String detail) -> detail;
      case EngineAnswer.Cut cut -> "status " + cut.status() + ", " + cut.detail();
      case EngineAnswer.Complete whole -> "status " + whole.status();
    };
  }
}

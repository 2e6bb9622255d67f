package darkroom.fake.fal;

import darkroom.fake.kit.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** The list of requests by endpoint. Stateless. */
final class FalHistory {
  /** Fewer than a client may ask for, so that tests come to a second page soon. */
  static final int MOST_ON_A_PAGE = 10;

  private static final Set<String> PARAMETERS =
      Set.of("endpoint_id", "start", "end", "expand", "limit", "cursor", "request_id", "status");

  private record Line(String id, FalJob job) {}

  private FalHistory() {}

  /** Parameters of a query, decoded. */
  static Map<String, String> query(String path) {
    var query = new HashMap<String, String>();
    String[] parts = path.split("\\?", 2);
    if (parts.length > 1) {
      for (String pair : parts[1].split("&", -1)) {
        String[] sides = pair.split("=", 2);
        query.put(
            sides[0], URLDecoder.decode(sides.length > 1 ? sides[1] : "", StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  /** The first broken rule. */
  static Optional<String> broken(Map<String, String> query) {
    for (String name : query.keySet()) {
      if (!PARAMETERS.contains(name)) {
        return Optional.of(name);
      }
    }
    if (!query.containsKey("endpoint_id")) {
      return Optional.of("endpoint_id");
    }
    try {
      Instant.parse(query.getOrDefault("start", "2026-01-01T00:00:00Z"));
      Instant.parse(query.getOrDefault("end", "2026-01-01T00:00:00Z"));
      int limit = Integer.parseInt(query.getOrDefault("limit", "50"));
      int cursor = Integer.parseInt(query.getOrDefault("cursor", "0"));
      return limit < 1 || limit > 100 || cursor < 0 ? Optional.of("limit") : Optional.empty();
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.of("start, end, limit or cursor");
    }
  }

  /** One page of those that were sent within the window, newest first. */
  static ObjectNode page(Map<String, String> query, FalJobs jobs, Instant now) {
    List<Line> lines = lines(query, jobs, now);
    int from = Integer.parseInt(query.getOrDefault("cursor", "0"));
    int limit = Math.min(MOST_ON_A_PAGE, Integer.parseInt(query.getOrDefault("limit", "50")));
    int to = Math.min(from + limit, lines.size());
    ObjectNode json = Json.MAPPER.createObjectNode();
    var items = json.putArray("items");
    for (Line line : lines.subList(Math.min(from, to), to)) {
      ObjectNode item = items.addObject();
      item.put("request_id", line.id()).put("endpoint_id", line.job().endpoint());
      item.put("sent_at", line.job().sentAt().toString());
      item.put("started_at", line.job().sentAt().toString());
      if (query.getOrDefault("expand", "").equals("payloads")) {
        item.set("json_input", line.job().input());
        item.putObject("json_output").putArray("images");
      }
    }
    boolean more = to < lines.size();
    json.put("has_more", more);
    return more ? json.put("next_cursor", Integer.toString(to)) : json.putNull("next_cursor");
  }

  private static List<Line> lines(Map<String, String> query, FalJobs jobs, Instant now) {
    Instant start = Instant.parse(query.getOrDefault("start", Instant.MIN.toString()));
    Instant end = Instant.parse(query.getOrDefault("end", Instant.MAX.toString()));
    String only = query.getOrDefault("request_id", "");
    var lines = new ArrayList<Line>();
    for (FalJob job : jobs.all()) {
      boolean wanted =
          job.endpoint().equals(query.get("endpoint_id"))
              && !job.sentAt().isBefore(start)
              && !job.sentAt().isAfter(end)
              && (only.isEmpty() || only.equals(job.id()));
      for (int i = 0; wanted && i < job.listed(now); i++) {
        lines.add(new Line(i == 0 ? job.id() : twin(job), job));
      }
    }
    return lines;
  }

  private static String twin(FalJob job) {
    return UUID.nameUUIDFromBytes(job.id().getBytes(StandardCharsets.UTF_8)).toString();
  }
}

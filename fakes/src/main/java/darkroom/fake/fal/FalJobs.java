package darkroom.fake.fal;

import darkroom.fake.kit.Json;
import darkroom.fake.kit.Misfortune;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** All requests that were taken: the newest hundred thousand. Thread-safe. */
final class FalJobs {
  private static final int MOST = 100_000;
  private static final int LONGEST = 64 << 10;

  private final Map<String, FalJob> byId =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, FalJob> eldest) {
          return size() > MOST;
        }
      };

  /**
   * @param order of its submit, from 1
   */
  synchronized FalJob add(
      long order, String mark, String endpoint, JsonNode body, Instant now, Misfortune fate) {
    String seed = mark + " " + order + " " + now;
    String id = UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
    var job = new FalJob(id, mark, endpoint, listed(body), now, fate);
    byId.put(id, job);
    return job;
  }

  synchronized Optional<FalJob> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Newest first. */
  synchronized List<FalJob> all() {
    return new ArrayList<>(byId.values()).reversed();
  }

  synchronized void clear() {
    byId.clear();
  }

  /** With the defaults filled in, and large references by the address of a copy. */
  private static JsonNode listed(JsonNode body) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("sync_mode", false);
    body.propertyStream().forEach(field -> json.set(field.getKey(), field.getValue()));
    if (json.path("image_urls") instanceof ArrayNode urls) {
      for (int i = 0; i < urls.size(); i++) {
        if (urls.path(i).asString("").length() > LONGEST) {
          urls.set(i, "https://v3.fal.media/files/" + i);
        }
      }
    }
    return json;
  }
}

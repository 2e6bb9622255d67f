package darkroom.verify.picture;

import darkroom.verify.Tally;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Every lie of the engine mock once (T16): the task fails and is refunded, or, where a true picture
 * is hidden in the lie, that picture alone is served.
 */
final class LyingEngine {
  private final Caller caller;
  private final Tally tally;

  LyingEngine(Caller caller, Tally tally) {
    this.caller = caller;
    this.tally = tally;
  }

  void run(List<String> lies) throws Exception {
    tally.bad("garbage_served", "unrefunded");
    String balance = caller.balance();
    long charged = 0;
    Map<String, String> tasks = new HashMap<>();
    for (String lie : lies) {
      tasks.put(lie, caller.submit("{{lie " + lie + "}}", List.of()).task().orElseThrow());
    }
    for (Map.Entry<String, String> entry : tasks.entrySet()) {
      Optional<JsonNode> end = caller.end(entry.getValue());
      tally.bad("unended", end.isEmpty() ? 1 : 0);
      if (end.map(data -> data.path("status").asString()).orElse("").equals("finished")) {
        charged++;
        JsonNode file = end.get().path("files").get(0);
        byte[] body = caller.file(URI.create(file.path("file_url").asString())).body();
        String text = new String(body, StandardCharsets.ISO_8859_1);
        boolean honest = entry.getKey().equals("png-tail-script");
        tally.bad("garbage_served", honest && !text.contains("script") ? 0 : 1);
      }
    }
    tally.volume("lies", tasks.size(), 25);
    tally.bad("unrefunded", charged == 0 && !caller.balance().equals(balance) ? 1 : 0);
  }
}

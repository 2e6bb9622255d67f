package darkroom.verify.picture;

import darkroom.verify.Tally;
import java.math.BigDecimal;
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
    BigDecimal before = caller.balance();
    BigDecimal charged = BigDecimal.ZERO;
    Map<String, String> tasks = new HashMap<>();
    for (String lie : lies) {
      tasks.put(lie, caller.submit("{{lie " + lie + "}}", List.of()).task().orElseThrow());
    }
    for (Map.Entry<String, String> entry : tasks.entrySet()) {
      Optional<JsonNode> end = caller.end(entry.getValue());
      tally.bad("unended", end.isEmpty() ? 1 : 0);
      BigDecimal amount = end.map(LyingEngine::amount).orElse(BigDecimal.ZERO);
      charged = charged.add(amount);
      if (end.map(data -> data.path("status").asString()).orElse("").equals("finished")) {
        tally.bad("garbage_served", isHonest(entry.getKey(), end.get()) ? 0 : 1);
        tally.bad("given_away", amount.signum() > 0 ? 0 : 1);
      } else {
        tally.bad("unrefunded", amount.signum() == 0 ? 0 : 1);
      }
    }
    tally.volume("lies", tasks.size(), 25);
    // what the tasks say they took has to be all that the account is short of
    BigDecimal missing = before.subtract(charged).subtract(caller.balance());
    tally.bad("unrefunded", missing.signum() == 0 ? 0 : 1);
    tally.fact("charged", charged.toPlainString());
  }

  /** One lie hides its script behind a true picture; without it that picture may be served. */
  private boolean isHonest(String lie, JsonNode data) throws Exception {
    JsonNode file = data.path("files").get(0);
    byte[] body = caller.file(URI.create(file.path("file_url").asString())).body();
    return lie.equals("png-tail-script")
        && !new String(body, StandardCharsets.ISO_8859_1).contains("script");
  }

  private static BigDecimal amount(JsonNode data) {
    return data.path("credits_amount").decimalValue();
  }
}

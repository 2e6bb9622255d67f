package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Limits of keys and accounts as a caller meets them. */
class LimitsApiTest {
  private static final String FAILING =
      "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"[[fail]]\"}}";
  private static final String ENDLESS = FAILING.replace("fail", "never");
  private static final String DRAWN =
      "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"a mill\", \"size\": \"1920x1920\"}}";
  private static final String SUBMIT = "/api/generate/submit";

  @Test
  void a_key_stops_at_its_hourly_limit_and_its_use_is_shown() {
    try (var server = DarkroomFixture.start(Map.of())) {
      String account = server.newAccount(100);
      String key =
          server.newKey(account, ", \"hourly_credit_limit\": 10, \"daily_credit_limit\": \"8.5\"");
      server.submit(key, ENDLESS);

      Reply refused = server.post(SUBMIT, key, ENDLESS);

      assertThat(refused.status()).isEqualTo(402);
      assertThat(refused.json().path("error").path("type").asString())
          .isEqualTo("insufficient_credits_error");
      assertThat(refused.json().path("message").asString())
          .isEqualTo("The daily credit limit of this API key is reached");
      assertThat(server.balance(key)).isEqualTo("95");
      JsonNode row =
          server
              .get("/v2/admin/keys?account=" + account, server.adminKey())
              .data()
              .path("items")
              .get(0);
      assertThat(row.path("hourly_credit_limit").toString()).isEqualTo("10");
      assertThat(row.path("daily_credit_limit").toString()).isEqualTo("8.5");
      assertThat(row.path("daily_used").toString()).isEqualTo("5");
    }
  }

  @Test
  void a_failed_task_gives_the_key_its_credits_back() {
    try (var server = DarkroomFixture.start(Map.of())) {
      String key = server.newKey(server.newAccount(100), ", \"hourly_credit_limit\": 5");

      server.awaitEnd(server.submit(key, FAILING), key);

      server.awaitEnd(server.submit(key, FAILING), key);
    }
  }

  @Test
  void an_account_whose_pictures_reach_its_bytes_gets_no_further_task() {
    try (var server = DarkroomFixture.start(Map.of("task.max-bytes-per-account", "1KiB"))) {
      String key = server.newMember(100);
      server.awaitEnd(server.submit(key, DRAWN), key);

      Reply refused = server.post(SUBMIT, key, DRAWN);

      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.header("Retry-After")).isEqualTo("600");
      assertThat(refused.json().path("message").asString()).contains("task.max-bytes-per-account");
      assertThat(server.balance(key)).isEqualTo("95");
      server.submit(server.newMember(100), FAILING);
    }
  }
}

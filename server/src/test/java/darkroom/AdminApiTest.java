package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class AdminApiTest {
  private static final String ACCOUNTS = "/v2/admin/accounts";
  private static final String KEYS = "/v2/admin/keys";
  private static final String CREDITS = "/v2/admin/credits";
  private static final String INSTANT = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";

  private static DarkroomFixture server;

  @BeforeAll
  static void start() {
    server = DarkroomFixture.start(Map.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void the_first_start_makes_an_owner_with_credits_a_member_key_and_an_admin_key() {
    Reply owner = admin("GET", ACCOUNTS + "/owner@localhost", "");

    assertThat(owner.data().path("email").asString()).isEqualTo("owner@localhost");
    assertThat(owner.data().path("id").asString()).isNotEmpty();
    assertThat(server.adminKey()).matches("sk-[0-9A-Za-z]{36}");
    assertThat(server.get("/api/user/balance").data().path("email").asString())
        .isEqualTo("owner@localhost");
  }

  @Test
  void an_account_is_created_shown_and_listed() {
    Reply created = admin("POST", ACCOUNTS, "{\"email\": \"ada@example.org\", \"name\": \"Ada\"}");

    assertThat(created.status()).isEqualTo(200);
    assertThat(created.text())
        .matches(
            "\\{\"code\":200,\"data\":\\{\"id\":\"[^\"]+\",\"email\":\"ada@example.org\","
                + "\"name\":\"Ada\",\"balance\":0,\"held\":0,\"spent\":0,\"created_at\":\""
                + INSTANT
                + "\"}}");
    String id = created.data().path("id").asString();
    assertThat(admin("GET", ACCOUNTS + "/" + id, "").text()).isEqualTo(created.text());
    assertThat(admin("GET", ACCOUNTS + "/ada@example.org", "").text()).isEqualTo(created.text());
    assertThat(admin("GET", ACCOUNTS + "/ada%40example.org", "").text()).isEqualTo(created.text());
    assertThat(items(admin("GET", ACCOUNTS, ""))).contains(created.data());
  }

  @Test
  void an_email_that_begins_like_an_id_names_its_account() {
    String email = "acc_counts@example.org";
    Reply created = admin("POST", ACCOUNTS, "{\"email\": \"" + email + "\"}");

    assertThat(admin("GET", ACCOUNTS + "/" + email, "").text()).isEqualTo(created.text());
    String id = created.data().path("id").asString();
    assertThat(admin("GET", ACCOUNTS + "/" + id, "").text()).isEqualTo(created.text());
  }

  @Test
  void an_email_is_used_once() {
    admin("POST", ACCOUNTS, "{\"email\": \"twin@example.org\"}");

    Reply second = admin("POST", ACCOUNTS, "{\"email\": \"twin@example.org\"}");

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.json().path("message").asString()).isEqualTo("email: already in use");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/v2/admin/accounts | {} | email: must be a text that is not blank",
        "/v2/admin/accounts | {\"email\": \"nobody\"} | email: must be an e-mail address",
        "/v2/admin/accounts | {\"email\": 5} | email: must be a text of at most 100 printable characters",
        "/v2/admin/keys | {} | account: must be a text that is not blank",
        "/v2/admin/keys | {\"account\": \"nobody@example.org\"} | account: no such account",
        "/v2/admin/keys | {\"account\": \"owner@localhost\", \"mode\": \"free\"} | mode: must be one of live, test",
        "/v2/admin/keys | {\"account\": \"owner@localhost\", \"scope\": \"root\"} | scope: must be one of member, admin",
        "/v2/admin/keys | {\"account\": \"owner@localhost\", \"models\": \"seedream-4.5\"} | models: must be a list of at most 100 texts",
        "/v2/admin/keys | {\"account\": \"owner@localhost\", \"models\": [\"seedream-4.5\", \"seedream-9\"]} | models: must hold only ids of models",
        "/v2/admin/keys | {\"account\": \"owner@localhost\", \"hourly_credit_limit\": -1} | hourly_credit_limit: must be a number from 0",
        "/v2/admin/keys | {\"account\": \"owner@localhost\", \"daily_credit_limit\": \"much\"} | daily_credit_limit: must be a number from 0",
        "/v2/admin/keys | {\"account\": \"owner@localhost\", \"ip_allow\": [\"not an address\"]} | ip_allow: must hold only short texts without blanks or commas",
        "/v2/admin/keys | {\"account\": \"owner@localhost\", \"ip_allow\": [\"foo\"]} | ip_allow: must hold only addresses and CIDR ranges",
        "/v2/admin/keys | {\"account\": \"owner@localhost\", \"ip_allow\": [\"10.0.0.0/33\"]} | ip_allow: must hold only addresses and CIDR ranges",
        "/v2/admin/accounts | {\"email\": \"\\ud800@example.org\"} | email: must be a text of at most 100 printable characters",
        "/v2/admin/credits | {\"account\": \"owner@localhost\"} | amount: must be a number other than 0",
        "/v2/admin/credits | {\"account\": \"owner@localhost\", \"amount\": 0} | amount: must be a number other than 0",
        "/v2/admin/credits | {\"account\": \"owner@localhost\", \"amount\": 0.0001} | amount: must be a number other than 0",
        "/v2/admin/credits | {\"account\": \"owner@localhost\", \"amount\": 1e99} | amount: must be a number other than 0",
        "/v2/admin/credits | {\"account\": \"owner@localhost\", \"amount\": true} | amount: must be a number other than 0",
        "/v2/admin/credits | {\"account\": \"nobody@example.org\", \"amount\": 5} | account: no such account",
        "/v2/admin/credits | {\"account\": \"owner@localhost\", \"amount\": -900000000} | amount: takes the balance below zero"
      })
  void a_refused_body_is_told_field_and_rule(String path, String body, String message) {
    Reply reply = admin("POST", path, body);

    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    assertThat(reply.json().path("error").path("type").asString()).isEqualTo("validation_error");
    assertThat(reply.json().path("message").asString()).startsWith(message);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v2/admin/accounts/nobody@example.org, account: no such account",
    "GET, /v2/admin/keys?account=nobody, account: no such account",
    "POST, /v2/admin/keys/key_0000000000000000/revoke, No such key"
  })
  void what_is_not_there_is_not_found(String method, String path, String message) {
    Reply reply = admin(method, path, "");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.json().path("message").asString()).isEqualTo(message);
  }

  @Test
  void a_key_is_shown_once_and_masked_ever_after() {
    String account = server.newAccount(0);

    Reply created =
        admin(
            "POST",
            KEYS,
            """
            {"account": "%s", "name": "ci", "mode": "test", "models": ["seedream-4.5"],
             "ip_allow": ["10.0.0.0/8"]}
            """
                .formatted(account));

    JsonNode key = created.data();
    String text = key.path("api_key").asString();
    Reply listed = admin("GET", KEYS + "?account=" + account, "");
    assertThat(created.header("Cache-Control")).isEqualTo("no-store");
    assertThat(text).matches("sk-test-[0-9A-Za-z]{36}");
    assertThat(key.path("masked").asString())
        .isEqualTo(text.substring(0, 12) + "…" + text.substring(text.length() - 4));
    assertThat(listed.text()).doesNotContain(text).doesNotContain("api_key");
    JsonNode row = items(listed).getFirst();
    assertThat(row.path("name").asString()).isEqualTo("ci");
    assertThat(row.path("mode").asString()).isEqualTo("test");
    assertThat(row.path("scope").asString()).isEqualTo("member");
    assertThat(row.path("models").get(0).asString()).isEqualTo("seedream-4.5");
    assertThat(row.path("ip_allow").get(0).asString()).isEqualTo("10.0.0.0/8");
    assertThat(row.path("created_at").asString()).matches(INSTANT);
    assertThat(row.path("revoked_at").isNull()).isTrue();
    assertThat(row.path("last_used_at").isNull()).isTrue();
  }

  @Test
  void a_key_is_kept_to_single_addresses_and_ranges_of_both_kinds() {
    String account = server.newAccount(0);

    String key =
        server.newKey(
            account, ", \"ip_allow\": [\"192.0.2.1\", \"10.0.0.0/8\", \"::1\", \"fd00::/8\"]");

    assertThat(server.get("/api/user/balance", key).status()).isEqualTo(403);
  }

  @Test
  void a_revocation_counts_at_once_and_can_be_repeated() {
    String account = server.newAccount(100);
    String key = server.newKey(account, "");
    String id =
        items(admin("GET", KEYS + "?account=" + account, "")).getFirst().path("id").asString();
    assertThat(server.get("/api/user/balance", key).status()).isEqualTo(200);

    Reply first = admin("POST", KEYS + "/" + id + "/revoke", "");

    assertThat(server.get("/api/user/balance", key).status()).isEqualTo(401);
    assertThat(first.data().path("revoked_at").asString()).matches(INSTANT);
    Reply again = admin("POST", KEYS + "/" + id + "/revoke", "");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.data().path("revoked_at")).isEqualTo(first.data().path("revoked_at"));
  }

  @Test
  void credits_are_given_and_taken_in_thousandths() {
    String account = server.newAccount(0);
    String key = server.newKey(account, "");

    move(account, "8.48");
    assertThat(server.balance(key)).isEqualTo("8.48");
    move(account, "\"91.52\"");
    assertThat(server.balance(key)).isEqualTo("100");
    move(account, "-0.928");
    assertThat(server.balance(key)).isEqualTo("99.072");
    move(account, "0.928");
    assertThat(server.balance(key)).isEqualTo("100");
    Reply last = move(account, "1e2");
    assertThat(last.text())
        .isEqualTo("{\"code\":200,\"data\":{\"account\":\"" + account + "\",\"balance\":200}}");
  }

  @Test
  void members_and_strangers_are_kept_out_of_every_admin_route() {
    List<String[]> routes =
        List.of(
            new String[] {"GET", ACCOUNTS},
            new String[] {"POST", ACCOUNTS},
            new String[] {"GET", ACCOUNTS + "/owner@localhost"},
            new String[] {"GET", KEYS},
            new String[] {"POST", KEYS},
            new String[] {"POST", KEYS + "/key_0/revoke"},
            new String[] {"POST", CREDITS},
            new String[] {"GET", "/metrics"});

    for (String[] route : routes) {
      Reply member =
          server.send(route[0], route[1], DarkroomFixture.bearer(DarkroomFixture.KEY), "{}");
      Reply stranger = server.send(route[0], route[1], Map.of(), "{}");
      assertThat(member.status()).as(route[1]).isEqualTo(403);
      assertThat(member.json().path("message").asString())
          .isEqualTo("This route needs an admin key");
      assertThat(stranger.status()).as(route[1]).isEqualTo(401);
    }
  }

  @Test
  void an_admin_key_made_over_the_api_is_one() {
    String key = server.newKey(server.newAccount(0), ", \"scope\": \"admin\"");

    assertThat(server.get(ACCOUNTS, key).status()).isEqualTo(200);
  }

  @Test
  void parallel_submits_never_overspend() throws Exception {
    String account = server.newAccount(250);
    String key = server.newKey(account, "");
    List<Callable<Reply>> submits = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      submits.add(() ->
          server.post(
              "/api/generate/submit",
              key,
              "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"[[never]]\"}}"));
    }

    List<Integer> statuses = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(20)) {
      for (Future<Reply> reply : threads.invokeAll(submits)) {
        statuses.add(reply.get().status());
      }
    }

    assertThat(statuses).containsOnly(200, 402);
    assertThat(statuses.stream().filter(status -> status == 200)).hasSize(50);
    assertThat(statuses.stream().filter(status -> status == 402)).hasSize(150);
    assertThat(admin("GET", ACCOUNTS + "/" + account, "").text())
        .contains("\"balance\":0,\"held\":250,\"spent\":0,");
    assertThat(server.balance(key)).isEqualTo("0");
  }

  private static Reply move(String account, String amount) {
    Reply reply =
        admin("POST", CREDITS, "{\"account\": \"%s\", \"amount\": %s}".formatted(account, amount));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply;
  }

  private static Reply admin(String method, String path, String body) {
    return server.send(method, path, DarkroomFixture.bearer(server.adminKey()), body);
  }

  private static List<JsonNode> items(Reply reply) {
    List<JsonNode> items = new ArrayList<>();
    reply.data().path("items").forEach(items::add);
    return items;
  }
}

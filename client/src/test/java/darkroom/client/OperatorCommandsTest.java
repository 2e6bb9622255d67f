package darkroom.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorCommandsTest {
  private static final String KEYS = "/v2/admin/keys";
  private static final String ACCOUNTS = "/v2/admin/accounts";
  private static final String ADA =
      """
      {"id": "acc1", "email": "ada@example.org", "name": null, "balance": 995, "held": 5,
       "spent": 8.48, "created_at": "2026-11-23T10:30:00Z"}\
      """;

  private final Path folder;
  private final CommandLineFixture darkroom;

  OperatorCommandsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.darkroom = new CommandLineFixture(folder);
  }

  @AfterEach
  void close() {
    darkroom.close();
  }

  @Test
  void a_key_is_made_with_the_admin_key_and_shown_once() {
    darkroom.server.on(
        "POST " + KEYS,
        """
        {"id": "key7", "api_key": "sk-test-abc", "name": "ci", "mode": "test", "scope": "admin",
         "account": "ada@example.org", "created_at": "2026-11-23T10:30:00Z"}\
        """);

    int exitCode =
        darkroom.run(
            "keys", "create", "--name", "ci", "--account", "ada@example.org", "--test", "--admin");

    assertThat(exitCode).isZero();
    assertThat(darkroom.out())
        .isEqualToNormalizingNewlines(
            """
            sk-test-abc
            test admin key key7 of ada@example.org; this is the only time it is shown
            """);
    assertThat(darkroom.lastRequest().header("Authorization")).isEqualTo("Bearer sk-admin");
    assertSent(
        """
        {"account": "ada@example.org", "name": "ci", "mode": "test", "scope": "admin"}\
        """);
  }

  @Test
  void by_default_a_key_is_a_live_member_key_of_the_owner() {
    darkroom.server.on("POST " + KEYS, "{\"id\":\"key7\",\"api_key\":\"sk-abc\"}");

    darkroom.run("keys", "create", "--json");

    assertSent("{\"account\": \"owner@localhost\", \"mode\": \"live\", \"scope\": \"member\"}");
    assertThat(Json.MAPPER.readTree(darkroom.out()).path("api_key").stringValue())
        .isEqualTo("sk-abc");
  }

  @Test
  void a_key_is_made_with_limits() {
    darkroom.server.on("POST " + KEYS, "{\"id\":\"key7\",\"api_key\":\"sk-abc\"}");

    int exitCode =
        darkroom.run(
            "keys",
            "create",
            "--models",
            "seedream-4.5,other",
            "--ip-allow",
            "192.0.2.0/24,::1",
            "--hourly-credit-limit",
            "10",
            "--daily-credit-limit",
            "84.5");

    assertThat(exitCode).isZero();
    assertSent(
        """
        {"account": "owner@localhost", "mode": "live", "scope": "member",
         "models": ["seedream-4.5", "other"], "ip_allow": ["192.0.2.0/24", "::1"],
         "hourly_credit_limit": "10", "daily_credit_limit": "84.5"}\
        """);
  }

  @Test
  void keys_are_listed_in_columns_and_may_be_narrowed_to_an_account() {
    darkroom.server.on(
        "GET " + KEYS + "?account=ada%40example.org",
        """
        {"items": [{"id": "key7", "name": "ci\\u001b[2J", "masked": "sk-…2i4B", "mode": "live",
          "scope": "member", "account": "ada@example.org", "created_at": "2026-11-23T10:30:00Z",
          "revoked_at": null, "last_used_at": null}]}\
        """);

    assertThat(darkroom.run("keys", "list", "--account", "ada@example.org")).isZero();
    assertThat(darkroom.out())
        .isEqualToNormalizingNewlines(
            """
            ID    MASKED    MODE  SCOPE   ACCOUNT          NAME    CREATED AT            LAST USED AT  REVOKED AT
            key7  sk-…2i4B  live  member  ada@example.org  ci [2J  2026-11-23T10:30:00Z  -             -
            """);
  }

  @Test
  void a_key_is_revoked_by_id() {
    darkroom.server.on(
        "POST " + KEYS + "/key7/revoke",
        "{\"id\": \"key7\", \"revoked_at\": \"2026-11-23T10:30:00Z\"}");

    assertThat(darkroom.run("keys", "revoke", "key7")).isZero();
    assertThat(darkroom.out()).isEqualToIgnoringNewLines("key7 revoked at 2026-11-23T10:30:00Z");
  }

  @Test
  void accounts_are_made_and_listed() {
    darkroom.server.on("POST " + ACCOUNTS, ADA).on("GET " + ACCOUNTS, "{\"items\": [" + ADA + "]}");

    assertThat(darkroom.run("accounts", "create", "ada@example.org", "--name", "Ada")).isZero();
    assertSent("{\"email\": \"ada@example.org\", \"name\": \"Ada\"}");
    assertThat(darkroom.run("accounts", "list")).isZero();
    assertThat(darkroom.out())
        .isEqualToNormalizingNewlines(
            """
            ID    EMAIL            NAME  BALANCE  HELD  SPENT  CREATED AT
            acc1  ada@example.org  -     995      5     8.48   2026-11-23T10:30:00Z
            """);
  }

  @Test
  void an_empty_list_says_so() {
    darkroom.server.on("GET " + ACCOUNTS, "{\"items\": []}");

    darkroom.run("accounts", "list");

    assertThat(darkroom.out()).isEqualToIgnoringNewLines("none");
  }

  @Test
  void credits_are_granted_exactly_and_shown() {
    darkroom
        .server
        .on("POST /v2/admin/credits", "{\"account\": \"ada@example.org\", \"balance\": 1003.48}")
        .on("GET " + ACCOUNTS + "/ada%40example.org", ADA);

    assertThat(darkroom.run("credits", "grant", "ada@example.org", "8.48", "--note", "gift"))
        .isZero();
    assertSent("{\"account\": \"ada@example.org\", \"amount\": \"8.48\", \"note\": \"gift\"}");
    assertThat(darkroom.out()).contains("1003.48");
    assertThat(darkroom.run("credits", "show", "ada@example.org")).isZero();
    assertThat(darkroom.out())
        .isEqualToNormalizingNewlines(
            """
            EMAIL            BALANCE  HELD  SPENT
            ada@example.org  995      5     8.48
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ten", "1e9", "1.2345", "NaN", "", "1,000"})
  void an_amount_nobody_can_mean_is_not_sent(String amount) {
    assertThat(darkroom.run("credits", "grant", "ada@example.org", amount)).isEqualTo(2);
    assertThat(darkroom.server.requests()).isEmpty();
  }

  @Test
  void a_grant_without_an_answer_may_have_happened_and_says_where_to_look() {
    darkroom
        .server
        .on("POST /v2/admin/credits", 200, "<html>what is this</html>")
        .refuse("POST /v2/admin/credits", 503, "service_error", "The store cannot serve just now")
        .refuse("POST /v2/admin/credits", 400, "validation_error", "amount: too much");

    assertThat(darkroom.run("credits", "grant", "ada@example.org", "5")).isEqualTo(2);
    assertThat(darkroom.err())
        .contains("the credits may have been granted")
        .contains("`darkroom credits show ada@example.org`");
    assertThat(darkroom.run("credits", "grant", "ada@example.org", "5")).isEqualTo(5);
    assertThat(darkroom.err()).contains("(status 503); the credits may have been granted");
    assertThat(darkroom.run("credits", "grant", "ada@example.org", "5")).isEqualTo(5);
    assertThat(darkroom.err()).doesNotContain("may have been granted");
    assertThat(darkroom.server.requests()).hasSize(3);
  }

  @Test
  void the_admin_key_is_found_in_the_data_folder_and_its_absence_explained() throws IOException {
    darkroom.environment.remove("DARKROOM_ADMIN_KEY");
    darkroom.server.on("GET " + ACCOUNTS, "{\"items\": []}");

    assertThat(darkroom.run("accounts", "list")).isEqualTo(3);
    assertThat(darkroom.err()).startsWith("error: no admin key: set DARKROOM_ADMIN_KEY");

    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/admin-key"), "sk-of-the-file\n");
    assertThat(darkroom.run("accounts", "list")).isZero();
    assertThat(darkroom.lastRequest().header("Authorization")).isEqualTo("Bearer sk-of-the-file");
  }

  private void assertSent(String json) {
    assertThat(Json.MAPPER.readTree(darkroom.lastRequest().body()))
        .isEqualTo(Json.MAPPER.readTree(json));
  }
}

package darkroom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every error the API answers with: status, code, type, message, and the same envelope around it.
 */
class ErrorShapeTest {
  private static final String SUBMIT = "/api/generate/submit";
  private static final String UNKNOWN_KEY =
      "sk-" + "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"; // the checksum follows below
  private static final JsonMapper MAPPER = new JsonMapper();

  private static DarkroomFixture server;

  @BeforeAll
  static void start() {
    server = DarkroomFixture.start(Map.of("http.max-body", "64KiB"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> refusedBodies() {
    String syntax = "invalid_request_error";
    String rule = "validation_error";
    String own = server.url("/hook").toString();
    String forms =
        "input.size: must be 2K, 4K, one of 1:1 4:3 3:4 16:9 9:16 3:2 2:3 21:9, WIDTHxHEIGHT or"
            + " {\"width\": W, \"height\": H}";
    return Stream.of(
        refused("", syntax, "The body is empty, expected JSON"),
        refused("not json", syntax, "The body is not JSON (line 1, column "),
        refused("[]", syntax, "The body must be a JSON object"),
        refused("{\"model\": \"seedream-4.5\"} x", syntax, "The body is not JSON"),
        refused("{\"model\": \"a\", \"model\": \"b\"}", syntax, "The body is not JSON"),
        refused("\ufeff{}", syntax, "The body begins with a byte order mark"),
        refused(
            "{\"a\": " + "[".repeat(200) + "]".repeat(200) + "}",
            syntax,
            "The body is nested deeper than 32 levels"),
        refused(
            "{\"a\": " + "9".repeat(2_000) + "}",
            syntax,
            "The body holds a number of more than 100 characters"),
        refused("{\"a\": NaN}", syntax, "The body is not JSON"),
        refused("{'a': 1}", syntax, "The body is not JSON"),
        refused("{}", rule, "model: must be the id of a model, a string"),
        refused("{\"model\": 45}", rule, "model: must be the id of a model, a string"),
        refused("{\"model\": \"seedream-4.5\"}", rule, "input: must be an object"),
        refused("{\"model\": \"seedream-4.5\", \"input\": []}", rule, "input: must be an object"),
        refused(input("\"size\": \"1:1\""), rule, "input.prompt: is required, must be a string"),
        refused(input("\"prompt\": 5"), rule, "input.prompt: must be a string"),
        refused(input("\"prompt\": \" \""), rule, "input.prompt: must not be blank"),
        refused(prompt("\"n\": 0"), rule, "input.n: must be an integer from 1 to 15"),
        refused(prompt("\"n\": 16"), rule, "input.n: must be an integer from 1 to 15"),
        refused(prompt("\"n\": \"1\""), rule, "input.n: must be an integer from 1 to 15"),
        refused(prompt("\"n\": 1.5"), rule, "input.n: must be an integer from 1 to 15"),
        refused(prompt("\"n\": 1e400"), rule, "input.n: must be an integer from 1 to 15"),
        refused(prompt("\"size\": \"5:4\""), rule, forms),
        refused(prompt("\"size\": \"1500x1500\""), rule, "input.size: 1500x1500"),
        refused(prompt("\"size\": {\"width\": \"2304\", \"height\": 3072}"), rule, "input.size: "),
        refused(
            prompt("\"enable_safety_checker\": \"true\""), rule, "input.enable_safety_checker: "),
        refused(prompt("\"image_urls\": \"http://127.0.0.1/a.png\""), rule, "input.image_urls: "),
        refused(
            prompt("\"image_urls\": [\"ftp://example.org/a.png\"]"), rule, "input.image_urls[0]: "),
        refused(
            prompt("\"n\": 1").replace("seedream-4.5", "seedream-4.5-edit"),
            rule,
            "input.image_urls: "),
        refused(
            prompt("\"image_urls\": [\"data:image/png;base64,aGVsbG8=\"]"),
            "file_format_error",
            "input.image_urls[0]: is not a usable picture"),
        refused(
            input("\"prompt\": \"" + "x".repeat(3_001) + "\""),
            "content_too_long_error",
            "input.prompt: has 3001 characters, must have at most 3000"),
        refused(called("\"\""), rule, "callback_url: "),
        refused(called("7"), rule, "callback_url: must be a string"),
        refused(called("\"ftp://example.org/\""), rule, "callback_url: "),
        refused(called("\"https://user:pass@example.org/\""), rule, "callback_url: "),
        refused(called("\"https://169.254.169.254/\""), rule, "callback_url: "),
        refused(
            called("\"" + own + "\""),
            rule,
            "callback_url: must not point to this service itself"));
  }

  @ParameterizedTest
  @MethodSource("refusedBodies")
  void a_refused_body_is_told_which_rule_it_breaks(String body, String type, String message) {
    Reply reply = server.post(SUBMIT, body);

    assertError(reply, 400, type, message);
  }

  @Test
  void a_body_that_is_no_utf_8_is_refused() {
    byte[] body =
        "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"caf\u00e9\"}}".getBytes(UTF_8);
    byte[] latin = new String(body, UTF_8).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

    Reply reply = server.send("POST", SUBMIT, DarkroomFixture.bearer(DarkroomFixture.KEY), latin);

    assertError(reply, 400, "invalid_request_error", "The body is not UTF-8");
  }

  @Test
  void a_compressed_body_is_refused() {
    var headers = new HashMap<>(DarkroomFixture.bearer(DarkroomFixture.KEY));
    headers.put("Content-Encoding", "gzip");

    Reply reply = server.send("POST", SUBMIT, headers, "{}");

    assertError(reply, 400, "invalid_request_error", "Content-Encoding: not taken on requests");
  }

  @Test
  void a_refused_submit_holds_no_credits() {
    String key = server.newMember(10);

    server.post(SUBMIT, key, prompt("\"n\": 16"));

    assertThat(server.balance(key)).isEqualTo("10");
  }

  static Stream<Arguments> badKeys() {
    String unknown = UNKNOWN_KEY + checksum(UNKNOWN_KEY);
    return Stream.of(
        Arguments.of("", "Invalid API key"),
        Arguments.of("Bearer ", "Invalid API key"),
        Arguments.of("Basic dXNlcjpwYXNz", "Invalid API key"),
        Arguments.of("Bearer sk-123", "Invalid API key format (length: 6)"),
        Arguments.of("Bearer " + DarkroomFixture.KEY + "x", "Invalid API key format (length: 40)"),
        Arguments.of(
            "Bearer " + DarkroomFixture.KEY.replace("0123", "3210"),
            "Invalid API key format (length: 39)"),
        Arguments.of("Bearer " + unknown, "Invalid API key"));
  }

  @ParameterizedTest
  @MethodSource("badKeys")
  void a_bad_key_is_told_no_more_than_its_form(String authorization, String message) {
    Map<String, String> headers =
        authorization.isEmpty() ? Map.of() : Map.of("Authorization", authorization);

    for (Reply reply :
        List.of(
            server.send("POST", SUBMIT, headers, prompt("\"n\": 1")),
            server.send("GET", "/api/user/balance", headers, ""),
            server.send("GET", "/v2/admin/accounts", headers, ""))) {
      assertError(reply, 401, "authentication_error", message);
      assertThat(reply.json().path("message").asString()).isEqualTo(message);
      assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer or API-Key");
    }
  }

  @Test
  void a_revoked_key_is_unknown_at_once() {
    String account = server.newAccount(10);
    String key = server.newKey(account, "");
    assertThat(server.get("/api/user/balance", key).status()).isEqualTo(200);

    String id =
        server
            .get("/v2/admin/keys?account=" + account, server.adminKey())
            .data()
            .path("items")
            .get(0)
            .path("id")
            .asString();
    server.post("/v2/admin/keys/" + id + "/revoke", server.adminKey(), "");

    assertError(
        server.get("/api/user/balance", key), 401, "authentication_error", "Invalid API key");
  }

  @Test
  void too_few_credits_create_nothing() {
    String key = server.newMember(9);

    Reply reply = server.post(SUBMIT, key, prompt("\"n\": 2"));

    assertError(
        reply, 402, "insufficient_credits_error", "Insufficient credits: this task needs 10");
    assertThat(server.balance(key)).isEqualTo("9");
  }

  @Test
  void a_key_is_kept_to_its_models() {
    String key = server.newKey(server.newAccount(10), ", \"models\": [\"seedream-4.5-edit\"]");

    Reply reply = server.post(SUBMIT, key, prompt("\"n\": 1"));

    assertError(reply, 403, "permission_denied_error", "Model is not allowed for this API key");
  }

  @Test
  void a_key_is_kept_to_its_addresses() {
    String account = server.newAccount(10);
    String elsewhere = server.newKey(account, ", \"ip_allow\": [\"192.0.2.0/24\"]");
    String nowhere = server.newKey(account, ", \"ip_allow\": []");
    String here = server.newKey(account, ", \"ip_allow\": [\"127.0.0.0/8\"]");

    for (String key : List.of(elsewhere, nowhere)) {
      assertError(
          server.get("/api/user/balance", key),
          403,
          "permission_denied_error",
          "Access denied: IP 127.0.0.1 not in whitelist");
    }
    assertThat(server.get("/api/user/balance", here).status()).isEqualTo(200);
  }

  @Test
  void a_forged_forwarding_header_moves_nobody() {
    String key = server.newKey(server.newAccount(10), ", \"ip_allow\": [\"192.0.2.0/24\"]");
    var headers = new HashMap<>(DarkroomFixture.bearer(key));
    headers.put("X-Forwarded-For", "192.0.2.1");
    headers.put("Forwarded", "for=192.0.2.1");

    assertThat(server.send("GET", "/api/user/balance", headers, "").status()).isEqualTo(403);
  }

  @Test
  void an_unknown_task_and_a_foreign_one_are_answered_alike() {
    String foreign = server.submit(prompt("\"n\": 1").replace("A boat", "[[never]]"));
    String key = server.newMember(10);

    Reply unknown = server.status("task-unified-1763893800-uyujaw3d", key);
    Reply others = server.status(foreign, key);

    assertError(unknown, 404, "resource_not_found_error", "Task not found");
    assertThat(others.body()).isEqualTo(unknown.body());
    assertThat(others.status()).isEqualTo(404);
    assertThat(others.headers().map().keySet()).isEqualTo(unknown.headers().map().keySet());
  }

  @ParameterizedTest
  @CsvSource({"a%00b", "%2e%2e%2f", "x", "%C3%28"})
  void a_task_id_of_any_form_gets_an_error_in_json(String id) {
    Reply reply = server.status(id);

    assertThat(reply.status()).isIn(400, 404);
    assertError(reply, reply.status(), reply.json().path("error").path("type").asString(), "");
  }

  @Test
  void an_unknown_model_is_not_found() {
    Reply reply = server.post(SUBMIT, prompt("\"n\": 1").replace("seedream-4.5", "dall-e"));

    assertError(reply, 404, "resource_not_found_error", "model: no such model");
  }

  @ParameterizedTest
  @CsvSource({"/", "/api", "/api/generate", "/v1/chat/completions", "/f/x", "/%2F"})
  void an_unknown_route_is_not_found_without_a_key_too(String path) {
    assertError(server.get(path, ""), 404, "resource_not_found_error", "No such route");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/generate/submit, POST",
    "HEAD, /api/generate/submit, POST",
    "DELETE, /api/user/balance, 'GET, HEAD'",
    "PUT, /api/generate/status, 'GET, HEAD, POST'",
    "POST, /health/live, 'GET, HEAD'",
    "OPTIONS, /api/generate/submit, POST",
    "PATCH, /v2/admin/accounts, 'GET, HEAD, POST'"
  })
  void a_wrong_method_is_told_the_right_ones(String method, String path, String allowed) {
    Reply reply = server.send(method, path, DarkroomFixture.bearer(DarkroomFixture.KEY), "");

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("Allow")).isEqualTo(allowed);
    if (!method.equals("HEAD")) {
      assertError(reply, 405, "invalid_request_error", "This route does not take " + method);
    }
  }

  @ParameterizedTest
  @CsvSource({"/api/user/balance", "/health/live", "/api/api-keys/webhook-secret"})
  void head_is_get_without_the_body(String path) {
    var headers = DarkroomFixture.bearer(DarkroomFixture.KEY);

    Reply get = server.send("GET", path, headers, "");
    Reply head = server.send("HEAD", path, headers, "");

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(get.body().length));
    assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
  }

  @Test
  void a_large_body_is_refused_by_its_length_and_by_its_bytes() {
    String large = "x".repeat(66_000);

    Reply told = server.post(SUBMIT, large);
    String found =
        server.raw(
            "POST /api/generate/submit HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Authorization: Bearer "
                + DarkroomFixture.KEY
                + "\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(large.length())
                + "\r\n"
                + large
                + "\r\n0\r\n\r\n");

    assertError(told, 413, "content_too_long_error", "The body is larger than 65536 bytes");
    assertRaw(found, 413, "content_too_long_error", "The body is larger than 65536 bytes");
  }

  @Test
  void a_long_url_is_refused() {
    Reply reply = server.get("/api/generate/status/" + "x".repeat(9_000));

    assertError(reply, 414, "invalid_request_error", "The URL is longer than");
  }

  @Test
  void a_very_long_request_line_is_refused() {
    String reply = server.raw("GET /" + "x".repeat(17_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");

    assertRaw(reply, 414, "invalid_request_error", "The URL is longer than");
  }

  @Test
  void large_headers_are_refused() {
    String reply =
        server.raw(
            "GET /health/live HTTP/1.1\r\nHost: x\r\nX-Much: " + "x".repeat(17_000) + "\r\n\r\n");

    assertRaw(reply, 431, "invalid_request_error", "The headers are larger than allowed");
  }

  @ParameterizedTest
  @CsvSource({
    "'GET /health/live HTTP/1.1|Connection: close||'",
    "'NONSENSE||'",
    "'GET /health/live HTTP/1.1|Host: x|Host: y|Connection: close||'",
    "'GET /health/live HTTP/1.1|Host: x|Content-Length: abc|Connection: close||'",
    "'POST /api/generate/submit HTTP/1.1|Host: x|Content-Length: 2|Content-Length: 3|Connection: close||{}'",
    "'GET /health/%zz HTTP/1.1|Host: x|Connection: close||'",
    "'GET /health/live HTTP/1.1|Host: x| folded: y|Connection: close||'",
    "'GET /health/live HTTP/9.9|Host: x|Connection: close||'",
    "'POST /health/live HTTP/1.1|Host: x|Transfer-Encoding: chunked|Content-Length: 5|Connection: close||0||'",
    "'GET /health//live HTTP/1.1|Host: x|Connection: close||'",
    "'POST /health/live HTTP/1.1|Host: x|Transfer-Encoding: nonsense|Connection: close||'"
  })
  void what_is_no_http_is_refused_in_json(String request) {
    String reply = server.raw(request.replace("|", "\r\n"));

    int status = Integer.parseInt(reply.substring(9, 12));
    assertThat(status).isEqualTo(400);
    assertRaw(reply, 400, "invalid_request_error", "The request is not well-formed HTTP");
    assertThat(reply).doesNotContain("Jetty").doesNotContain("org.eclipse");
  }

  @Test
  void no_answer_names_the_server_software_and_every_one_has_a_request_id() {
    Reply reply = server.get("/api/user/balance");

    assertThat(reply.header("Server")).isEmpty();
    assertThat(reply.header("X-Request-Id")).matches("[0-9A-Za-z]{12}");
    assertThat(reply.header("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void a_member_is_kept_from_the_metrics() {
    assertError(
        server.get("/metrics"), 403, "permission_denied_error", "This route needs an admin key");
    assertThat(server.get("/metrics", server.adminKey()).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"200ms, 60s", "60s, 1s"})
  void a_body_that_does_not_come_is_given_up(String bodyTime, String idle) throws IOException {
    try (var quick = DarkroomFixture.start(Map.of("http.body-time", bodyTime, "http.idle", idle));
        var socket = new Socket(InetAddress.getLoopbackAddress(), quick.port())) {
      socket.setSoTimeout(60_000);
      socket
          .getOutputStream()
          .write(
              ("POST /api/generate/submit HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                      + DarkroomFixture.KEY
                      + "\r\nContent-Length: 100\r\n\r\n{\"model\":")
                  .getBytes(UTF_8));
      socket.getOutputStream().flush();

      String reply = new String(socket.getInputStream().readAllBytes(), UTF_8);

      assertRaw(reply, 408, "timeout_error", "The body did not arrive in time");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "task_id=", "task_id=%zz", "task_id=%C3%28", "task_id=%00", "&&=&", "other=1"})
  void a_query_of_any_form_gets_an_error_in_json(String query) {
    String reply =
        server.raw(
            "GET /api/generate/status?"
                + query
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                + DarkroomFixture.KEY
                + "\r\n\r\n");

    int status = Integer.parseInt(reply.substring(9, 12));
    assertThat(status).as(reply).isIn(400, 404);
    assertThat(reply)
        .contains("{\"code\":" + status + ",")
        .containsIgnoringCase("Content-Type: application/json\r\n");
  }

  @Test
  void bodies_that_do_not_fit_into_memory_together_are_told_to_come_back() throws IOException {
    try (var tight =
        DarkroomFixture.start(Map.of("http.max-body", "4KiB", "http.max-bodies", "4KiB"))) {
      String small = prompt("\"n\": 1").replace("A boat", "[[fail]]");
      String large = small.replace("[[fail]]", "[[fail]]" + " boat".repeat(400));
      String half =
          "POST /api/generate/submit HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
              + DarkroomFixture.KEY
              + "\r\nContent-Length: 4000\r\n\r\n"
              + " ".repeat(3_000);
      // who comes second is refused; when that was the slow one, it is tried once more
      Optional<Reply> refused = Optional.empty();
      while (refused.isEmpty()) {
        refused = refusedBeside(tight, half, large);
      }

      assertError(refused.get(), 503, "service_error", "Too many large requests at once");
      assertThat(refused.get().header("Retry-After")).isEqualTo("1");
      Await.until("room again", () -> tight.post(SUBMIT, large).status() == 200);
    }
  }

  /** Empty when the half one was refused itself. */
  private static Optional<Reply> refusedBeside(DarkroomFixture tight, String half, String large)
      throws IOException {
    try (var slow = new Socket(InetAddress.getLoopbackAddress(), tight.port())) {
      slow.getOutputStream().write(half.getBytes(UTF_8));
      slow.getOutputStream().flush();
      Reply reply =
          Await.value(
              "a refusal of either",
              () ->
                  Optional.of(tight.post(SUBMIT, large))
                      .filter(answer -> answer.status() == 503 || isAnswered(slow)));
      return Optional.of(reply).filter(answer -> answer.status() == 503);
    }
  }

  private static boolean isAnswered(Socket socket) {
    try {
      return socket.getInputStream().available() > 0;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void a_body_that_is_badly_cut_into_chunks_is_refused() {
    String reply =
        server.raw(
            "POST /api/generate/submit HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Authorization: Bearer "
                + DarkroomFixture.KEY
                + "\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n");

    assertRaw(reply, 400, "invalid_request_error", "");
  }

  @Test
  void too_many_submits_are_told_when_to_come_back_and_polls_are_not_counted() {
    try (var slow =
        DarkroomFixture.start(Map.of("http.submits-per-second", "1", "http.submit-burst", "2"))) {
      String body = prompt("\"n\": 1").replace("A boat", "[[fail]]");
      slow.submit(body);

      Reply refused =
          Await.value(
              "a refusal",
              () -> Optional.of(slow.post(SUBMIT, body)).filter(reply -> reply.status() != 200));

      assertError(refused, 429, "rate_limit_error", "Too many submits with this key");
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(slow.get("/api/user/balance").status()).isEqualTo(200);
      assertThat(slow.post(SUBMIT, slow.newMember(10), body).status()).isEqualTo(200);
    }
  }

  @Test
  void an_account_may_not_have_too_many_open_tasks() {
    try (var small = DarkroomFixture.start(Map.of("task.max-open-per-account", "2"))) {
      String body = prompt("\"n\": 1").replace("A boat", "[[never]]");
      small.submit(body);
      small.submit(body);

      Reply third = small.post(SUBMIT, body);

      assertError(third, 429, "rate_limit_error", "Too many open tasks of this account");
      assertThat(third.header("Retry-After")).matches("[1-9]\\d*");
      assertThat(small.post(SUBMIT, small.newMember(10), body).status()).isEqualTo(200);
      assertThat(small.balance(DarkroomFixture.KEY)).isEqualTo("9990");
    }
  }

  @Test
  void a_full_queue_is_told_when_to_come_back() {
    try (var small = DarkroomFixture.start(Map.of("worker.tasks", "1", "task.max-waiting", "1"))) {
      String body = prompt("\"n\": 1").replace("A boat", "[[never]]");
      String first = small.submit(body);
      Await.until("the first to run", () -> small.status(first).text().contains("\"running\""));
      String second = small.submit(body);

      Reply third = small.post(SUBMIT, body);

      assertThat(small.status(second).text())
          .contains("\"status\":\"not_started\",\"progress\":0,\"credits_amount\":0,\"files\":[],")
          .contains("\"finished_time\":null,\"error_message\":null");
      assertError(third, 503, "service_error", "The queue is full");
      assertThat(third.header("Retry-After")).matches("[1-9]\\d*");
      assertThat(small.balance(DarkroomFixture.KEY)).isEqualTo("9990");
    }
  }

  @Test
  void a_reference_that_the_disk_does_not_take_is_no_fault_of_the_program(@TempDir Path folder)
      throws IOException {
    String picture = Base64.getEncoder().encodeToString(PictureHost.png(8, 8));
    try (var broken = DarkroomFixture.startIn(folder, Map.of())) {
      Files.delete(folder.resolve("objects/tmp"));

      Reply reply =
          broken.post(
              SUBMIT,
              """
              {"model": "seedream-4.5-edit", "input": {"prompt": "A boat",
               "image_urls": ["data:image/png;base64,%s"]}}
              """
                  .formatted(picture));

      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.header("Retry-After")).matches("[1-9]\\d*");
      Await.until("not ready", () -> broken.get("/health/ready", "").text().equals("disk_low\n"));
      Files.createDirectory(folder.resolve("objects/tmp"));
      Await.until("ready", () -> broken.get("/health/ready", "").text().equals("ready\n"));
    }
  }

  @Test
  void a_full_disk_takes_no_tasks_and_is_not_ready() {
    try (var full =
        DarkroomFixture.start(Map.of("storage.free-space-floor", Long.toString(1L << 50)))) {
      Reply reply = full.post(SUBMIT, prompt("\"n\": 1"));

      assertError(reply, 503, "service_error", "The storage is full or cannot be written");
      assertThat(reply.header("Retry-After")).isEqualTo("30");
      assertThat(full.get("/health/ready", "").status()).isEqualTo(503);
      assertThat(full.get("/health/ready", "").text()).isEqualTo("disk_low\n");
      assertThat(full.get("/health/live", "").text()).isEqualTo("live\n");
    }
  }

  @Test
  void too_many_wrong_keys_from_one_address_are_slowed_and_those_of_a_proxy_are_not_counted() {
    try (var guarded =
        DarkroomFixture.start(
            Map.of("http.trusted-proxies", "127.0.0.1/32", "http.failed-keys-per-minute", "2"))) {
      var stranger = Map.of("X-Forwarded-For", "192.0.2.7");
      for (int i = 0; i < 2; i++) {
        assertThat(guarded.send("GET", "/api/user/balance", stranger, "").status()).isEqualTo(401);
      }

      Reply third = guarded.send("GET", "/api/user/balance", stranger, "");

      assertError(third, 429, "rate_limit_error", "Too many failed keys from this address");
      assertThat(third.header("Retry-After")).matches("[1-9]\\d*");
      var good = new HashMap<>(DarkroomFixture.bearer(DarkroomFixture.KEY));
      good.putAll(stranger);
      assertThat(guarded.send("GET", "/api/user/balance", good, "").status()).isEqualTo(200);
      for (int i = 0; i < 4; i++) {
        assertThat(guarded.get("/api/user/balance", "").status()).isEqualTo(401);
      }
    }
  }

  /** The envelope of contract.md 8. */
  private static void assertError(Reply reply, int status, String type, String message) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    assertEnvelope(reply.json(), status, type, message);
  }

  private static void assertRaw(String reply, int status, String type, String message) {
    assertThat(reply).startsWith("HTTP/1.1 " + status);
    assertThat(reply).containsIgnoringCase("Content-Type: application/json\r\n");
    String body = reply.substring(reply.indexOf("\r\n\r\n") + 4);
    assertEnvelope(MAPPER.readTree(body), status, type, message);
  }

  private static void assertEnvelope(JsonNode body, int status, String type, String message) {
    assertThat(body.propertyNames()).containsExactly("code", "message", "error");
    assertThat(body.path("error").propertyNames()).containsExactly("message", "type");
    assertThat(body.path("code").asInt()).isEqualTo(status);
    assertThat(body.path("error").path("type").asString()).isEqualTo(type);
    assertThat(body.path("message").asString()).isNotBlank().startsWith(message);
    assertThat(body.path("error").path("message")).isEqualTo(body.path("message"));
  }

  private static Arguments refused(String body, String type, String message) {
    return Arguments.of(body, type, message);
  }

  private static String input(String fields) {
    return "{\"model\": \"seedream-4.5\", \"input\": {" + fields + "}}";
  }

  private static String prompt(String more) {
    return input("\"prompt\": \"A boat\", " + more);
  }

  private static String called(String url) {
    return "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"A boat\"}, \"callback_url\": "
        + url
        + "}";
  }

  /** CRC-32 in base 62, as decisions.md has it. */
  private static String checksum(String body) {
    var crc = new java.util.zip.CRC32();
    crc.update(body.getBytes(UTF_8));
    String digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    var text = new StringBuilder();
    long rest = crc.getValue();
    for (int i = 0; i < 6; i++) {
      text.insert(0, digits.charAt((int) (rest % 62)));
      rest /= 62;
    }
    return text.toString();
  }
}

package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SubmitApiTest {
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d";
  private static final List<String> STATUS_FIELDS =
      List.of(
          "task_id",
          "status",
          "progress",
          "credits_amount",
          "files",
          "created_time",
          "finished_time",
          "error_message");

  private static DarkroomFixture server;
  private static PictureHost pictures;

  @BeforeAll
  static void start() {
    server = DarkroomFixture.start(Map.of());
    pictures = new PictureHost();
  }

  @AfterAll
  static void stop() {
    pictures.close();
    server.close();
  }

  @Test
  void a_text_beside_the_input_has_64_kb_too() {
    String body =
        "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"[[fail]]\"}, \"note\": [\"%s\"]}";

    assertThat(server.post("/api/generate/submit", body.formatted("x".repeat(65_536))).status())
        .isEqualTo(200);
    Reply refused = server.post("/api/generate/submit", body.formatted("x".repeat(65_537)));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("message").asString())
        .isEqualTo("note: has 65537 bytes, must have at most 65536");
  }

  @Test
  void a_ratio_preset_is_drawn_in_the_pixels_of_its_2k_row() {
    Reply end =
        finished(
            """
            {"model": "seedream-4.5",
             "input": {"prompt": "A lighthouse in fog", "size": "3:2", "n": 1}}
            """);

    assertThat(sizeOf(end)).isEqualTo("2496x1664");
  }

  @Test
  void a_custom_size_string_is_drawn_as_asked() {
    Reply end =
        finished(
            """
            {"model": "seedream-4.5",
             "input": {"prompt": "A quiet street after rain", "size": "1920x4096"}}
            """);

    assertThat(sizeOf(end)).isEqualTo("1920x4096");
  }

  @Test
  void a_size_object_is_drawn_as_asked() {
    Reply end =
        finished(
            """
            {"model": "seedream-4.5",
             "input": {"prompt": "A tea house at dusk", "n": 1,
                       "size": {"width": 2304, "height": 1728}}}
            """);

    assertThat(sizeOf(end)).isEqualTo("2304x1728");
  }

  @Test
  void an_edit_reads_its_reference_from_another_server() {
    int before = pictures.asked();

    Reply end =
        finished(
            """
            {"model": "seedream-4.5-edit",
             "input": {"prompt": "Make it autumn", "image_urls": ["%s"], "size": "1920x2160"}}
            """
                .formatted(pictures.url("/photo.png")));

    assertThat(sizeOf(end)).isEqualTo("1920x2160");
    assertThat(pictures.asked()).isGreaterThan(before);
  }

  @Test
  void a_submit_is_answered_with_four_fields_and_readable_at_once() {
    Reply submitted = server.post("/api/generate/submit", scripted("[[fail]]"));
    Reply status = server.status(submitted.data().path("task_id").asString());

    assertThat(submitted.status()).isEqualTo(200);
    assertThat(submitted.header("Content-Type")).isEqualTo("application/json");
    assertThat(submitted.text())
        .matches(
            "\\{\"code\":200,\"data\":\\{\"task_id\":\"task-unified-\\d{10}-[a-z0-9]{8}\","
                + "\"status\":\"not_started\",\"created_time\":\""
                + TIME
                + "\"}}");
    assertThat(status.status()).isEqualTo(200);
    assertThat(status.data().path("created_time")).isEqualTo(submitted.data().path("created_time"));
  }

  @Test
  void a_running_task_has_all_eight_fields_and_may_not_be_cached() {
    String id = server.submit(scripted("[[never]]"));

    Reply running =
        Await.value(
            "running",
            () ->
                java.util.Optional.of(server.status(id))
                    .filter(reply -> reply.data().path("status").asString().equals("running")));

    assertThat(running.data().propertyNames()).containsExactlyElementsOf(STATUS_FIELDS);
    assertThat(running.text())
        .matches(
            "\\{\"code\":200,\"data\":\\{\"task_id\":\""
                + id
                + "\",\"status\":\"running\",\"progress\":0,\"credits_amount\":0,\"files\":\\[],"
                + "\"created_time\":\""
                + TIME
                + "\",\"finished_time\":null,\"error_message\":null}}");
    assertThat(running.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void three_pictures_are_three_files_at_three_addresses() {
    Reply end =
        finished(
            """
            {"model": "seedream-4.5",
             "input": {"prompt": "Three boats", "size": "1920x1920", "n": 3}}
            """);

    JsonNode files = end.data().path("files");
    Set<String> urls = new HashSet<>();
    Set<String> etags = new HashSet<>();
    for (JsonNode file : files) {
      String url = file.path("file_url").asString();
      urls.add(url);
      etags.add(head(url).header("ETag"));
    }
    assertThat(files.size()).isEqualTo(3);
    assertThat(urls).hasSize(3);
    assertThat(etags).hasSize(3).doesNotContain("");
    assertThat(end.text()).contains("\"progress\":100,\"credits_amount\":15,");
  }

  @Test
  void two_of_three_pictures_finish_the_task_and_are_paid_alone() {
    String key = server.newMember(100);
    String id =
        server.submit(
            key,
            """
            {"model": "seedream-4.5",
             "input": {"prompt": "[[partial 2]] Boats", "size": "1920x1920", "n": 3}}
            """);

    Reply end = server.awaitEnd(id, key);

    assertThat(end.text())
        .contains("\"status\":\"finished\",\"progress\":100,\"credits_amount\":10,")
        .contains("\"error_message\":null");
    assertThat(end.data().path("files").size()).isEqualTo(2);
    assertThat(server.balance(key)).isEqualTo("90");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[[fail]]", "[[moderated]]"})
  void a_failed_task_is_free_and_says_why(String script) {
    String key = server.newMember(100);
    String id = server.submit(key, scripted(script));

    Reply end = server.awaitEnd(id, key);

    String sentence =
        script.equals("[[fail]]")
            ? "The engine could not make the picture."
            : "The prompt, a reference image or the result was refused by content moderation.";
    assertThat(end.status()).isEqualTo(200);
    assertThat(end.text())
        .matches(
            "\\{\"code\":200,\"data\":\\{\"task_id\":\""
                + id
                + "\",\"status\":\"failed\",\"progress\":0,\"credits_amount\":0,\"files\":\\[],"
                + "\"created_time\":\""
                + TIME
                + "\",\"finished_time\":\""
                + TIME
                + "\",\"error_message\":\""
                + sentence
                + "\"}}");
    assertThat(server.balance(key)).isEqualTo("100");
  }

  @Test
  void credits_are_held_from_the_submit_on() {
    String key = server.newMember(100);

    server.submit(
        key, "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"[[never]]\", \"n\": 4}}");

    assertThat(server.balance(key)).isEqualTo("80");
  }

  @Test
  void a_test_key_costs_nothing() {
    String account = server.newAccount(0);
    String key = server.newKey(account, ", \"mode\": \"test\"");
    assertThat(key).startsWith("sk-test-");

    String id =
        server.submit(
            key,
            """
            {"model": "seedream-4.5", "input": {"prompt": "A test", "size": "1920x1920"}}
            """);
    Reply end = server.awaitEnd(id, key);

    assertThat(end.text())
        .contains("\"status\":\"finished\",\"progress\":100,\"credits_amount\":0,");
    assertThat(end.data().path("files").size()).isEqualTo(1);
    assertThat(server.balance(key)).isEqualTo("0");
  }

  @Test
  void a_data_uri_and_our_own_picture_serve_as_references() {
    String dataUri =
        "data:image/png;base64," + Base64.getEncoder().encodeToString(PictureHost.png(32, 32));
    Reply first = finished(edit(dataUri));
    String ours = first.data().path("files").get(0).path("file_url").asString();

    Reply second = finished(edit(ours));

    assertThat(sizeOf(second)).isEqualTo("1920x1920");
  }

  @Test
  void a_data_uri_damaged_behind_its_header_is_refused_before_anything_is_held() {
    byte[] whole = PictureHost.png(64, 64);
    byte[] damaged = Arrays.copyOf(whole, 60); // signature and header are there, the pixels are not
    String key = server.newMember(100);

    Reply reply =
        server.post(
            "/api/generate/submit",
            key,
            edit("data:image/png;base64," + Base64.getEncoder().encodeToString(damaged)));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("message").asString())
        .isEqualTo("input.image_urls[0]: is not a usable picture: is damaged or cut short");
    assertThat(server.balance(key)).isEqualTo("100");
  }

  @Test
  void a_reference_damaged_behind_its_header_fails_the_task_at_once() {
    String key = server.newMember(100);
    String id = server.submit(key, edit(pictures.url("/damaged.png")));

    Reply end = server.awaitEnd(id, key);

    assertThat(end.data().path("error_message").asString())
        .isEqualTo("A reference image could not be fetched or is not a usable picture.");
    assertThat(server.balance(key)).isEqualTo("100");
  }

  @Test
  void a_reference_that_is_not_there_fails_the_task_free_of_charge() {
    String key = server.newMember(100);
    String id = server.submit(key, edit(pictures.url("/missing.png")));

    Reply end = server.awaitEnd(id, key);

    assertThat(end.data().path("status").asString()).isEqualTo("failed");
    assertThat(end.data().path("error_message").asString())
        .isEqualTo("A reference image could not be fetched or is not a usable picture.")
        .doesNotContain("127.0.0.1");
    assertThat(server.balance(key)).isEqualTo("100");
  }

  @Test
  void a_trailing_slash_changes_nothing() {
    Reply submitted = server.post("/api/generate/submit/", scripted("[[fail]]"));
    String id = submitted.data().path("task_id").asString();

    assertThat(submitted.status()).isEqualTo(200);
    assertThat(server.get("/api/generate/status/" + id + "/").status()).isEqualTo(200);
    assertThat(server.get("/api/user/balance/").status()).isEqualTo(200);
  }

  @Test
  void an_escaped_slash_is_data_and_gets_a_json_404() {
    Reply reply = server.get("/api/generate/status/black-forest%2Fflux");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    assertThat(reply.json().path("message").asString()).isEqualTo("Task not found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/x-www-form-urlencoded", "image/png", "nonsense"})
  void the_body_is_read_as_json_whatever_its_type_is_called(String type) {
    var headers = new HashMap<>(DarkroomFixture.bearer(DarkroomFixture.KEY));
    headers.put("Content-Type", type);

    Reply reply = server.send("POST", "/api/generate/submit", headers, scripted("[[fail]]"));

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
  }

  @Test
  void a_caller_that_waits_for_leave_to_send_gets_it() {
    String body = scripted("[[fail]]");

    String reply =
        server.raw(
            "POST /api/generate/submit HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Expect: 100-continue\r\nAuthorization: Bearer "
                + DarkroomFixture.KEY
                + "\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);

    assertThat(reply).contains("HTTP/1.1 200 OK\r\n").contains("\"not_started\"");
  }

  @Test
  void the_id_may_come_as_a_query_parameter() {
    String id = server.submit(scripted("[[fail]]"));
    server.awaitEnd(id);
    String expected = server.status(id).text();

    for (String path : List.of("/api/generate/status", "/api/task/status")) {
      assertThat(server.get(path + "?task_id=" + id).text()).isEqualTo(expected);
      assertThat(server.post(path + "?task_id=" + id, "").text()).isEqualTo(expected);
    }
  }

  @Test
  void two_equal_submits_without_a_key_are_two_tasks() {
    String body = scripted("[[fail]]");

    assertThat(server.submit(body)).isNotEqualTo(server.submit(body));
  }

  private static Reply finished(String body) {
    Reply end = server.awaitEnd(server.submit(body));
    assertThat(end.data().path("status").asString()).as(end.text()).isEqualTo("finished");
    assertThat(end.data().propertyNames()).containsExactlyElementsOf(STATUS_FIELDS);
    assertThat(end.data().path("finished_time").asString()).matches(TIME);
    assertThat(end.text()).contains("\"progress\":100,\"credits_amount\":");
    return end;
  }

  private static String sizeOf(Reply end) {
    return Pictures.size(end.data().path("files").get(0).path("file_url").asString());
  }

  private static Reply head(String url) {
    return server.send("HEAD", java.net.URI.create(url).getRawPath(), Map.of(), "");
  }

  private static String scripted(String prompt) {
    return "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"%s\"}}".formatted(prompt);
  }

  private static String edit(String reference) {
    return """
    {"model": "seedream-4.5-edit",
     "input": {"prompt": "Make it spring", "size": "1920x1920", "image_urls": ["%s"]}}
    """
        .formatted(reference);
  }
}

package darkroom.engine.comfyui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.engine.BrokenPicture;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.EngineTraits;
import darkroom.engine.Picture;
import darkroom.engine.Reference;
import darkroom.engine.Refusal;
import darkroom.engine.Requests;
import darkroom.engine.upstream.Seed;
import darkroom.fake.comfyui.ComfyEra;
import darkroom.fake.comfyui.FakeComfy;
import darkroom.fake.kit.BlockLabel;
import darkroom.fake.kit.Directive;
import darkroom.image.ImageKind;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The engine against a fake that is as strict as ComfyUI's server, and a little stricter. */
@Timeout(60)
class ComfyEngineTest {
  private static final String ID = PromptId.of(Requests.ATTEMPT);
  private static final String OTHER = "other6789abcdefghijk";

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private FakeComfy comfy;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private ComfyFixture fixture;

  @BeforeEach
  void start() throws IOException {
    comfy = FakeComfy.start();
    fixture = new ComfyFixture(folder);
  }

  @AfterEach
  void stop() throws IOException {
    fixture.close();
    comfy.close();
    assertThat(comfy.faults()).isEmpty();
  }

  private void start(ComfyEra era) throws IOException {
    comfy.close();
    comfy = FakeComfy.start(era);
  }

  private ComfyEngine engine() {
    return engine(Map.of());
  }

  private ComfyEngine engine(Map<String, String> more) {
    return fixture.engine(comfy.url(), more);
  }

  // what is sent

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                 | 16777216 | 2048x2048",
        "\"1:1\"                          | 16777216 | 2048x2048",
        "\"4:3\"                          | 16777216 | 2304x1728",
        "\"3:4\"                          | 16777216 | 1728x2304",
        "\"16:9\"                         | 16777216 | 2848x1600",
        "\"9:16\"                         | 16777216 | 1600x2848",
        "\"3:2\"                          | 16777216 | 2496x1664",
        "\"2:3\"                          | 16777216 | 1664x2496",
        "\"21:9\"                         | 16777216 | 3136x1344",
        "\"2K\"                           | 16777216 | 2048x2048",
        "\"4k\"                           | 16777216 | 4096x4096",
        "\" 01921 X 4096 \"               | 16777216 | 1936x4096",
        "{\"width\":2304,\"height\":3073} | 16777216 | 2304x3088",
        "                                 | 1048576  | 1024x1024",
        "\"16:9\"                         | 1048576  | 1376x768",
        "\"4K\"                           | 1048576  | 1024x1024",
        "\"1921x4096\"                    | 1048576  | 704x1504",
      })
  void each_form_of_size_becomes_pixels_of_the_canvas(
      @Nullable String given, String most, String sent) {
    String size = given == null ? "" : ",\"size\":" + given;

    EngineResult result =
        engine(Map.of("engine.comfyui.native-pixels", most))
            .submit(Requests.request("{\"prompt\":\"a fox\"" + size + "}"));

    assertThat(result).isEqualTo(new EngineResult.Accepted(ID));
    JsonNode canvas = sent().path("4").path("inputs");
    assertThat(canvas.path("width").asInt() + "x" + canvas.path("height").asInt()).isEqualTo(sent);
  }

  @Test
  void a_prompt_is_the_exported_workflow_with_its_slots_filled() {
    engine().submit(Requests.prompt("a \"fox\" \u2603, 2.text {{prompt}}"));

    JsonNode body = comfy.bodies().getFirst();
    assertThat(body.propertyNames()).containsExactlyInAnyOrder("prompt_id", "client_id", "prompt");
    assertThat(body.path("prompt_id").asString()).isEqualTo(ID);
    JsonNode graph = body.path("prompt");
    assertThat(graph.path("2").path("inputs").path("text").asString())
        .isEqualTo("a \"fox\" \u2603, 2.text {{prompt}}");
    assertThat(graph.path("3").path("inputs").path("text").asString()).startsWith("blurry");
    assertThat(graph.path("5").path("inputs").path("seed").asLong())
        .isEqualTo(Seed.of(Requests.ATTEMPT));
    assertThat(graph.path("5").path("inputs").path("steps").asInt()).isEqualTo(28);
  }

  @Test
  void two_attempts_have_ids_and_seeds_of_their_own() {
    ComfyEngine engine = engine();

    engine.submit(Requests.prompt("a fox"));
    engine.submit(Requests.request(OTHER, "{\"prompt\":\"a fox\"}"));

    assertThat(comfy.paid()).isEqualTo(Map.of(ID, 1, PromptId.of(OTHER), 1));
    assertThat(comfy.bodies())
        .extracting(body -> body.path("prompt").path("5").path("inputs").path("seed").asLong())
        .doesNotHaveDuplicates();
  }

  // what comes back

  @ParameterizedTest
  @EnumSource(ComfyEra.class)
  void a_picture_is_fetched_from_servers_of_all_ages(ComfyEra era) throws IOException {
    start(era);
    ComfyEngine engine = engine();
    EngineRequest request = Requests.prompt("a fox");

    EngineResult submitted = engine.submit(request);
    BufferedImage picture = image(produced(engine.poll(request, jobId(submitted))));

    assertThat(picture.getWidth()).isEqualTo(2048);
    assertThat(BlockLabel.read(picture)).isEqualTo(jobId(submitted).replace("-", ""));
    assertThat(jobId(submitted).equals(ID)).isEqualTo(era != ComfyEra.OWN_IDS);
    assertThat(comfy.received()).isEqualTo(Map.of(ID, 1));
  }

  @ParameterizedTest
  @CsvSource({"1921x1920, 16777216", "2048x2048, 1048576", "2848x1600, 1048576"})
  void what_the_workflow_draws_is_brought_to_the_asked_pixels(String size, String most)
      throws IOException {
    ComfyEngine engine = engine(Map.of("engine.comfyui.native-pixels", most));
    EngineRequest request = Requests.request("{\"prompt\":\"a fox\",\"size\":\"" + size + "\"}");

    Picture picture = produced(engine.poll(request, jobId(engine.submit(request))));
    BufferedImage image = image(picture);

    assertThat(image.getWidth() + "x" + image.getHeight()).isEqualTo(size);
    assertThat(picture.note()).endsWith("scaled to " + size);
    assertThat(folder).as("nothing is left behind").isEmptyDirectory();
  }

  @Test
  void a_workflow_without_slots_for_the_size_delivers_what_it_makes() throws IOException {
    ComfyEngine engine = engine(Map.of("engine.comfyui.width", "", "engine.comfyui.height", ""));
    EngineRequest request = Requests.prompt("a fox");

    BufferedImage image = image(produced(engine.poll(request, jobId(engine.submit(request)))));

    assertThat(image.getWidth() + "x" + image.getHeight()).isEqualTo("1024x1024");
  }

  @Test
  void previews_are_no_results() throws IOException {
    String text = Files.readString(Path.of("..", "docs", "engines", "comfyui", "sdxl-text.json"));
    Path file =
        Files.writeString(
            folder.resolve("preview.json"),
            text.replace("SaveImage", "PreviewImage")
                .replace(", \"filename_prefix\": \"darkroom/picture\"", ""));
    ComfyEngine engine =
        engine(Map.of("engine.comfyui.workflow", file.toString(), "engine.comfyui.outputs", "7"));
    EngineRequest request = Requests.prompt("a fox");

    EngineResult end = engine.poll(request, jobId(engine.submit(request)));

    assertThat(refusal(end)).isEqualTo(Refusal.BAD_RESULT);
  }

  @Test
  void a_job_without_a_picture_is_a_bad_result_and_one_with_two_gives_the_first()
      throws IOException {
    ComfyEngine engine = engine();
    EngineRequest none = Requests.prompt("[[count 0]]");
    EngineRequest two = Requests.request(OTHER, "{\"prompt\":\"[[count 2]]\"}");

    EngineResult empty = engine.poll(none, jobId(engine.submit(none)));
    EngineResult full = engine.poll(two, jobId(engine.submit(two)));

    assertThat(refusal(empty)).isEqualTo(Refusal.BAD_RESULT);
    assertThat(image(produced(full)).getWidth()).isEqualTo(2048);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gone", "expired", "redirect-private"})
  void a_file_that_the_server_keeps_refusing_is_given_up(String kind) {
    ComfyEngine engine = engine();
    EngineRequest request = Requests.prompt("[[url " + kind + "]]");

    Picture picture = produced(engine.poll(request, jobId(engine.submit(request))));

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> image(picture))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(BrokenPicture.class);
    }
    assertThatThrownBy(() -> image(picture))
        .isInstanceOf(BrokenPicture.class)
        .hasMessageNotContaining("http");
  }

  @Test
  void a_file_that_breaks_off_is_whole_the_next_time() throws IOException {
    ComfyEngine engine = engine();
    EngineRequest request = Requests.prompt("[[image truncated]]");
    Picture picture = produced(engine.poll(request, jobId(engine.submit(request))));

    assertThatThrownBy(() -> image(picture)).isInstanceOf(IOException.class);

    assertThat(image(picture).getWidth()).isEqualTo(2048);
    assertThat(comfy.billed()).isEqualTo(1);
  }

  // references

  @Test
  void references_are_uploaded_under_the_attempt_and_named_in_the_workflow() throws IOException {
    Reference photo = Requests.reference(folder, "a.png", ImageKind.PNG, 640, 480);
    EngineRequest request = Requests.request("{\"prompt\":\"in winter\",\"size\":\"3:2\"}", photo);

    EngineResult submitted = engine().submit(request);
    // by another instance, as after a restart
    BufferedImage image = image(produced(engine().poll(request, jobId(submitted))));

    String name = "darkroom/" + Requests.ATTEMPT + "/reference-1.png";
    assertThat(comfy.uploaded()).containsOnlyKeys(name);
    assertThat(comfy.uploaded().get(name)).isEqualTo(Files.readAllBytes(photo.file()));
    assertThat(sent().path("8").path("inputs").path("image").asString()).isEqualTo(name);
    assertThat(image.getWidth() + "x" + image.getHeight()).isEqualTo("2496x1664");
  }

  @ParameterizedTest
  @EnumSource(
      names = {"JPEG", "PNG", "GIF"},
      value = ImageKind.class) // ImageIO writes no WebP
  void kinds_that_may_be_animated_are_sent_as_jpeg(ImageKind kind) throws IOException {
    Reference photo = Requests.reference(folder, "a." + kind.extension(), kind, 64, 48);

    engine().submit(Requests.request("{\"prompt\":\"in winter\"}", photo));

    String sent = kind == ImageKind.PNG ? "png" : "jpg";
    assertThat(comfy.uploaded().keySet())
        .containsExactly("darkroom/" + Requests.ATTEMPT + "/reference-1." + sent);
  }

  @Test
  void more_references_than_the_workflow_has_inputs_are_refused_before_anything_is_sent()
      throws IOException {
    Reference photo = Requests.reference(folder, "a.png", ImageKind.PNG, 64, 48);

    EngineResult result =
        engine().submit(Requests.request("{\"prompt\":\"in winter\"}", photo, photo));

    assertThat(refusal(result)).isEqualTo(Refusal.INVALID_INPUT);
    assertThat(comfy.uploaded()).isEmpty();
    assertThat(comfy.received()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"repeat, '1,2,2'", "drop, '1,2,-'"})
  void inputs_without_a_reference_repeat_the_last_one_or_go(String spare, String expected)
      throws IOException {
    Path file = Files.writeString(folder.resolve("three.json"), threeImages());
    Map<String, String> settings =
        Map.of(
            "engine.comfyui.edit.workflow",
            file.toString(),
            "engine.comfyui.edit.images",
            "11.image, 12.image, 13.image",
            "engine.comfyui.edit.prompt",
            "2.prompt",
            "engine.comfyui.edit.width",
            "",
            "engine.comfyui.edit.height",
            "",
            "engine.comfyui.edit.spare-images",
            spare);
    Reference one = Requests.reference(folder, "a.png", ImageKind.PNG, 64, 48);
    Reference two = Requests.reference(folder, "b.png", ImageKind.PNG, 48, 64);

    EngineResult result =
        engine(settings).submit(Requests.request("{\"prompt\":\"together\"}", one, two));

    assertThat(result).isInstanceOf(EngineResult.Accepted.class);
    JsonNode graph = sent();
    var names = new StringBuilder();
    for (String node : new String[] {"11", "12", "13"}) {
      String name = graph.path(node).path("inputs").path("image").asString("-");
      names.append(name.replaceFirst(".*-([0-9])\\.png", "$1")).append(',');
    }
    assertThat(names).hasToString(expected + ",");
    assertThat(graph.path("2").path("inputs").has("image3")).isEqualTo(spare.equals("repeat"));
  }

  @Test
  void a_lost_upload_is_not_a_lost_submit() throws IOException {
    Reference photo = Requests.reference(folder, "a.png", ImageKind.PNG, 64, 48);
    ComfyEngine engine = engine();
    comfy.close();

    EngineResult result = engine.submit(Requests.request("{\"prompt\":\"in winter\"}", photo));

    assertThat(result).isInstanceOf(EngineResult.NotSent.class);
  }

  @Test
  void what_this_installation_cannot_is_known_before() {
    Map<String, String> noEdit = Map.of("engine.comfyui.edit.workflow", "");
    Map<String, String> noText = Map.of("engine.comfyui.workflow", "");
    String one = "{\"prompt\":\"p\",\"image_urls\":[\"https://a.example/1.png\"]}";
    String two =
        "{\"prompt\":\"p\",\"image_urls\":[\"https://a.example/1.png\",\"https://a.example/2.png\"]}";

    assertThat(cannot(Map.of(), "seedream-4.5", "{\"prompt\":\"p\"}")).isEmpty();
    assertThat(cannot(Map.of(), "seedream-4.5-edit", one)).isEmpty();
    assertThat(cannot(Map.of(), "seedream-4.5-edit", two))
        .isEqualTo("image_urls: 2 (expected: at most 1)");
    assertThat(cannot(noEdit, "seedream-4.5-edit", one))
        .isEqualTo("image_urls: 1 (expected: at most 0)");
    assertThat(cannot(noText, "seedream-4.5", "{\"prompt\":\"p\"}"))
        .isEqualTo("image_urls: none (expected: at least 1, this engine edits only)");
  }

  // what goes wrong

  @ParameterizedTest
  @EnumSource(ComfyEra.class)
  void a_node_that_fails_ends_the_job_without_the_prompt_in_the_log(ComfyEra era)
      throws IOException {
    start(era);
    ComfyEngine engine = engine();
    EngineRequest request = Requests.prompt("bashful [[error-inside torch.OutOfMemoryError]]");

    EngineResult end = engine.poll(request, jobId(engine.submit(request)));

    assertThat(refusal(end)).isEqualTo(Refusal.FAILED);
    assertThat(((EngineResult.Refused) end).detail())
        .startsWith("node 5 KSampler failed, torch.OutOfMemoryError: while drawing: see (address)")
        .doesNotContain("bashful", "://");
  }

  @Test
  void a_node_that_fails_in_a_paid_workflow_proves_nothing_about_the_bill() {
    ComfyEngine engine = engine(Map.of("engine.comfyui.cost", "money"));
    EngineRequest request = Requests.prompt("[[error-inside RuntimeError]]");

    EngineResult end = engine.poll(request, jobId(engine.submit(request)));

    assertThat(end).isInstanceOf(EngineResult.Gone.class);
    assertThat(engine.traits().cost()).isEqualTo(EngineTraits.Cost.MONEY);
    assertThat(engine().traits().cost()).isEqualTo(EngineTraits.Cost.LOCAL);
    assertThat(engine().traits().reconcile()).isEqualTo(EngineTraits.Reconcile.HISTORY);
  }

  @Test
  void a_size_that_a_node_does_not_take_is_the_callers_and_a_missing_node_the_operators()
      throws IOException {
    String text = Files.readString(Path.of("..", "docs", "engines", "comfyui", "sdxl-text.json"));
    Path file =
        Files.writeString(
            folder.resolve("other.json"), text.replace("EmptyLatentImage", "Nowhere"));

    EngineResult large =
        engine(Map.of("engine.comfyui.size-step", "17"))
            .submit(Requests.request("{\"prompt\":\"p\",\"size\":\"16384x1024\"}"));
    EngineResult missing =
        engine(Map.of("engine.comfyui.workflow", file.toString())).submit(Requests.prompt("a fox"));

    assertThat(refusal(large)).isEqualTo(Refusal.SIZE_UNSUPPORTED);
    assertThat(refusal(missing)).isEqualTo(Refusal.MODEL);
    assertThat(comfy.billed()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop-after-read", "rst-after-read", "cut 5", "never", "json unparsable"})
  void a_lost_answer_is_found_again_by_the_id_and_never_sent_twice(String directive)
      throws IOException {
    EngineRequest request = Requests.prompt("[[" + directive + "]]");

    EngineResult submitted = engine(Map.of("engine.comfyui.timeout", "1s")).submit(request);
    EngineResult found = engine().reconcile(request);

    assertThat(submitted).isInstanceOf(EngineResult.Unknown.class);
    assertThat(found).isEqualTo(new EngineResult.Accepted(ID));
    assertThat(image(produced(engine().poll(request, ID))).getWidth()).isEqualTo(2048);
    assertThat(comfy.received()).isEqualTo(Map.of(ID, 1));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"JOBS", "QUEUE"},
      value = ComfyEra.class)
  void a_job_is_found_while_it_runs_while_it_waits_and_when_it_is_over(ComfyEra era)
      throws IOException {
    start(era);
    ComfyEngine engine = engine();
    EngineRequest over = Requests.prompt("a fox");
    EngineRequest runs = Requests.request("runs56789abcdefghijk", "{\"prompt\":\"[[stuck]]\"}");
    EngineRequest waits = Requests.request("waits6789abcdefghijk", "{\"prompt\":\"[[stuck]]\"}");
    engine.submit(over);
    engine.submit(runs);
    engine.submit(waits);

    for (EngineRequest request : new EngineRequest[] {over, runs, waits}) {
      assertThat(engine.reconcile(request))
          .isEqualTo(new EngineResult.Accepted(PromptId.of(request.attemptId())));
    }
    assertThat(engine.poll(runs, PromptId.of(runs.attemptId())))
        .isInstanceOf(EngineResult.Running.class);
    assertThat(engine.poll(waits, PromptId.of(waits.attemptId())))
        .isInstanceOf(EngineResult.Running.class);
  }

  @ParameterizedTest
  @CsvSource({
    "history absent, false",
    "history delayed 0, true",
    "history delayed 600000, false",
    "history double, true"
  })
  void records_that_say_nothing_prove_nothing(String directive, boolean found) {
    ComfyEngine engine = engine();
    EngineRequest request = Requests.prompt("[[" + directive + "]]");
    engine.submit(request);

    EngineResult result = engine.reconcile(request);

    assertThat(result instanceof EngineResult.Accepted).isEqualTo(found);
    assertThat(result instanceof EngineResult.Unknown).isEqualTo(!found);
    assertThat(comfy.received()).isEqualTo(Map.of(ID, 1));
  }

  @Test
  void a_server_that_is_not_there_cannot_tell() throws IOException {
    ComfyEngine engine = engine();
    comfy.close();

    assertThat(engine.reconcile(Requests.prompt("a fox"))).isInstanceOf(EngineResult.Unknown.class);
    assertThat(engine.poll(Requests.prompt("a fox"), ID)).isInstanceOf(EngineResult.NotSent.class);
  }

  @Test
  void a_head_that_is_closed_unread_started_nothing() {
    comfy.server().desk().fates().script(Directive.of("drop-before-read"), 1);

    EngineResult result = engine().submit(Requests.prompt("a fox"));

    assertThat(result).isInstanceOfAny(EngineResult.NotSent.class, EngineResult.Unknown.class);
    assertThat(comfy.received()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(ComfyEra.class)
  void a_server_that_was_started_anew_has_forgotten_the_job(ComfyEra era) throws IOException {
    start(era);
    ComfyEngine engine = engine();
    EngineRequest request = Requests.prompt("[[restart]]");

    EngineResult end = engine.poll(request, jobId(engine.submit(request)));

    assertThat(end).isInstanceOf(EngineResult.Gone.class);
    assertThat(engine.reconcile(request)).isInstanceOf(EngineResult.Unknown.class);
  }

  // cancelling

  @ParameterizedTest
  @EnumSource(ComfyEra.class)
  void a_job_that_runs_is_stopped_and_one_that_waits_is_taken_away(ComfyEra era)
      throws IOException {
    start(era);
    ComfyEngine engine = engine();
    EngineRequest runs = Requests.prompt("[[stuck]]");
    EngineRequest waits = Requests.request(OTHER, "{\"prompt\":\"[[stuck]]\"}");
    String running = jobId(engine.submit(runs));
    String waiting = jobId(engine.submit(waits));

    engine.cancel(waits, waiting);
    EngineResult untouched = engine.poll(runs, running);
    engine.cancel(runs, running);

    assertThat(engine.poll(waits, waiting)).isInstanceOf(EngineResult.Gone.class);
    assertThat(untouched).isInstanceOf(EngineResult.Running.class);
    EngineResult stopped = engine.poll(runs, running);
    assertThat(refusal(stopped)).isEqualTo(Refusal.FAILED);
    assertThat(((EngineResult.Refused) stopped).detail()).isEqualTo("stopped over there");
  }

  // steps

  @Test
  void steps_are_told_over_a_socket_that_is_open_while_a_job_runs() {
    ComfyEngine engine = engine();
    EngineRequest request = Requests.prompt("[[stuck]]");
    String job = jobId(engine.submit(request));

    await(() -> running(engine.poll(request, job)).equals(OptionalInt.of(50)));
    int listening = comfy.sockets();
    engine.cancel(request, job);

    assertThat(listening).isEqualTo(1);
    await(() -> comfy.sockets() == 0);
    assertThat(engine.traits().progress()).isTrue();
  }

  @Test
  void steps_never_go_back() {
    ComfyEngine engine = engine();
    EngineRequest back = Requests.prompt("[[progress-back]]");
    EngineRequest mark = Requests.request(OTHER, "{\"prompt\":\"[[stuck]]\"}");
    String job = jobId(engine.submit(back));
    String later = jobId(engine.submit(mark));

    // told after both figures of the first
    await(() -> running(engine.poll(mark, later)).equals(OptionalInt.of(50)));

    assertThat(running(engine.poll(back, job))).hasValue(80);
  }

  @Test
  void a_finished_job_needs_no_socket() {
    ComfyEngine engine = engine();
    EngineRequest request = Requests.prompt("a fox");

    EngineResult end = engine.poll(request, jobId(engine.submit(request)));

    assertThat(end).isInstanceOf(EngineResult.Produced.class);
    await(() -> comfy.sockets() == 0);
  }

  @Test
  void without_steps_polling_is_enough() {
    ComfyEngine engine = engine(Map.of("engine.comfyui.progress", "false"));
    EngineRequest request = Requests.prompt("[[stuck]]");
    String job = jobId(engine.submit(request));

    EngineResult result = engine.poll(request, job);

    assertThat(running(result)).isEmpty();
    assertThat(comfy.bodies().getFirst().has("client_id")).isFalse();
    assertThat(comfy.sockets()).isZero();
    assertThat(engine.traits().progress()).isFalse();
  }

  private JsonNode sent() {
    return comfy.bodies().getLast().path("prompt");
  }

  private String cannot(Map<String, String> more, String model, String json) {
    return engine(more).cannot(Requests.model(model), Requests.input(model, json)).orElse("");
  }

  private static String jobId(EngineResult result) {
    assertThat(result).isInstanceOf(EngineResult.Accepted.class);
    return ((EngineResult.Accepted) result).jobId();
  }

  private static Picture produced(EngineResult result) {
    assertThat(result).isInstanceOf(EngineResult.Produced.class);
    return ((EngineResult.Produced) result).picture();
  }

  private static Refusal refusal(EngineResult result) {
    assertThat(result).isInstanceOf(EngineResult.Refused.class);
    return ((EngineResult.Refused) result).refusal();
  }

  private static OptionalInt running(EngineResult result) {
    assertThat(result).isInstanceOf(EngineResult.Running.class);
    return ((EngineResult.Running) result).percent();
  }

  private static BufferedImage image(Picture picture) throws IOException {
    var bytes = new ByteArrayOutputStream();
    picture.writeTo(bytes);
    return ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  /** As for models that take up to three pictures beside the prompt. */
  private static String threeImages() {
    return """
    {"1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "m"}},
     "2": {"class_type": "TextEncodeQwenImageEditPlus", "inputs": {"prompt": "x",
       "clip": ["1", 1], "image1": ["11", 0], "image2": ["12", 0], "image3": ["13", 0]}},
     "4": {"class_type": "EmptyLatentImage",
       "inputs": {"width": 64, "height": 64, "batch_size": 1}},
     "5": {"class_type": "KSampler", "inputs": {"seed": 1, "steps": 4, "cfg": 1,
       "sampler_name": "euler", "scheduler": "simple", "denoise": 1, "model": ["1", 0],
       "positive": ["2", 0], "negative": ["2", 0], "latent_image": ["4", 0]}},
     "6": {"class_type": "VAEDecode", "inputs": {"samples": ["5", 0], "vae": ["1", 2]}},
     "7": {"class_type": "SaveImage", "inputs": {"images": ["6", 0], "filename_prefix": "x"}},
     "11": {"class_type": "LoadImage", "inputs": {"image": "1.png"}},
     "12": {"class_type": "LoadImage", "inputs": {"image": "2.png"}},
     "13": {"class_type": "LoadImage", "inputs": {"image": "3.png"}}}
    """;
  }
}

package darkroom.engine.fal;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.catalog.ImageInput;
import darkroom.catalog.Model;
import darkroom.catalog.Size;
import darkroom.engine.BrokenPicture;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.EngineTraits;
import darkroom.engine.Picture;
import darkroom.engine.Reference;
import darkroom.engine.Refusal;
import darkroom.engine.Requests;
import darkroom.fake.fal.FakeFal;
import darkroom.fake.kit.BlockLabel;
import darkroom.fake.kit.Directive;
import darkroom.image.ImageKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The engine against a fake that is as strict as fal's documents. */
@Timeout(60)
class FalEngineTest {
  private static final String MARK = FalFixture.mark(Requests.ATTEMPT);

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private FakeFal fal;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private FalFixture fixture;

  @BeforeEach
  void start() throws IOException {
    fal = FakeFal.start();
    fixture = new FalFixture(fal, folder);
  }

  @AfterEach
  void stop() throws IOException {
    fixture.close();
    fal.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                 | {\"width\":2048,\"height\":2048}",
        "\"1:1\"                          | {\"width\":2048,\"height\":2048}",
        "\"4:3\"                          | {\"width\":2304,\"height\":1728}",
        "\"3:4\"                          | {\"width\":1728,\"height\":2304}",
        "\"16:9\"                         | {\"width\":2848,\"height\":1600}",
        "\"9:16\"                         | {\"width\":1600,\"height\":2848}",
        "\"3:2\"                          | {\"width\":2496,\"height\":1664}",
        "\"2:3\"                          | {\"width\":1664,\"height\":2496}",
        "\"21:9\"                         | {\"width\":3136,\"height\":1344}",
        "\"2K\"                           | \"auto_2K\"",
        "\"4k\"                           | \"auto_4K\"",
        "\" 01920 X 4096 \"               | {\"width\":1920,\"height\":4096}",
        "\"7680x480\"                     | {\"width\":7680,\"height\":480}",
        "{\"width\":2304,\"height\":3072} | {\"width\":2304,\"height\":3072}",
      })
  void each_form_of_size_is_sent_as_fal_wants_it(@Nullable String given, String sent) {
    String size = given == null ? "" : ",\"size\":" + given;

    EngineResult result = submit("{\"prompt\":\"a fox\"" + size + "}");

    assertThat(result).isInstanceOf(EngineResult.Accepted.class);
    assertThat(fal.faults()).isEmpty();
    assertThat(fal.bodies().getFirst().toString())
        .isEqualTo(
            "{\"prompt\":\"a fox\",\"image_size\":"
                + sent
                + ",\"num_images\":1,\"max_images\":1,\"enable_safety_checker\":true,\"seed\":"
                + MARK
                + "}");
  }

  @Test
  void the_safety_switch_is_passed_on() {
    submit("{\"prompt\":\"a fox\",\"enable_safety_checker\":false}");

    JsonNode sent = fal.bodies().getFirst().path("enable_safety_checker");
    assertThat(sent.isBoolean()).isTrue();
    assertThat(sent.booleanValue()).isFalse();
    assertThat(fal.faults()).isEmpty();
  }

  @Test
  void an_attempts_seed_has_31_bits_and_stays_the_same() {
    assertThat(FalRequest.seed(Requests.ATTEMPT)).isEqualTo(FalRequest.seed(Requests.ATTEMPT));
    assertThat(List.of("a", "b", "c", "d", "e", "f"))
        .extracting(FalRequest::seed)
        .doesNotHaveDuplicates()
        .allSatisfy(seed -> assertThat(seed).isNotNegative());
  }

  @Test
  void a_job_is_polled_from_its_id_alone_by_another_instance() throws IOException {
    EngineRequest request = Requests.request("{\"prompt\":\"a fox\",\"size\":\"3:2\"}");
    var accepted = (EngineResult.Accepted) engine().submit(request);

    EngineResult end = engine().poll(request, accepted.jobId());

    var bytes = new ByteArrayOutputStream();
    ((EngineResult.Produced) end).picture().writeTo(bytes);
    var image = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
    assertThat(image.getWidth() + "x" + image.getHeight()).isEqualTo("2496x1664");
    assertThat(BlockLabel.read(image)).isEqualTo(MARK);
    assertThat(accepted.jobId()).matches("[0-9a-f-]{36}");
    assertThat(fal.paid()).isEqualTo(Map.of(MARK, 1));
    assertThat(fal.faults()).isEmpty();
  }

  @Test
  void references_travel_as_data_uris_in_their_order_to_the_endpoint_for_edits()
      throws IOException {
    Reference first = Requests.reference(folder, "first.png", ImageKind.PNG, 64, 48);
    Reference second = Requests.reference(folder, "second.jpg", ImageKind.JPEG, 300, 200);
    EngineRequest request = Requests.request("{\"prompt\":\"a fox\"}", first, second);

    EngineResult result = engine().submit(request);

    EngineResult end = engine().poll(request, ((EngineResult.Accepted) result).jobId());
    assertThat(end).isInstanceOf(EngineResult.Produced.class);
    assertThat(fal.faults()).isEmpty();
    assertThat(fal.bodies().getFirst().path("image_urls").values())
        .extracting(JsonNode::stringValue)
        .containsExactly(uri("png", first.file()), uri("jpeg", second.file()));
  }

  @ParameterizedTest
  @CsvSource({"20, 19, true", "14, 100, false", "1700, 100, false", "100, 1700, false"})
  void a_reference_of_a_shape_that_the_model_refuses_costs_nothing(
      int width, int height, boolean fine) throws IOException {
    Reference reference = Requests.reference(folder, "odd.png", ImageKind.PNG, width, height);

    EngineResult result = engine().submit(Requests.request("{\"prompt\":\"x\"}", reference));

    assertThat(result)
        .isInstanceOf(fine ? EngineResult.Accepted.class : EngineResult.Refused.class);
    assertThat(fal.billed()).isEqualTo(fine ? 1 : 0);
    assertThat(fal.received()).hasSize(fine ? 1 : 0);
  }

  @Test
  void an_eleventh_reference_is_refused_before_anything_is_paid() throws IOException {
    Reference reference = Requests.reference(folder, "a.png", ImageKind.PNG, 64, 48);
    Reference[] eleven = Collections.nCopies(11, reference).toArray(Reference[]::new);

    EngineResult result = engine().submit(Requests.request("{\"prompt\":\"x\"}", eleven));

    assertThat(((EngineResult.Refused) result).refusal()).isEqualTo(Refusal.INVALID_INPUT);
    assertThat(fal.received()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'[[slow 300]]', Accepted, 1",
    "'[[trickle 5]]', Accepted, 1",
    "'[[drop-after-read]]', Unknown, 1",
    "'[[rst-after-read]]', Unknown, 1",
    "'[[never]]', Unknown, 1",
    "'[[headers-then-stall]]', Unknown, 1",
    "'[[cut 40]]', Unknown, 1",
    "'[[json nan]]', Unknown, 1",
    "'[[json huge]]', Unknown, 1",
    "'[[json unparsable]]', Unknown, 1",
    "'[[json empty]]', Unknown, 1",
    "'[[html 200]]', Unknown, 0",
    "'[[html 502]]', Unknown, 0",
    "'[[html 429]]', Unknown, 0",
    "'[[fail runner_disconnected]]', Unknown, 0",
    "'[[fail internal_server_error]]', Unknown, 0",
    "'[[http 500]]', Unknown, 0",
    "'[[http 401]]', Refused, 0",
    "'[[http 403]]', Refused, 0",
    "'[[fail 422 value_error]]', Refused, 0",
    "'[[fail content_policy_violation]]', Refused, 0",
    "'[[429 1]]', Refused, 0",
  })
  void a_misfortune_ends_in_what_is_proven(String directive, String outcome, int paid) {
    EngineResult result =
        fixture
            .engine(Map.of("engine.fal.timeout", "2s"))
            .submit(Requests.prompt("a bashful fox " + directive));

    assertThat(result.getClass().getSimpleName()).as(result.toString()).isEqualTo(outcome);
    assertThat(result.toString()).doesNotContain("bashful", "://", FakeFal.KEY);
    assertThat(fal.billed()).isEqualTo(paid);
    assertThat(fal.received()).isEqualTo(Map.of(MARK, 1));
  }

  @Test
  void a_connection_closed_before_the_body_was_read_is_sent_once() {
    fal.server().desk().fates().script(Directive.of("drop-before-read"), 1);

    EngineResult result = engine().submit(Requests.prompt("a fox"));

    assertThat(result).isInstanceOf(EngineResult.Unknown.class);
    assertThat(fal.server().connections()).isEqualTo(1);
    assertThat(fal.billed()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"7, PT7S", "-1, ", "soon, "})
  void a_busy_fal_says_for_how_long(String header, @Nullable String pause) {
    EngineResult result = engine().submit(Requests.prompt("[[429 1 " + header + "]]"));

    assertThat(((EngineResult.Refused) result).pause())
        .isEqualTo(Optional.ofNullable(pause).map(Duration::parse));
  }

  @ParameterizedTest
  @CsvSource({
    "'[[moderated 0]]', CONTENT_POLICY",
    "'[[error-inside image_too_large@image_urls]]', REFERENCE_UNREADABLE",
    "'[[error-inside value_error@image_size]]', SIZE_UNSUPPORTED",
    "'[[error-inside generation_timeout]]', FAILED",
    "'[[error-inside downstream_service_error]]', BAD_RESULT",
    "'[[error-inside runner_disconnected]]', FAILED",
    "'[[count 0]]', BAD_RESULT",
  })
  void a_job_that_ends_badly_says_why(String directive, Refusal refusal) {
    EngineResult end = end(directive);

    assertThat(((EngineResult.Refused) end).refusal()).isEqualTo(refusal);
  }

  @Test
  void a_job_that_waits_or_runs_has_no_percentage() {
    EngineRequest request = Requests.prompt("[[stuck]]");
    var accepted = (EngineResult.Accepted) engine().submit(request);

    assertThat(engine().poll(request, accepted.jobId())).isInstanceOf(EngineResult.Running.class);
    assertThat(engine().poll(request, accepted.jobId())).isInstanceOf(EngineResult.Running.class);
    assertThat(engine().traits().progress()).isFalse();
  }

  @Test
  void a_job_that_goes_back_into_the_queue_still_ends() {
    EngineRequest request = Requests.prompt("[[progress-back]]");
    String job = ((EngineResult.Accepted) engine().submit(request)).jobId();

    assertThat(engine().poll(request, job)).isInstanceOf(EngineResult.Running.class);
    assertThat(engine().poll(request, job)).isInstanceOf(EngineResult.Running.class);
    assertThat(engine().poll(request, job)).isInstanceOf(EngineResult.Produced.class);
  }

  @Test
  void a_forgotten_job_is_gone() {
    assertThat(end("[[lost-job]]")).isInstanceOf(EngineResult.Gone.class);
  }

  @Test
  void a_poll_that_is_not_let_in_says_nothing_about_the_job() {
    EngineRequest request = Requests.prompt("a fox");
    String job = ((EngineResult.Accepted) engine().submit(request)).jobId();

    EngineResult polled = fixture.engine(Map.of("engine.fal.key", "sesame")).poll(request, job);

    assertThat(polled).isInstanceOf(EngineResult.Unknown.class);
    assertThat(engine().poll(request, job)).isInstanceOf(EngineResult.Produced.class);
  }

  @Test
  void cancelling_takes_a_job_out_and_never_fails() {
    EngineRequest request = Requests.prompt("[[stuck]]");
    String job = ((EngineResult.Accepted) engine().submit(request)).jobId();

    engine().cancel(request, job);
    engine().cancel(request, "6f1f8a4e-0000-3000-8000-000000000000");

    assertThat(fal.cancels()).isEqualTo(Map.of(MARK, 1));
    assertThat(((EngineResult.Refused) engine().poll(request, job)).refusal())
        .isEqualTo(Refusal.BAD_RESULT);
    assertThat(fal.faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'[[url 404]]', 'again again BAD_RESULT'",
    "'[[url expired]]', 'again again BAD_RESULT'",
    "'[[url private]]', 'again again BAD_RESULT'",
    "'[[url redirect-private]]', 'again again BAD_RESULT'",
    "'[[url busy]]', 'again again again again whole'",
    "'[[image truncated]]', 'again whole'",
  })
  void a_result_is_fetched_without_the_key_and_again_where_that_helps(
      String directive, String tries) {
    Picture picture = ((EngineResult.Produced) end(directive)).picture();
    var ends = new ArrayList<String>();

    while (ends.size() < 5 && (ends.isEmpty() || ends.getLast().equals("again"))) {
      try {
        picture.writeTo(new ByteArrayOutputStream());
        ends.add("whole");
      } catch (BrokenPicture e) {
        ends.add(e.refusal().name());
      } catch (IOException e) {
        ends.add("again");
      }
    }

    assertThat(String.join(" ", ends)).isEqualTo(tries);
    assertThat(fal.faults()).isEmpty();
  }

  @Test
  void the_callbacks_address_goes_along() {
    EngineRequest plain = Requests.prompt("[[hook none]]");
    var request =
        new EngineRequest(
            plain.attemptId(),
            plain.model(),
            plain.input(),
            0,
            List.of(),
            plain.intendedAt(),
            Optional.of(URI.create("https://img.example.org/engine-callback/fal/a/b-c_?x=1&y=2")));

    assertThat(engine().submit(request)).isInstanceOf(EngineResult.Accepted.class);
    assertThat(fal.faults()).isEmpty();
  }

  @Test
  void what_it_cannot_do_is_known_before_anything_is_sent() {
    Model model = Requests.model("seedream-4.5");
    Model edit = Requests.model("seedream-4.5-edit");
    var plain = Requests.input("seedream-4.5", "{\"prompt\":\"a fox\"}");
    var many = plain.withImageUrls(Collections.nCopies(11, "https://x.example/a.png"));
    var one = plain.withImageUrls(List.of("https://x.example/a.png"));
    var tier = new ImageInput("a fox", new Size.Tier("3K"), 1, List.of(), true, false);

    assertThat(engine().cannot(model, plain)).isEmpty();
    assertThat(engine().cannot(model, one)).isEmpty();
    assertThat(engine().cannot(edit, one)).isEmpty();
    assertThat(engine().cannot(edit, plain))
        .hasValueSatisfying(why -> assertThat(why).contains("engine.fal.models"));
    assertThat(engine().cannot(model, many))
        .hasValueSatisfying(why -> assertThat(why).startsWith("image_urls: 11"));
    assertThat(engine().cannot(model, tier))
        .hasValueSatisfying(why -> assertThat(why).startsWith("size: 3K"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"seedream-4.5", "seedream-4.5-edit"})
  void both_models_name_it_second(String model) {
    assertThat(Requests.model(model).engines()).startsWith("ark", "fal");
  }

  @Test
  void its_history_can_be_asked() {
    assertThat(engine().traits().reconcile()).isEqualTo(EngineTraits.Reconcile.HISTORY);
    assertThat(engine().traits().cost()).isEqualTo(EngineTraits.Cost.MONEY);
  }

  private EngineResult end(String prompt) {
    EngineRequest request = Requests.prompt(prompt);
    var accepted = (EngineResult.Accepted) engine().submit(request);
    return engine().poll(request, accepted.jobId());
  }

  private EngineResult submit(String input) {
    return engine().submit(Requests.request(input));
  }

  private FalEngine engine() {
    return fixture.engine(Map.of());
  }

  private static String uri(String kind, Path file) throws IOException {
    return "data:image/"
        + kind
        + ";base64,"
        + Base64.getEncoder().encodeToString(Files.readAllBytes(file));
  }
}

package darkroom.engine.replicate;

import static darkroom.engine.Requests.ATTEMPT;
import static darkroom.engine.Requests.prompt;
import static darkroom.engine.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.catalog.ImageInput;
import darkroom.engine.BrokenPicture;
import darkroom.engine.Engine;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.EngineTraits;
import darkroom.engine.Picture;
import darkroom.engine.Reference;
import darkroom.engine.Refusal;
import darkroom.engine.Requests;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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

/** The engine against a fake that is as strict as Replicate's documents. */
@Timeout(60)
class ReplicateEngineTest {
  @TempDir private Path folder;
  @TempDir private Path pictures;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private ReplicateFixture at;

  @BeforeEach
  void start() throws IOException {
    at = new ReplicateFixture(folder);
  }

  @AfterEach
  void nothing_was_forbidden_and_nothing_is_left_on_the_disk() throws IOException {
    at.close();
    assertThat(at.replicate.faults()).isEmpty();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                 | custom, 2048, 2048",
        "\"1:1\"                          | custom, 2048, 2048",
        "\"4:3\"                          | custom, 2304, 1728",
        "\"3:4\"                          | custom, 1728, 2304",
        "\"16:9\"                         | custom, 2848, 1600",
        "\"9:16\"                         | custom, 1600, 2848",
        "\"3:2\"                          | custom, 2496, 1664",
        "\"2:3\"                          | custom, 1664, 2496",
        "\"21:9\"                         | custom, 3136, 1344",
        "\"2K\"                           | 2K",
        "\"4k\"                           | 4K",
        "\" 01920 X 4096 \"               | custom, 1920, 4096",
        "{\"width\":2304,\"height\":3072} | custom, 2304, 3072",
        "\"1024x3600\"                    | custom, 1024, 3600",
        "\"4096x4096\"                    | custom, 4096, 4096",
        "\"4704x3520\"                    | 4K, 4:3",
        "\"3520x4704\"                    | 4K, 3:4",
        "\"5504x3040\"                    | 4K, 16:9",
        "\"3040x5504\"                    | 4K, 9:16",
        "\"4992x3328\"                    | 4K, 3:2",
        "\"3328x4992\"                    | 4K, 2:3",
        "\"6240x2656\"                    | 4K, 21:9",
      })
  void each_form_of_size_is_sent_as_replicate_wants_it(@Nullable String given, String sent) {
    String[] parts = sent.split(", ", -1);
    String size =
        switch (parts.length) {
          case 1 -> "";
          case 2 -> ",\"aspect_ratio\":\"" + parts[1] + "\"";
          default -> ",\"width\":" + parts[1] + ",\"height\":" + parts[2];
        };

    EngineResult result = at.engine().submit(sized(given));

    assertThat(result).isInstanceOf(EngineResult.Accepted.class);
    assertThat(at.replicate.bodies().getFirst().toString())
        .isEqualTo(
            "{\"input\":{\"prompt\":\"a fox\",\"size\":\""
                + parts[0]
                + "\""
                + size
                + ",\"sequential_image_generation\":\"disabled\"}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1000x4000", "4097x4095", "4200x3900", "6000x2656", "16384x1024"})
  void a_size_that_replicate_does_not_make_is_known_before_it_is_asked(String size) {
    var request = sized("\"" + size + "\"");

    assertThat(at.engine().cannot(request.model(), request.input()))
        .get()
        .asString()
        .contains(size, "1024 to 4096", "6240x2656");
    assertThat(refusal(at.engine().submit(request))).isEqualTo(Refusal.SIZE_UNSUPPORTED);
    assertThat(at.replicate.received()).isEmpty();
  }

  @Test
  void what_else_it_cannot_is_said_with_field_and_expectation() {
    Engine engine = at.engine();
    var model = Requests.model("seedream-4.5");
    ImageInput input = Requests.input("seedream-4.5", "{\"prompt\":\"a fox\"}");
    var long4001 = new ImageInput("x".repeat(4_001), input.size(), 1, List.of(), true, false);
    var many = input.withImageUrls(List.copyOf(java.util.Collections.nCopies(15, "https://a/b")));

    assertThat(engine.cannot(model, input)).isEmpty();
    assertThat(engine.cannot(Requests.unknownModel(), input))
        .contains("model: not drawn by this engine");
    assertThat(engine.cannot(model, long4001)).get().asString().contains("4001", "4000");
    assertThat(engine.cannot(model, many)).get().asString().contains("15 image_urls", "14");
    assertThat(engine.traits().reconcile()).isEqualTo(EngineTraits.Reconcile.HISTORY);
    assertThat(engine.traits().limits().resends()).isZero();
  }

  @Test
  void the_switch_of_the_checker_is_sent_only_where_it_is_set() {
    String unchecked = "{\"prompt\":\"a fox\",\"enable_safety_checker\":false}";

    at.engine().submit(request(unchecked));
    at.engine(Map.of("engine.replicate.safety-switch", "true")).submit(request(unchecked));

    List<JsonNode> bodies = at.replicate.bodies();
    assertThat(bodies.getFirst().path("input").has("disable_safety_checker")).isFalse();
    assertThat(bodies.getLast().path("input").path("disable_safety_checker").booleanValue())
        .isTrue();
  }

  @Test
  void a_callback_address_is_passed_on_with_the_two_events_that_always_come() {
    URI hook = URI.create("https://darkroom.example/engine-callback/replicate/a/b");
    EngineRequest plain = prompt("[[hook none]] a fox");
    var told =
        new EngineRequest(
            ATTEMPT, plain.model(), plain.input(), 0, List.of(), Requests.NOW, Optional.of(hook));

    at.engine().submit(told);

    JsonNode body = at.replicate.bodies().getFirst();
    assertThat(body.path("webhook").stringValue()).isEqualTo(hook.toString());
    assertThat(body.path("webhook_events_filter").toString())
        .isEqualTo("[\"start\",\"completed\"]");
  }

  @Test
  void a_deadline_of_the_operators_ends_a_picture_that_was_billed_for_good() {
    Engine engine = at.engine(Map.of("engine.replicate.deadline", "1s"));
    EngineRequest request = prompt("[[stuck]]");

    EngineResult end =
        ReplicateFixture.end(engine, request, ReplicateFixture.job(engine.submit(request)));

    assertThat(refusal(end)).isEqualTo(Refusal.BAD_RESULT);
    assertThat(refusal(end).isFinal()).isTrue();
  }

  @Test
  void a_prediction_is_polled_by_a_new_instance_and_fetched_without_the_key() throws IOException {
    EngineRequest request = sized("\"3:2\"");
    String job = ReplicateFixture.job(at.engine().submit(request));

    Picture picture = produced(ReplicateFixture.end(at.engine(), request, job));

    var image = ImageIO.read(new ByteArrayInputStream(written(picture)));
    assertThat(image.getWidth() + "x" + image.getHeight()).isEqualTo("2496x1664");
    assertThat(at.replicate.paid()).isEqualTo(Map.of(ATTEMPT, 1));
    assertThat(at.replicate.fetched()).hasSize(1);
  }

  @Test
  void a_cell_of_the_table_of_4k_is_checked_in_the_result() throws IOException {
    EngineRequest right = sized("\"4992x3328\"");
    EngineRequest wrong = request("{\"prompt\":\"[[size 4694x3520]]\",\"size\":\"4704x3520\"}");

    byte[] fine = written(picture(right));

    assertThat(ImageIO.read(new ByteArrayInputStream(fine)).getWidth()).isEqualTo(4992);
    Picture other = picture(wrong);
    assertThatThrownBy(() -> written(other))
        .isInstanceOfSatisfying(
            BrokenPicture.class,
            broken -> {
              assertThat(broken.refusal()).isEqualTo(Refusal.BAD_RESULT);
              assertThat(broken).hasMessage("asked for 4704x3520, got 4694x3520");
            });
  }

  @Test
  void references_travel_as_data_uris_in_their_order_and_their_echo_costs_no_memory()
      throws IOException {
    Reference first = Requests.reference(pictures, "first.png", ImageKind.PNG, 64, 48);
    Reference second = Requests.reference(pictures, "second.jpg", ImageKind.JPEG, 300, 200);
    EngineRequest request = request("{\"prompt\":\"a fox\",\"size\":\"1920x1920\"}", first, second);

    Picture picture = picture(request);

    assertThat(written(picture)).isNotEmpty();
    assertThat(at.replicate.bodies().getFirst().path("input").path("image_input").values())
        .extracting(JsonNode::stringValue)
        .containsExactly(uri("png", first.file()), uri("jpeg", second.file()));
  }

  @Test
  void references_beyond_the_budget_are_made_smaller() throws IOException {
    Reference heavy = noise("noise.png", 800, 600);
    assertThat(Files.size(heavy.file())).isGreaterThan(1 << 20);
    Engine engine = at.engine(Map.of("engine.replicate.max-reference-bytes-total", "1MiB"));

    EngineResult result = engine.submit(request("{\"prompt\":\"a fox\"}", heavy));

    assertThat(result).isInstanceOf(EngineResult.Accepted.class);
    assertThat(
            at.replicate.bodies().getFirst().path("input").path("image_input").path(0).asString())
        .startsWith("data:image/jpeg;base64,")
        .hasSizeLessThan(1_400_000);
  }

  @ParameterizedTest
  @CsvSource({"14, 100", "1700, 100", "100, 1700"})
  void a_reference_of_a_shape_that_never_fits_costs_nothing(int width, int height)
      throws IOException {
    Reference odd = Requests.reference(pictures, "odd.png", ImageKind.PNG, width, height);

    EngineResult result = at.engine().submit(request("{\"prompt\":\"x\"}", odd));

    assertThat(refusal(result)).isEqualTo(Refusal.INVALID_INPUT);
    assertThat(at.replicate.received()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'[[slow 300]]', Accepted, 1",
    "'[[drop-after-read]]', Unknown, 1",
    "'[[rst-after-read]]', Unknown, 1",
    "'[[never]]', Unknown, 1",
    "'[[headers-then-stall]]', Unknown, 1",
    "'[[cut 20]]', Unknown, 1",
    "'[[cut 60]]', Accepted, 1",
    "'[[trickle 5]]', Accepted, 1",
    "'[[json nan]]', Unknown, 1",
    "'[[json huge]]', Unknown, 1",
    "'[[json unparsable]]', Unknown, 1",
    "'[[json empty]]', Unknown, 1",
    "'[[html 200]]', Unknown, 0",
    "'[[html 404]]', Unknown, 0",
    "'[[html 429]]', Unknown, 0",
    "'[[html 502]]', Unknown, 0",
    "'[[http 500]]', Unknown, 0",
    "'[[http 503]]', Unknown, 0",
    "'[[http 402]]', Refused, 0",
    "'[[http 422]]', Refused, 0",
    "'[[429 1 7]]', Refused, 0",
    "'[[moderated 0]]', Accepted, 0",
    "'[[lost-job]]', Accepted, 1",
  })
  void a_misfortune_ends_in_what_is_proven(String directive, String outcome, int paid) {
    EngineResult result =
        at.engine(Map.of("engine.replicate.timeout", "2s")).submit(prompt(directive));

    assertThat(result.getClass().getSimpleName()).as(result.toString()).isEqualTo(outcome);
    assertThat(at.replicate.billed()).isEqualTo(paid);
    assertThat(at.replicate.received()).isEqualTo(Map.of(ATTEMPT, 1));
  }

  @Test
  void a_long_echo_is_not_waited_for_once_the_id_is_there() throws IOException {
    Reference heavy = noise("noise.png", 800, 600);

    // the rest of the answer would take minutes
    EngineResult result = at.engine().submit(request("{\"prompt\":\"[[trickle 5000]]\"}", heavy));

    assertThat(result).isInstanceOf(EngineResult.Accepted.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'[[429 1 7]]', PT7S",
    "'[[429 1 Mon,_23_Nov_2026_10:00:30_GMT]]', PT30S",
    "'[[429 1 none]]', PT1S",
    "'[[429 1 negative]]', PT1S",
    "'[[429 1 absurd]]', PT24H",
  })
  void a_busy_replicate_says_for_how_long_in_its_header_or_its_words(
      String directive, String wait) {
    var refused = (EngineResult.Refused) at.engine().submit(prompt(directive));

    assertThat(refused.refusal()).isEqualTo(Refusal.BUSY);
    assertThat(refused.pause()).contains(Duration.parse(wait));
  }

  @Test
  void a_closed_door_is_not_sent() throws IOException {
    Engine engine = at.engine();
    at.replicate.close();

    assertThat(engine.submit(prompt("a fox"))).isInstanceOf(EngineResult.NotSent.class);
    assertThat(engine.poll(prompt("a fox"), "abc")).isInstanceOf(EngineResult.NotSent.class);
    engine.cancel(prompt("a fox"), "abc");
  }

  @Test
  void a_wrong_key_is_a_matter_of_the_account_and_shown_nowhere() {
    EngineResult result =
        at.engine(Map.of("engine.replicate.key", "sesame-open")).submit(prompt("a bashful fox"));

    assertThat(refusal(result)).isEqualTo(Refusal.ACCOUNT);
    assertThat(result.toString()).doesNotContain("sesame", "bashful", "http");
  }

  @ParameterizedTest
  @CsvSource({
    "'[[moderated 0]]', CONTENT_POLICY",
    "'[[error-inside Prediction_interrupted;_please_retry_(code:_PA)]]', FAILED",
    "'[[error-inside the_specified_size_is_not_supported]]', SIZE_UNSUPPORTED",
    "'[[count 0]]', BAD_RESULT",
  })
  void a_prediction_that_ends_without_a_picture_says_why(String directive, Refusal refusal) {
    EngineRequest request = prompt(directive);
    Engine engine = at.engine();

    EngineResult end =
        ReplicateFixture.end(engine, request, ReplicateFixture.job(engine.submit(request)));

    assertThat(refusal(end)).isEqualTo(refusal);
  }

  @Test
  void a_forgotten_prediction_is_gone_and_a_lost_poll_says_nothing() throws IOException {
    EngineRequest request = prompt("[[lost-job]]");
    Engine engine = at.engine();
    String job = ReplicateFixture.job(engine.submit(request));

    assertThat(engine.poll(request, job)).isInstanceOf(EngineResult.Gone.class);
    assertThat(engine.poll(request, "../secret")).isInstanceOf(EngineResult.Gone.class);
    assertThat(at.engine(Map.of("engine.replicate.key", "other")).poll(request, job))
        .isInstanceOf(EngineResult.Unknown.class);
  }

  @Test
  void a_cancel_reaches_the_vendor() {
    EngineRequest request = prompt("[[stuck]]");
    Engine engine = at.engine();
    String job = ReplicateFixture.job(engine.submit(request));
    assertThat(engine.poll(request, job)).isInstanceOf(EngineResult.Running.class);

    engine.cancel(request, job);

    assertThat(at.replicate.status(job)).isEqualTo("canceled");
    assertThat(refusal(engine.poll(request, job))).isEqualTo(Refusal.BAD_RESULT);
    assertThat(at.replicate.billed()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'[[url 404]]', 'again again BAD_RESULT'",
    "'[[url expired]]', 'again again BAD_RESULT'",
    "'[[url redirect-private]]', 'again again BAD_RESULT'",
    "'[[url private]]', 'again again BAD_RESULT'",
    "'[[url busy]]', 'again again again again whole'",
    "'[[image truncated]]', 'again whole'",
  })
  void a_bad_result_is_fetched_again_and_never_made_again(String directive, String ends) {
    Picture picture = picture(prompt(directive));

    assertThat(String.join(" ", fetches(picture))).isEqualTo(ends);
    assertThat(at.replicate.billed()).isEqualTo(1);
  }

  /** What every try to fetch the one picture came to. */
  private static List<String> fetches(Picture picture) {
    var ends = new ArrayList<String>();
    while (ends.size() < 5 && (ends.isEmpty() || ends.getLast().equals("again"))) {
      try {
        written(picture);
        ends.add("whole");
      } catch (BrokenPicture e) {
        ends.add(e.refusal().name());
      } catch (IOException e) {
        ends.add("again");
      }
    }
    return ends;
  }

  private Picture picture(EngineRequest request) {
    Engine engine = at.engine();
    String job = ReplicateFixture.job(engine.submit(request));
    return produced(ReplicateFixture.end(engine, request, job));
  }

  private static Picture produced(EngineResult result) {
    assertThat(result).isInstanceOf(EngineResult.Produced.class);
    return ((EngineResult.Produced) result).picture();
  }

  private static byte[] written(Picture picture) throws IOException {
    var bytes = new ByteArrayOutputStream();
    picture.writeTo(bytes);
    return bytes.toByteArray();
  }

  private static Refusal refusal(EngineResult result) {
    assertThat(result).isInstanceOf(EngineResult.Refused.class);
    return ((EngineResult.Refused) result).refusal();
  }

  private static EngineRequest sized(@Nullable String size) {
    return request("{\"prompt\":\"a fox\"" + (size == null ? "" : ",\"size\":" + size) + "}");
  }

  private Reference noise(String name, int width, int height) throws IOException {
    var picture = new java.awt.image.BufferedImage(width, height, 1);
    var random = new java.util.Random(7);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, random.nextInt());
      }
    }
    Path file = pictures.resolve(name);
    ImageIO.write(picture, "png", file.toFile());
    return new Reference(file, new darkroom.image.ImageHeader(ImageKind.PNG, width, height, 1));
  }

  private static String uri(String kind, Path file) throws IOException {
    return "data:image/"
        + kind
        + ";base64,"
        + Base64.getEncoder().encodeToString(Files.readAllBytes(file));
  }
}

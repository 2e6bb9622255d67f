package darkroom.engine.poyo;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.catalog.ImageInput;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.EngineTraits;
import darkroom.engine.Reference;
import darkroom.engine.Requests;
import darkroom.engine.upstream.Spool;
import darkroom.fake.kit.BlockLabel;
import darkroom.fake.poyo.FakePoyo;
import darkroom.image.ImageKind;
import darkroom.net.EngineHttp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The engine before a fake that is as strict as PoYo's catalog. */
@Timeout(60)
class PoyoEngineTest {
  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private FakePoyo poyo;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private PoyoBench bench;

  @BeforeEach
  void start() throws IOException {
    poyo = FakePoyo.start();
    bench = new PoyoBench(poyo, folder);
  }

  @AfterEach
  void nothing_was_asked_that_poyo_forbids() throws IOException {
    bench.close();
    poyo.close();
    assertThat(poyo.faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                 | 2048x2048",
        "\"1:1\"                          | 2048x2048",
        "\"4:3\"                          | 2304x1728",
        "\"3:4\"                          | 1728x2304",
        "\"16:9\"                         | 2848x1600",
        "\"9:16\"                         | 1600x2848",
        "\"3:2\"                          | 2496x1664",
        "\"2:3\"                          | 1664x2496",
        "\"21:9\"                         | 3136x1344",
        "\"2K\"                           | 2K",
        "\"4k\"                           | 4K",
        "\" 01920 X 4096 \"               | 1920x4096",
        "{\"width\":2304,\"height\":3072} | 2304x3072",
      })
  void each_form_of_size_passes_through(@Nullable String given, String sent) {
    String size = given == null ? "" : ",\"size\":" + given;

    EngineResult result = engine().submit(Requests.request("{\"prompt\":\"a fox\"" + size + "}"));

    assertThat(result).isInstanceOf(EngineResult.Accepted.class);
    assertThat(poyo.bodies().getFirst().toString())
        .isEqualTo(
            "{\"model\":\"seedream-4.5\",\"input\":{\"prompt\":\"a fox\",\"size\":\""
                + sent
                + "\",\"n\":1,\"enable_safety_checker\":true}}");
  }

  @Test
  void the_attempt_is_the_key_and_a_task_makes_one_picture() {
    EngineRequest request = Requests.request("{\"prompt\":\"a fox\",\"n\":4}");

    engine().submit(request);

    assertThat(poyo.received()).isEqualTo(Map.of(Requests.ATTEMPT, 1));
    assertThat(poyo.paid()).isEqualTo(Map.of(Requests.ATTEMPT, 1));
    assertThat(poyo.bodies().getFirst().path("input").path("n").asInt()).isEqualTo(1);
  }

  @Test
  void the_safety_switch_and_the_place_to_call_back_pass_through() {
    EngineRequest plain =
        Requests.request("{\"prompt\":\"a fox\",\"enable_safety_checker\":false}");
    var request =
        new EngineRequest(
            plain.attemptId(),
            plain.model(),
            plain.input(),
            0,
            List.of(),
            Requests.NOW,
            Optional.of(URI.create("http://127.0.0.1:1/engine-callback/poyo/a/b")));

    engine().submit(request);

    JsonNode body = poyo.bodies().getFirst();
    assertThat(body.path("input").path("enable_safety_checker").asBoolean(true)).isFalse();
    assertThat(body.path("callback_url").asString())
        .isEqualTo("http://127.0.0.1:1/engine-callback/poyo/a/b");
  }

  @Test
  void a_model_may_have_another_name_there() {
    engine(Map.of("engine.poyo.models", "seedream-4.5=seedream-4.5-edit"))
        .submit(referring(Requests.ATTEMPT, reference()));

    assertThat(poyo.bodies().getFirst().path("model").asString()).isEqualTo("seedream-4.5-edit");
  }

  @Test
  void a_job_is_polled_to_its_picture() throws IOException {
    EngineRequest request = Requests.request("{\"prompt\":\"a fox\",\"size\":\"3:2\"}");
    var accepted = (EngineResult.Accepted) engine().submit(request);

    EngineResult first = engine().poll(request, accepted.jobId());
    EngineResult second = engine().poll(request, accepted.jobId());

    assertThat(first).isEqualTo(new EngineResult.Running(OptionalInt.of(37)));
    var bytes = new ByteArrayOutputStream();
    ((EngineResult.Produced) second).picture().writeTo(bytes);
    var image = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
    assertThat(image.getWidth()).isEqualTo(2496);
    assertThat(BlockLabel.read(image)).isEqualTo(Requests.ATTEMPT);
  }

  @Test
  void a_task_that_never_ends_keeps_running_below_a_hundred() {
    EngineRequest request = Requests.request("{\"prompt\":\"[[stuck]]\"}");
    var accepted = (EngineResult.Accepted) engine().submit(request);
    PoyoEngine engine = engine();

    for (int i = 0; i < 5; i++) {
      var running = (EngineResult.Running) engine.poll(request, accepted.jobId());
      assertThat(running.percent().orElseThrow()).isBetween(37, 99);
    }
  }

  @Test
  void a_wrong_key_at_a_poll_does_not_end_the_job() {
    EngineRequest request = Requests.request("{\"prompt\":\"a fox\"}");
    var accepted = (EngineResult.Accepted) engine().submit(request);

    EngineResult polled =
        engine(Map.of("engine.poyo.key", "sk-sesame")).poll(request, accepted.jobId());

    assertThat(polled).isEqualTo(new EngineResult.Unknown("status 401"));
  }

  @ParameterizedTest
  @CsvSource({
    "'[[slow 300]]', Accepted, 1",
    "'[[trickle 1]]', Accepted, 1",
    "'[[cut 0]]', Unknown, 1",
    "'[[cut 40]]', Unknown, 1",
    "'[[drop-after-read]]', Unknown, 1",
    "'[[rst-after-read]]', Unknown, 1",
    "'[[never]]', Unknown, 1",
    "'[[headers-then-stall]]', Unknown, 1",
    "'[[json nan]]', Unknown, 1",
    "'[[json empty]]', Unknown, 1",
    "'[[html 200]]', Unknown, 0",
    "'[[html 502]]', Unknown, 0",
    "'[[http 409]]', Unknown, 0",
    "'[[http 500]]', Unknown, 0",
    "'[[http 503]]', Unknown, 0",
    "'[[error-inside internal_error]]', Unknown, 0",
    "'[[error-inside upstream_error]]', Unknown, 0",
    "'[[http 402]]', Refused, 0",
    "'[[http 422]]', Refused, 0",
    "'[[error-inside content_moderation_error]]', Refused, 0",
    "'[[error-inside rate_limit_error]]', Refused, 0",
    "'[[429 1 date]]', Refused, 0",
  })
  void a_misfortune_ends_in_what_is_proven(String directive, String outcome, int paid) {
    EngineResult result =
        engine(Map.of("engine.poyo.timeout", "2s"))
            .submit(Requests.request("{\"prompt\":\"" + directive + "\"}"));

    assertThat(result.getClass().getSimpleName()).as(result.toString()).isEqualTo(outcome);
    assertThat(poyo.billed()).isEqualTo(paid);
    assertThat(poyo.received()).isEqualTo(Map.of(Requests.ATTEMPT, 1));
  }

  @Test
  void it_says_what_it_cannot() {
    ImageInput input = Requests.input("seedream-4.5", "{\"prompt\":\"a fox\"}");
    var many = input.withImageUrls(Collections.nCopies(11, "https://a.example/x.png"));

    assertThat(engine().cannot(Requests.model("seedream-4.5"), input)).isEmpty();
    assertThat(engine().cannot(Requests.model("seedream-4.5"), many)).isPresent();
    assertThat(engine().cannot(Requests.unknownModel(), input))
        .contains("model: not drawn by this engine");
  }

  @ParameterizedTest
  @CsvSource({
    "true, true, CALLBACK",
    "true, false, CALLBACK",
    "false, true, HISTORY",
    "false, false, NONE"
  })
  void how_a_lost_answer_is_found_out_depends_on_who_can_tell(
      boolean callbacks, boolean resend, EngineTraits.Reconcile means) {
    try (var http = new EngineHttp(Duration.ofSeconds(1));
        var results = Requests.results()) {
      PoyoConfig config =
          PoyoBench.config(
              Map.of(
                  "engine.poyo.key",
                  "k",
                  "engine.poyo.resend-with-same-key",
                  String.valueOf(resend)));
      var engine =
          new PoyoEngine(
              config,
              http,
              results,
              Requests.decoder(),
              new Spool(folder),
              () -> Requests.NOW,
              callbacks);

      assertThat(engine.traits().reconcile()).isEqualTo(means);
    }
  }

  private Reference reference() {
    try {
      return Requests.reference(folder, "r.png", ImageKind.PNG, 64, 48);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EngineRequest referring(String attempt, Reference... references) {
    return Requests.request(attempt, "{\"prompt\":\"a fox\"}", references);
  }

  private PoyoEngine engine() {
    return engine(Map.of());
  }

  private PoyoEngine engine(Map<String, String> settings) {
    return bench.engine(settings, () -> Requests.NOW);
  }
}

package darkroom.engine.sdserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.catalog.Size;
import darkroom.config.ConfigException;
import darkroom.config.ConfigReader;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.Picture;
import darkroom.engine.Reference;
import darkroom.engine.Refusal;
import darkroom.engine.Requests;
import darkroom.engine.upstream.Seed;
import darkroom.engine.upstream.Spool;
import darkroom.fake.sdserver.FakeSdServer;
import darkroom.fake.wire.ScriptedServer;
import darkroom.image.ImageKind;
import darkroom.net.EngineHttp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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
import tools.jackson.databind.JsonNode;

@Timeout(120)
class SdServerEngineTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Requests.NOW);
  private final InstantSource source = now::get;
  private final EngineHttp http = new EngineHttp(Duration.ofSeconds(5));
  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private FakeSdServer server;

  @BeforeEach
  void start() throws IOException {
    Clock clock = source.withZone(ZoneOffset.UTC);
    server = FakeSdServer.start(clock);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    http.close();
    assertThat(server.faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "            | 1024x1024 | 2048x2048",
        "\"16:9\"    | 1344x768  | 2848x1600",
        "\"2:3\"     | 768x1152  | 1664x2496",
        "\"1920x1924\" | 1024x1024 | 1920x1924",
        "{\"width\":16384,\"height\":1024} | 4096x256 | 16384x1024",
      })
  void a_job_is_drawn_as_the_model_can_and_scaled(
      @Nullable String given, String sent, String delivered) throws IOException {
    String size = given == null ? "" : ",\"size\":" + given;
    EngineRequest request = Requests.request("{\"prompt\":\"a fox\"" + size + "}");

    Picture picture = picture(engine(Map.of()), request);

    String[] sides = sent.split("x", 2);
    assertThat(server.bodies().getFirst().toString())
        .isEqualTo(
            ("{\"prompt\":\"a fox\",\"width\":%s,\"height\":%s,\"batch_count\":1,\"seed\":%s,"
                    + "\"output_format\":\"png\"}")
                .formatted(sides[0], sides[1], Seed.of(Requests.ATTEMPT)));
    assertThat(size(picture)).isEqualTo(delivered);
    assertThat(picture.note()).isEqualTo(sent + " scaled to " + delivered);
    picture.discard();
    assertThat(folder.toFile().list()).isEmpty();
  }

  @Test
  void an_exact_size_beyond_the_servers_limits_is_refused_before_the_job() {
    Map<String, String> settings =
        Map.of(
            "engine.sdserver.size-policy", "exact",
            "engine.sdserver.native-pixels", "33554432",
            "engine.sdserver.native-multiple", "16");
    SdServerEngine engine = engine(settings);
    EngineRequest within = Requests.request("{\"prompt\":\"a fox\",\"size\":\"4096x4096\"}");
    EngineRequest beyond = Requests.request("{\"prompt\":\"a fox\",\"size\":\"4112x1024\"}");

    assertThat(engine.submit(within)).isInstanceOf(EngineResult.Accepted.class);
    EngineResult result = engine.submit(beyond);

    assertThat(((EngineResult.Refused) result).refusal()).isEqualTo(Refusal.SIZE_UNSUPPORTED);
    assertThat(engine.cannot(beyond.model(), beyond.input())).isPresent();
    assertThat(server.billed()).isEqualTo(1);
    long asked = server.server().desk().journal().arrived("test", "none", "") - server.billed() - 1;
    assertThat(asked).as("capabilities are asked for once").isEqualTo(1);
  }

  @Test
  void a_job_goes_from_the_queue_to_its_picture_also_for_a_new_engine() {
    EngineRequest request = Requests.prompt("a fox");
    SdServerEngine engine = engine(Map.of());
    var accepted = (EngineResult.Accepted) engine.submit(request);

    EngineResult queued = engine.poll(request, accepted.jobId());
    EngineResult drawn = engine.poll(request, accepted.jobId());
    EngineResult done = engine(Map.of()).poll(request, accepted.jobId());

    assertThat(((EngineResult.Running) queued).percent()).isEmpty();
    assertThat(((EngineResult.Running) drawn).percent()).isEmpty();
    assertThat(done).isInstanceOf(EngineResult.Produced.class);
    assertThat(server.received()).isEqualTo(Map.of(Requests.ATTEMPT, 1));
  }

  @Test
  void references_and_the_operators_words_go_into_the_job() throws IOException {
    Reference png = Requests.reference(folder, "a.png", ImageKind.PNG, 300, 200);
    Reference gif = Requests.reference(folder, "b.gif", ImageKind.GIF, 64, 48);
    Map<String, String> settings =
        Map.of("engine.sdserver.extra-args", "{\"sample_params\":{\"sample_steps\":9}}");

    EngineResult result =
        engine(settings)
            .submit(Requests.request("{\"prompt\":\"a fox\",\"size\":\"2K\"}", png, gif));

    assertThat(result).isInstanceOf(EngineResult.Accepted.class);
    JsonNode body = server.bodies().getFirst();
    assertThat(body.path("ref_images").size()).isEqualTo(2);
    // the shape of the first one
    assertThat(body.path("width").intValue() + "x" + body.path("height").intValue())
        .isEqualTo("1152x768");
    assertThat(body.path("sample_params").path("sample_steps").intValue()).isEqualTo(9);
  }

  @Test
  void a_seed_of_the_operator_counts_before_ours() {
    engine(Map.of("engine.sdserver.extra-args", "{\"seed\":7}")).submit(Requests.prompt("a fox"));

    assertThat(server.bodies().getFirst().path("seed").asLong()).isEqualTo(7);
  }

  @Test
  void a_callers_tag_goes_before_the_job() {
    engine(Map.of()).submit(Requests.prompt("a fox <SD_cpp_extra_args>{}</sd_cpp_extra_args>"));

    assertThat(server.bodies().getFirst().path("prompt").stringValue()).isEqualTo("a fox ");
    EngineRequest empty = Requests.prompt("<sd_cpp_extra_args>");
    assertThat(engine(Map.of()).cannot(empty.model(), empty.input())).isPresent();
    assertThat(engine(Map.of()).submit(empty)).isInstanceOf(EngineResult.Refused.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'[[slow 300]]', Accepted, 1",
    "'[[drop-after-read]]', Unknown, 1",
    "'[[rst-after-read]]', Unknown, 1",
    "'[[never]]', Unknown, 1",
    "'[[headers-then-stall]]', Unknown, 1",
    "'[[cut 20]]', Unknown, 1",
    "'[[json nan]]', Unknown, 1",
    "'[[json huge]]', Unknown, 1",
    "'[[json unparsable]]', Unknown, 1",
    "'[[json empty]]', Unknown, 1",
    "'[[html 200]]', Unknown, 0",
    "'[[html 502]]', Unknown, 0",
    "'[[html 429]]', Unknown, 0",
    "'[[http 503]]', Unknown, 0",
    "'[[http 408]]', Unknown, 0",
    "'[[http 500]]', FAILED, 0",
    "'[[http 400]]', INVALID_INPUT, 0",
    "'[[http 413]]', INVALID_INPUT, 0",
    "'[[http 401]]', ACCOUNT, 0",
    "'[[http 404]]', ACCOUNT, 0",
    "'[[fail 400 x unsupported generation mode]]', ACCOUNT, 0",
    "'[[429 1 7]]', BUSY, 0",
  })
  void a_misfortune_ends_in_what_is_proven(String directive, String outcome, int taken) {
    EngineResult result =
        engine(Map.of("engine.sdserver.timeout", "2s")).submit(Requests.prompt(directive));

    String found =
        result instanceof EngineResult.Refused refused
            ? refused.refusal().name()
            : result.getClass().getSimpleName();
    assertThat(found).as(result.toString()).isEqualTo(outcome);
    assertThat(server.billed()).isEqualTo(taken);
    assertThat(server.received()).isEqualTo(Map.of(Requests.ATTEMPT, 1));
  }

  @Test
  void a_full_queue_says_busy() {
    SdServerEngine engine = engine(Map.of());
    for (int i = 0; i < 64; i++) {
      assertThat(engine.submit(Requests.prompt("fox " + i)))
          .isInstanceOf(EngineResult.Accepted.class);
    }

    var refused = (EngineResult.Refused) engine.submit(Requests.prompt("one more"));

    assertThat(refused.refusal()).isEqualTo(Refusal.BUSY);
  }

  @ParameterizedTest
  @CsvSource({
    "'[[lost-job]]', Gone",
    "'[[restart]]', Gone",
    "'[[error-inside generation_failed]]', Refused",
    "'[[count 0]]', Refused",
    "'[[stuck]]', Running",
    "'[[late 600000]]', Running",
    "'[[image html]]', Produced",
  })
  void what_becomes_of_a_job_is_told_by_polls(String directive, String outcome) {
    EngineRequest request = Requests.prompt(directive);
    SdServerEngine engine = engine(Map.of());
    var accepted = (EngineResult.Accepted) engine.submit(request);

    EngineResult last = polled(engine, request, accepted.jobId()).getLast();

    assertThat(last.getClass().getSimpleName()).as(last.toString()).isEqualTo(outcome);
    if (last instanceof EngineResult.Refused refused) {
      assertThat(refused.refusal()).isEqualTo(Refusal.FAILED);
    }
    if (!(last instanceof EngineResult.Produced)) {
      assertThat(folder.toFile().list()).isEmpty();
    }
  }

  @Test
  void a_picture_is_kept_for_ten_minutes_there() {
    EngineRequest request = Requests.prompt("a fox");
    SdServerEngine engine = engine(Map.of());
    var accepted = (EngineResult.Accepted) engine.submit(request);
    polled(engine, request, accepted.jobId());

    now.set(Requests.NOW.plusSeconds(601));

    assertThat(engine.poll(request, accepted.jobId())).isInstanceOf(EngineResult.Gone.class);
  }

  @Test
  void a_lost_poll_says_nothing_about_the_job() throws IOException {
    EngineRequest request = Requests.prompt("a fox");
    SdServerEngine engine = engine(Map.of("engine.sdserver.timeout", "2s"));
    var accepted = (EngineResult.Accepted) engine.submit(request);
    server.close();

    assertThat(engine.poll(request, accepted.jobId())).isInstanceOf(EngineResult.NotSent.class);
    assertThat(engine.reconcile(request)).isInstanceOf(EngineResult.Unknown.class);
    engine.cancel(request, accepted.jobId());
  }

  @Test
  void only_what_waits_is_taken_out_of_the_queue() {
    SdServerEngine engine = engine(Map.of());
    EngineRequest request = Requests.prompt("a fox");
    var waiting = (EngineResult.Accepted) engine.submit(request);
    var drawn = (EngineResult.Accepted) engine.submit(request);
    engine.poll(request, drawn.jobId());
    engine.poll(request, drawn.jobId());

    engine.cancel(request, waiting.jobId());
    engine.cancel(request, drawn.jobId());

    assertThat(server.cancels().values()).containsExactly(1);
    var ended = (EngineResult.Refused) engine.poll(request, waiting.jobId());
    assertThat(ended.detail()).contains("cancelled");
    assertThat(engine.poll(request, drawn.jobId())).isInstanceOf(EngineResult.Produced.class);
  }

  @Test
  void a_job_that_is_done_is_not_cancelled_and_keeps_its_picture() {
    SdServerEngine engine = engine(Map.of());
    EngineRequest request = Requests.prompt("a fox");
    var accepted = (EngineResult.Accepted) engine.submit(request);
    polled(engine, request, accepted.jobId());

    engine.cancel(request, accepted.jobId());

    assertThat(server.cancels()).isEmpty();
    assertThat(engine.poll(request, accepted.jobId())).isInstanceOf(EngineResult.Produced.class);
  }

  @Test
  void the_picture_of_a_cancelled_job_is_not_taken_into_memory() throws IOException {
    byte[] picture = new byte[64 << 20];
    var ends = new ArrayBlockingQueue<String>(1);
    try (var done =
        ScriptedServer.start((asked, out) -> {
          try {
            ScriptedServer.write(out, "200 OK", picture);
            ends.add("taken");
          } catch (IOException e) {
            ends.add("left");
            throw e;
          }
        })) {
      var engine = engine(Map.of("engine.sdserver.base-url", done.url("127.0.0.1", "")));

      engine.cancel(Requests.prompt("a fox"), "job_1");

      assertThat(ends.poll(20, TimeUnit.SECONDS)).isEqualTo("left");
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void limits_are_asked_for_until_the_server_tells_them() throws IOException {
    var answers =
        new ArrayDeque<>(
            List.of(
                "500 Oops;{\"error\":\"still loading\"}",
                "404 Not Found;{\"error\":\"no such route\"}",
                "200 OK;{\"limits\":{\"max_width\":512,\"max_height\":512}}"));
    try (var loading =
        ScriptedServer.start((asked, out) -> {
          String[] next = answers.removeFirst().split(";", 2);
          ScriptedServer.write(out, next[0], next[1]);
        })) {
      var limits =
          new SdServerLimits(
              read(Map.of()).sizes(), http, URI.create(loading.url("127.0.0.1", "/x")));

      List<Boolean> makes =
          Stream.generate(() -> limits.asked().makes(new Size.Pixels(1024, 1024)))
              .limit(4)
              .toList();

      assertThat(makes).containsExactly(true, true, false, false);
      assertThat(loading.asked()).hasSize(3);
    }
  }

  @Test
  void settings_are_checked() {
    assertThat(read(Map.of()).baseUrl()).isEmpty();
    assertThat(read(Map.of()).limits().resends()).isEqualTo(1);
    assertThatThrownBy(() -> read(Map.of("engine.sdserver.extra-args", "{\"width\":64}")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'width'");
    assertThatThrownBy(() -> read(Map.of("engine.sdserver.base-url", "gpu:1234")))
        .isInstanceOf(ConfigException.class);
  }

  private SdServerEngine engine(Map<String, String> settings) {
    var all = new HashMap<>(Map.of("engine.sdserver.base-url", server.baseUrl()));
    all.putAll(settings);
    return new SdServerEngine(
        read(all), http, Requests.decoder(), new Spool(folder), () -> Requests.NOW);
  }

  private static SdServerConfig read(Map<String, String> settings) {
    var reader = new ConfigReader(settings, Map.of());
    SdServerConfig config = SdServerConfig.read(reader);
    reader.check();
    return config;
  }

  /** All there is to know within a few polls. */
  private static List<EngineResult> polled(
      SdServerEngine engine, EngineRequest request, String jobId) {
    var results = new ArrayList<EngineResult>();
    while (results.size() < 5
        && (results.isEmpty() || results.getLast() instanceof EngineResult.Running)) {
      results.add(engine.poll(request, jobId));
    }
    return results;
  }

  private static Picture picture(SdServerEngine engine, EngineRequest request) {
    EngineResult submitted = engine.submit(request);
    assertThat(submitted).as(submitted.toString()).isInstanceOf(EngineResult.Accepted.class);
    String jobId = ((EngineResult.Accepted) submitted).jobId();
    EngineResult last = polled(engine, request, jobId).getLast();
    return ((EngineResult.Produced) last).picture();
  }

  private static String size(Picture picture) throws IOException {
    var bytes = new ByteArrayOutputStream();
    picture.writeTo(bytes);
    var image = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
    return image.getWidth() + "x" + image.getHeight();
  }
}

package darkroom.engine.ark;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.catalog.ImageInput;
import darkroom.catalog.Model;
import darkroom.catalog.ModelCatalog;
import darkroom.catalog.QuoteResult;
import darkroom.config.ConfigReader;
import darkroom.engine.BrokenPicture;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.Reference;
import darkroom.engine.Refusal;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.fake.ark.FakeArk;
import darkroom.fake.kit.Pictures;
import darkroom.fake.kit.Pixels;
import darkroom.image.Decoder;
import darkroom.image.DecoderConfig;
import darkroom.image.ImageHeader;
import darkroom.image.ImageKind;
import darkroom.net.AddressGuard;
import darkroom.net.EngineHttp;
import darkroom.net.GuardedHttp;
import darkroom.net.NetConfig;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import tools.jackson.databind.node.ObjectNode;

/** The engine against a fake that is as strict as Ark's documents. */
@Timeout(60)
class ArkEngineTest {
  private static final String ATTEMPT = "0123456789abcdefghij";
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private final GuardedHttp results =
      new GuardedHttp(
          new NetConfig(List.of(), Duration.ofSeconds(5), 10, 10),
          new AddressGuard(List.of(), true, Set::of),
          "hop");
  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private FakeArk ark;

  @BeforeEach
  void start() throws IOException {
    ark = FakeArk.start();
  }

  @AfterEach
  void stop() throws IOException {
    ark.close();
    results.close();
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
  void each_form_of_size_is_sent_as_ark_wants_it(@Nullable String given, String sent) {
    String size = given == null ? "" : ",\"size\":" + given;

    EngineResult result = submit(Map.of(), "{\"prompt\":\"a fox\"" + size + "}");

    assertThat(result).isInstanceOf(EngineResult.Accepted.class);
    assertThat(ark.faults()).isEmpty();
    assertThat(ark.bodies().getFirst().toString())
        .isEqualTo(
            "{\"model\":\"seedream-4-5-251128\",\"prompt\":\"a fox\",\"size\":\""
                + sent
                + "\",\"sequential_image_generation\":\"disabled\",\"stream\":true,"
                + "\"response_format\":\"url\",\"watermark\":false}");
  }

  @Test
  void a_prompt_may_be_optimised_and_the_model_be_an_endpoint_of_ones_own() {
    submit(
        Map.of("engine.ark.models", "seedream-4.5=doubao-seedream-4-5-251128"),
        "{\"prompt\":\"a \\\"fox\\\" \\u2603\",\"optimize_prompt\":true}");

    JsonNode body = ark.bodies().getFirst();
    assertThat(ark.faults()).isEmpty();
    assertThat(body.path("model").stringValue()).isEqualTo("doubao-seedream-4-5-251128");
    assertThat(body.path("prompt").stringValue()).isEqualTo("a \"fox\" \u2603");
    assertThat(body.path("optimize_prompt_options").toString())
        .isEqualTo("{\"mode\":\"standard\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void the_address_of_a_picture_is_a_job_and_polling_it_fetches_the_picture(String stream)
      throws IOException {
    ArkEngine engine = engine(Map.of("engine.ark.stream", stream));
    EngineRequest request = request("{\"prompt\":\"a fox\",\"size\":\"3:2\"}", List.of());

    var accepted = (EngineResult.Accepted) engine.submit(request);
    assertThat(ark.fetched()).isEmpty();
    var produced = (EngineResult.Produced) engine.poll(request, accepted.jobId());

    var bytes = new ByteArrayOutputStream();
    produced.picture().writeTo(bytes);
    assertThat(bytes.toByteArray()).isEqualTo(new Pictures().jpeg(Pixels.of("2K"), ATTEMPT));
    assertThat(ark.paid()).isEqualTo(Map.of(ATTEMPT, 1));
    assertThat(ark.faults()).isEmpty();
  }

  @Test
  void references_travel_as_data_uris_in_their_order() throws IOException {
    Reference first = picture("first.png", ImageKind.PNG, 64, 48);
    Reference second = picture("second.jpg", ImageKind.JPEG, 300, 200);

    EngineResult result =
        engine(Map.of()).submit(request("{\"prompt\":\"a fox\"}", List.of(first, second)));

    assertThat(result).isInstanceOf(EngineResult.Accepted.class);
    assertThat(ark.faults()).isEmpty();
    assertThat(ark.bodies().getFirst().path("image").values())
        .extracting(JsonNode::stringValue)
        .containsExactly(uri("png", first.file()), uri("jpeg", second.file()));
  }

  @ParameterizedTest
  @CsvSource({"20, 19", "14, 100", "1700, 100", "100, 1700"})
  void a_reference_of_a_shape_that_ark_refuses_costs_nothing(int width, int height)
      throws IOException {
    Reference reference = picture("odd.png", ImageKind.PNG, width, height);

    EngineResult result =
        engine(Map.of()).submit(request("{\"prompt\":\"x\"}", List.of(reference)));

    boolean fine = width == 20;
    assertThat(result)
        .isInstanceOf(fine ? EngineResult.Accepted.class : EngineResult.Refused.class);
    assertThat(ark.billed()).isEqualTo(fine ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({
    "'[[slow 300]]', Accepted, 1",
    "'[[drop-after-read]]', Unknown, 1",
    "'[[rst-after-read]]', Unknown, 1",
    "'[[never]]', Unknown, 1",
    "'[[headers-then-stall]]', Unknown, 1",
    "'[[cut 40]]', Unknown, 1",
    "'[[cut-after-picture]]', Accepted, 1",
    "'[[stall-after-picture]]', Accepted, 1",
    "'[[preview 300]]', Accepted, 1",
    "'[[preview 3000000]]', Accepted, 1",
    "'[[json nan]]', Unknown, 1",
    "'[[json huge]]', Unknown, 1",
    "'[[json unparsable]]', Unknown, 1",
    "'[[json empty]]', Unknown, 1",
    "'[[html 200]]', Unknown, 0",
    "'[[html 502]]', Unknown, 0",
    "'[[html 429]]', Unknown, 0",
    "'[[fail 503 ServerOverloaded]]', Unknown, 0",
    "'[[fail 500 InternalServiceError]]', Refused, 0",
    "'[[fail 400 InputTextRiskDetection]]', Refused, 0",
    "'[[fail 401 AuthenticationError]]', Refused, 0",
    "'[[429 1]]', Refused, 0",
    "'[[moderated 0]]', Refused, 0",
  })
  void a_misfortune_ends_in_what_is_proven(String directive, String outcome, int paid) {
    EngineResult result =
        submit(Map.of("engine.ark.timeout", "2s"), "{\"prompt\":\"" + directive + "\"}");

    assertThat(result.getClass().getSimpleName()).as(result.toString()).isEqualTo(outcome);
    assertThat(ark.billed()).isEqualTo(paid);
    assertThat(ark.received()).isEqualTo(Map.of(ATTEMPT, 1));
  }

  @Test
  void a_closed_door_is_not_sent() throws IOException {
    ArkEngine engine = engine(Map.of());
    ark.close();

    EngineResult result = engine.submit(request("{\"prompt\":\"a fox\"}", List.of()));

    assertThat(result).isInstanceOf(EngineResult.NotSent.class);
  }

  @Test
  void a_wrong_key_is_a_matter_of_the_account_and_shown_nowhere() {
    EngineResult result = submit(Map.of("engine.ark.key", "sesame-open"), "{\"prompt\":\"a fox\"}");

    assertThat(result).isInstanceOf(EngineResult.Refused.class);
    assertThat(((EngineResult.Refused) result).refusal()).isEqualTo(Refusal.ACCOUNT);
    assertThat(result.toString()).doesNotContain("sesame");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fail InvalidParameter", "fail 503 ServerOverloaded", "html 502"})
  void a_no_and_an_unknown_outcome_name_arks_request_however_long_the_message_is(String fate) {
    String message = fate.startsWith("fail") ? " one of many words".repeat(30) : "";

    EngineResult result = submit(Map.of(), "{\"prompt\":\"[[" + fate + message + "]]\"}");

    String detail =
        switch (result) {
          case EngineResult.Refused refused -> refused.detail();
          case EngineResult.Unknown(String unknown) -> unknown;
          default -> "";
        };
    assertThat(detail).matches(".*, request 02176[0-9]{25}");
  }

  @ParameterizedTest
  @CsvSource({
    "seedream-4-0-250828, true, 10",
    "doubao-seedream-4-0-250828, true, 10",
    "seedream-4-5-251128, true, 14",
    "seedream-5-0-260128, true, 14",
    "seedream-5-0-lite-260128, true, 14",
    "seedream-5-0-pro-260628, false, 10",
    "dola-seedream-5-0-pro-260628, false, 10",
    "doubao-seedream-5-0-pro-260628, false, 10",
  })
  void each_model_is_asked_as_it_can(String id, boolean stream, int references) throws IOException {
    Reference reference = picture("a.png", ImageKind.PNG, 64, 48);
    Map<String, String> settings = Map.of("engine.ark.models", "seedream-4.5=" + id);
    Model model = ModelCatalog.load(Optional.empty()).find("seedream-4.5").orElseThrow();
    ImageInput plain = input(model, "{\"prompt\":\"a fox\"}");

    EngineResult result =
        engine(settings)
            .submit(
                request(
                    "{\"prompt\":\"a fox\",\"size\":\"2K\",\"optimize_prompt\":true}",
                    Collections.nCopies(references, reference)));

    assertThat(result).isInstanceOf(EngineResult.Accepted.class);
    assertThat(ark.faults()).isEmpty();
    assertThat(ark.bodies().getFirst().path("stream").booleanValue()).isEqualTo(stream);
    assertThat(engine(settings).cannot(model, urls(plain, references))).isEmpty();
    assertThat(engine(settings).cannot(model, urls(plain, references + 1)))
        .hasValueSatisfying(why -> assertThat(why).contains("at most " + references));
  }

  @Test
  void a_descriptor_of_ones_own_offers_another_model() throws IOException {
    Files.writeString(folder.resolve("seedream-5.0-pro.json"), pro().toString());
    ModelCatalog catalog = ModelCatalog.load(Optional.of(folder));
    Model model = catalog.find("seedream-5.0-pro").orElseThrow();
    ArkEngine engine =
        engine(Map.of("engine.ark.models", "seedream-5.0-pro=seedream-5-0-pro-260628"));
    List<String> sizes =
        List.of("1K", "2K", "1:1", "4:3", "3:4", "16:9", "9:16", "3:2", "2:3", "21:9", "1280x720");

    for (String size : sizes) {
      JsonNode wish = UpstreamJson.MAPPER.createObjectNode().put("prompt", "x").put("size", size);
      ImageInput input = ((QuoteResult.Quote) catalog.quote(model.id(), wish)).input();
      assertThat(engine.cannot(model, input)).isEmpty();
      assertThat(
              engine.submit(
                  new EngineRequest(ATTEMPT, model, input, 0, List.of(), NOW, Optional.empty())))
          .as(size)
          .isInstanceOf(EngineResult.Accepted.class);
    }

    assertThat(ark.faults()).isEmpty();
    assertThat(ark.billed()).isEqualTo(sizes.size());
  }

  /** The bundled one, changed as docs/engines/ark.md says. */
  private static JsonNode pro() throws IOException {
    try (var in = ModelCatalog.class.getResourceAsStream("/models/seedream-4.5.json")) {
      var json = (ObjectNode) UpstreamJson.MAPPER.readTree(in);
      json.put("id", "seedream-5.0-pro");
      json.set(
          "sizes",
          UpstreamJson.MAPPER.readTree(
              """
              {
                "tiers": ["1K", "2K"],
                "ratio_row": "2K",
                "rows": {
                  "1K": {"1:1": "1024x1024"},
                  "2K": {
                    "1:1": "2048x2048", "4:3": "2368x1776", "3:4": "1776x2368",
                    "16:9": "2816x1584", "9:16": "1584x2816", "3:2": "2496x1664",
                    "2:3": "1664x2496", "21:9": "3136x1344"
                  }
                },
                "custom": {"min_pixels": 921600, "max_pixels": 4624220, "max_ratio": 16}
              }
              """));
      return json;
    }
  }

  private static ImageInput urls(ImageInput plain, int count) {
    return plain.withImageUrls(Collections.nCopies(count, "https://x.example/a.png"));
  }

  @ParameterizedTest
  @CsvSource({"7, PT7S", "'Mon, 23 Nov 2026 10:00:30 GMT', PT30S", "-1, ", "soon, "})
  void a_busy_ark_says_for_how_long(String header, @Nullable String pause) {
    EngineResult result =
        submit(Map.of(), "{\"prompt\":\"[[429 1 " + header.replace(" ", "_") + "]]\"}");

    assertThat(((EngineResult.Refused) result).pause())
        .isEqualTo(Optional.ofNullable(pause).map(Duration::parse));
  }

  @Test
  void a_result_that_is_gone_is_given_up_after_three_tries() {
    assertThat(fetches("[[url 404]]", 5)).containsExactly("again", "again", "BAD_RESULT");
  }

  @Test
  void a_host_in_trouble_is_asked_for_longer() {
    assertThat(fetches("[[url busy]]", 5))
        .containsExactly("again", "again", "again", "again", "whole");
  }

  @Test
  void a_result_on_a_private_address_is_never_fetched() {
    assertThat(fetches("[[url redirect-private]]", 5))
        .containsExactly("again", "again", "BAD_RESULT");
  }

  @Test
  void a_result_that_breaks_off_is_fetched_again() {
    assertThat(fetches("[[image truncated]]", 5)).containsExactly("again", "whole");
  }

  @Test
  void a_model_without_an_id_of_arks_is_not_taken() {
    Model model = ModelCatalog.load(Optional.empty()).find("seedream-4.5").orElseThrow();
    var other =
        new Model(
            "another",
            model.title(),
            model.description(),
            model.category(),
            model.tags(),
            model.input(),
            model.sizes(),
            model.price(),
            model.engines());
    ImageInput input = input(model, "{\"prompt\":\"a fox\"}");

    assertThat(engine(Map.of()).cannot(model, input)).isEmpty();
    assertThat(engine(Map.of()).cannot(other, input)).contains("model: not drawn by this engine");
  }

  /** What every try to fetch the one picture came to. */
  private List<String> fetches(String directive, int most) {
    ArkEngine engine = engine(Map.of());
    EngineRequest request = request("{\"prompt\":\"" + directive + "\"}", List.of());
    var accepted = (EngineResult.Accepted) engine.submit(request);
    var produced = (EngineResult.Produced) engine.poll(request, accepted.jobId());
    var ends = new ArrayList<String>();
    while (ends.size() < most && (ends.isEmpty() || ends.getLast().equals("again"))) {
      try {
        produced.picture().writeTo(new ByteArrayOutputStream());
        ends.add("whole");
      } catch (BrokenPicture e) {
        ends.add(e.refusal().name());
      } catch (IOException e) {
        ends.add("again");
      }
    }
    return ends;
  }

  private EngineResult submit(Map<String, String> settings, String input) {
    return engine(settings).submit(request(input, List.of()));
  }

  private ArkEngine engine(Map<String, String> settings) {
    var all = new HashMap<>(Map.of("engine.ark.key", FakeArk.KEY));
    all.put("engine.ark.base-url", ark.baseUrl());
    all.putAll(settings);
    var reader = new ConfigReader(all, Map.of());
    ArkConfig config = ArkConfig.read(reader);
    reader.check();
    var decoder =
        new Decoder(new DecoderConfig(50_000_000, Duration.ofSeconds(20), Duration.ofSeconds(20)));
    return new ArkEngine(
        config, new EngineHttp(Duration.ofSeconds(5)), results, decoder, () -> NOW);
  }

  private static EngineRequest request(String input, List<Reference> references) {
    Model model = ModelCatalog.load(Optional.empty()).find("seedream-4.5").orElseThrow();
    return new EngineRequest(
        ATTEMPT, model, input(model, input), 0, references, NOW, Optional.empty());
  }

  private static ImageInput input(Model model, String json) {
    QuoteResult quote =
        ModelCatalog.load(Optional.empty()).quote(model.id(), UpstreamJson.MAPPER.readTree(json));
    return ((QuoteResult.Quote) quote).input();
  }

  private Reference picture(String name, ImageKind kind, int width, int height) throws IOException {
    Path file = folder.resolve(name);
    ImageIO.write(
        new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), kind.word(), file.toFile());
    return new Reference(file, new ImageHeader(kind, width, height, 1));
  }

  private static String uri(String kind, Path file) throws IOException {
    return "data:image/"
        + kind
        + ";base64,"
        + Base64.getEncoder().encodeToString(Files.readAllBytes(file));
  }
}

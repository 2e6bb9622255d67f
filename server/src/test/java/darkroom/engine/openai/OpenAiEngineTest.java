package darkroom.engine.openai;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.config.ConfigReader;
import darkroom.engine.BrokenPicture;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.Picture;
import darkroom.engine.Reference;
import darkroom.engine.Refusal;
import darkroom.engine.Requests;
import darkroom.engine.upstream.Seed;
import darkroom.engine.upstream.Spool;
import darkroom.fake.openai.FakeOpenAi;
import darkroom.fake.openai.OpenAiDialect;
import darkroom.image.ImageHeader;
import darkroom.image.ImageKind;
import darkroom.net.EngineHttp;
import darkroom.net.GuardedHttp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The engine against fakes as strict as the documents of the servers that they play. */
@Timeout(120)
class OpenAiEngineTest {
  /** 64 by 48 pixels of one colour. */
  private static final String WEBP =
      "5249464620000000574542505650384c140000002f3fc00b00a84729aad0ff000000000000000000" + "";

  private final GuardedHttp results = Requests.results();
  private final EngineHttp http = new EngineHttp(Duration.ofSeconds(5));
  private final List<FakeOpenAi> started = new ArrayList<>();
  @TempDir private Path folder;

  @AfterEach
  void stop() throws IOException {
    for (FakeOpenAi fake : started) {
      fake.close();
    }
    http.close();
    results.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                 | 2048x2048",
        "\"1:1\"                          | 2048x2048",
        "\"4:3\"                          | 2304x1728",
        "\"16:9\"                         | 2848x1600",
        "\"9:16\"                         | 1600x2848",
        "\"21:9\"                         | 3136x1344",
        "\"2K\"                           | 2048x2048",
        "\"2048x2048\"                    | 2048x2048",
        "{\"width\":2048,\"height\":1808} | 2048x1808",
        "\"4K\"                           | ",
        "\"1920x1924\"                    | ",
        "\"2304x3072\"                    | ",
        "\"4096x1024\"                    | ",
      })
  void gpt_image_2_gets_exactly_the_asked_pixels_or_nothing(
      @Nullable String given, @Nullable String sent) throws IOException {
    FakeOpenAi fake = fake(OpenAiDialect.OPENAI);

    sizes(fake, Map.of(), given, sent, "gpt-image-2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "            | 1024x1024",
        "\"1:1\"     | 1024x1024",
        "\"3:2\"     | 1536x1024",
        "\"2:3\"     | 1024x1536",
        "\"2K\"      | 1024x1024",
        "\"4:3\"     | ",
        "\"16:9\"    | ",
        "\"4K\"      | ",
        "\"1920x1920\" | ",
        // a task keeps the pixels alone, so those of a ratio's cell count as the ratio
        "\"2048x2048\" | 1024x1024",
      })
  void the_first_line_gives_its_own_pixels_of_a_ratio_where_that_is_allowed(
      @Nullable String given, @Nullable String sent) throws IOException {
    FakeOpenAi fake = fake(OpenAiDialect.OPENAI);

    sizes(
        fake,
        Map.of(
            "engine.openai.size-policy",
            "ratio",
            "engine.openai.models",
            "seedream-4.5=gpt-image-1"),
        given,
        sent,
        "gpt-image-1");
    // without that word it makes none of the model's sizes
    sizes(
        fake,
        Map.of("engine.openai.models", "seedream-4.5=gpt-image-1"),
        given,
        null,
        "gpt-image-1");
  }

  private void sizes(
      FakeOpenAi fake,
      Map<String, String> settings,
      @Nullable String given,
      @Nullable String sent,
      String model) {
    String size = given == null ? "" : ",\"size\":" + given;
    EngineRequest request = Requests.request("{\"prompt\":\"a fox\"" + size + "}");
    OpenAiEngine engine = engine(fake, settings);
    int before = fake.bodies().size();

    Optional<String> cannot = engine.cannot(request.model(), request.input());
    EngineResult result = engine.submit(request);

    if (sent == null) {
      assertThat(cannot).get().asString().startsWith("size: ").contains("expected");
      assertThat(((EngineResult.Refused) result).refusal()).isEqualTo(Refusal.SIZE_UNSUPPORTED);
      assertThat(fake.bodies()).hasSize(before);
    } else {
      assertThat(cannot).isEmpty();
      assertThat(result).isInstanceOf(EngineResult.Accepted.class);
      assertThat(fake.bodies().getLast().toString())
          .isEqualTo(
              "{\"model\":\"%s\",\"prompt\":\"a fox\",\"n\":1,\"size\":\"%s\",\"output_format\":\"png\"}"
                  .formatted(model, sent));
    }
    assertThat(fake.faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "            | 1024x1024 | 2048x2048",
        "\"16:9\"    | 1344x768  | 2848x1600",
        "\"9:16\"    | 768x1344  | 1600x2848",
        "\"21:9\"    | 1472x640  | 3136x1344",
        "\"2K\"      | 1024x1024 | 2048x2048",
        "\"1920x1924\" | 1024x1024 | 1920x1924",
      })
  void a_server_nearby_draws_what_it_can_and_the_picture_is_scaled(
      @Nullable String given, String sent, String delivered) throws IOException {
    FakeOpenAi fake = fake(OpenAiDialect.SD_SERVER);
    String size = given == null ? "" : ",\"size\":" + given;
    EngineRequest request = Requests.request("{\"prompt\":\"a fox\"" + size + "}");
    OpenAiEngine engine = engine(fake, Map.of());

    Picture picture = picture(engine, request);

    assertThat(fake.bodies().getFirst().path("size").stringValue()).isEqualTo(sent);
    assertThat(size(picture)).isEqualTo(delivered);
    assertThat(picture.note()).isEqualTo(sent + " scaled to " + delivered);
    assertThat(fake.faults()).isEmpty();
    picture.discard();
    assertThat(folder.toFile().list()).isEmpty();
  }

  @Test
  void a_size_that_is_too_large_to_be_scaled_to_is_refused() throws IOException {
    FakeOpenAi fake = fake(OpenAiDialect.VLLM_OMNI);
    OpenAiEngine engine = engine(fake, Map.of("engine.openai.max-resampled-pixels", "5000000"));
    EngineRequest request = Requests.request("{\"prompt\":\"a fox\",\"size\":\"4K\"}");

    assertThat(engine.cannot(request.model(), request.input()))
        .contains("size: 4096x4096 (expected: at most 5000000 pixels)");
  }

  @ParameterizedTest
  @EnumSource(OpenAiDialect.class)
  void each_server_is_spoken_to_in_its_dialect(OpenAiDialect dialect) throws IOException {
    FakeOpenAi fake = fake(dialect);
    EngineRequest request = Requests.request("{\"prompt\":\"a fox\",\"size\":\"3:2\"}");
    OpenAiEngine engine = engine(fake, Map.of());

    Picture picture = picture(engine, request);

    assertThat(size(picture)).isEqualTo("2496x1664");
    assertThat(fake.faults()).isEmpty();
    assertThat(fake.received()).isEqualTo(Map.of(Requests.ATTEMPT, 1));
    assertThat(fake.billed()).isEqualTo(1);
    JsonNode body = fake.bodies().getFirst();
    String expected =
        switch (dialect) {
          case OPENAI ->
              "{\"model\":\"gpt-image-2\",\"prompt\":\"a fox\",\"n\":1,\"size\":\"2496x1664\","
                  + "\"output_format\":\"png\"}";
          case LOCALAI ->
              "{\"prompt\":\"a fox\",\"n\":1,\"size\":\"1152x768\",\"response_format\":\"url\"}";
          case SD_SERVER ->
              "{\"prompt\":\"a fox <sd_cpp_extra_args>{\\\"seed\\\":%d}</sd_cpp_extra_args>\",\"n\":1,"
                      .formatted(Seed.of(Requests.ATTEMPT))
                  + "\"size\":\"1152x768\",\"output_format\":\"png\"}";
          case VLLM_OMNI ->
              "{\"prompt\":\"a fox\",\"n\":1,\"size\":\"1152x768\",\"response_format\":\"b64_json\"}";
          case SGLANG ->
              "{\"prompt\":\"a fox\",\"n\":1,\"size\":\"1152x768\",\"response_format\":\"b64_json\","
                  + "\"seed\":%d}".formatted(Seed.of(Requests.ATTEMPT));
          case TOGETHER ->
              "{\"model\":\"black-forest-labs/FLUX.1-schnell\",\"prompt\":\"a fox\",\"n\":1,"
                  + "\"width\":2496,\"height\":1664}";
        };
    assertThat(body.toString()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI, image[]",
    "SD_SERVER, image[]",
    "VLLM_OMNI, image",
    "SGLANG, image",
  })
  void references_travel_as_parts_of_a_form_in_their_order(OpenAiDialect dialect, String name)
      throws IOException {
    FakeOpenAi fake = fake(dialect);
    Reference first = Requests.reference(folder, "a.png", ImageKind.PNG, 64, 48);
    Reference second = Requests.reference(folder, "b.jpg", ImageKind.JPEG, 80, 48);

    EngineResult result =
        engine(fake, Map.of())
            .submit(Requests.request("{\"prompt\":\"an \\\"autumn\\\" fox\"}", first, second));

    assertThat(result).isInstanceOf(EngineResult.Accepted.class);
    assertThat(fake.faults()).isEmpty();
    JsonNode form = fake.forms().getFirst();
    assertThat(form.path("prompt").stringValue())
        .isEqualTo(
            "an \"autumn\" fox"
                + (dialect == OpenAiDialect.SD_SERVER
                    ? " <sd_cpp_extra_args>{\"seed\":%d}</sd_cpp_extra_args>"
                        .formatted(Seed.of(Requests.ATTEMPT))
                    : ""));
    assertThat(form.path("n").stringValue()).isEqualTo("1");
    assertThat(form.path(name).size()).isEqualTo(2);
    assertThat(form.path(name).path(0).stringValue()).startsWith("data:image/png;base64,");
    assertThat(form.path(name).path(1).stringValue()).startsWith("data:image/jpeg;base64,");
  }

  @Test
  void references_may_travel_as_json() throws IOException {
    FakeOpenAi fake = fake(OpenAiDialect.OPENAI);
    Reference reference = Requests.reference(folder, "a.gif", ImageKind.GIF, 64, 48);
    Map<String, String> settings = Map.of("engine.openai.edit-style", "json-images");

    EngineResult result =
        engine(fake, settings).submit(Requests.request("{\"prompt\":\"a fox\"}", reference));

    assertThat(result).isInstanceOf(EngineResult.Accepted.class);
    assertThat(fake.faults()).isEmpty();
    // a kind that it does not read becomes one that it does
    assertThat(fake.bodies().getFirst().path("images").path(0).path("image_url").stringValue())
        .startsWith("data:image/jpeg;base64,");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void together_takes_references_with_the_same_call(int count) throws IOException {
    FakeOpenAi fake = fake(OpenAiDialect.TOGETHER);
    var references = new ArrayList<Reference>();
    for (int i = 0; i < count; i++) {
      references.add(Requests.reference(folder, i + ".png", ImageKind.PNG, 64, 48));
    }

    EngineResult result =
        engine(fake, Map.of())
            .submit(
                Requests.request("{\"prompt\":\"a fox\"}", references.toArray(new Reference[0])));

    assertThat(result).isInstanceOf(EngineResult.Accepted.class);
    assertThat(fake.faults()).isEmpty();
    JsonNode body = fake.bodies().getFirst();
    assertThat(body.has("image_url")).isEqualTo(count == 1);
    assertThat(body.path("reference_images").size()).isEqualTo(count == 1 ? 0 : 2);
  }

  @Test
  void more_references_than_it_takes_cost_nothing() throws IOException {
    FakeOpenAi fake = fake(OpenAiDialect.OPENAI);
    Reference reference = Requests.reference(folder, "a.png", ImageKind.PNG, 64, 48);
    var many = new Reference[17];
    Arrays.fill(many, reference);

    EngineResult result =
        engine(fake, Map.of()).submit(Requests.request("{\"prompt\":\"a fox\"}", many));

    assertThat(((EngineResult.Refused) result).refusal()).isEqualTo(Refusal.INVALID_INPUT);
    assertThat(fake.received()).isEmpty();
  }

  @Test
  void a_server_without_edits_takes_no_references() throws IOException {
    FakeOpenAi fake = fake(OpenAiDialect.LOCALAI);
    EngineRequest request =
        Requests.request("{\"prompt\":\"a fox\",\"image_urls\":[\"https://example.com/a.png\"]}");

    assertThat(engine(fake, Map.of()).cannot(request.model(), request.input()))
        .get()
        .asString()
        .startsWith("image_urls: ");
  }

  @ParameterizedTest
  @CsvSource({
    "'[[slow 300]]', Accepted, 1",
    "'[[trickle 1]]', Accepted, 1",
    "'[[drop-after-read]]', Unknown, 1",
    "'[[rst-after-read]]', Unknown, 1",
    "'[[never]]', Unknown, 1",
    "'[[headers-then-stall]]', Unknown, 1",
    "'[[cut 400]]', Unknown, 1",
    "'[[json nan]]', Unknown, 1",
    "'[[json huge]]', Unknown, 1",
    "'[[json unparsable]]', Unknown, 1",
    "'[[json empty]]', Unknown, 1",
    "'[[count 0]]', Unknown, 0",
    "'[[count 2]]', Accepted, 2",
    "'[[html 200]]', Unknown, 0",
    "'[[html 502]]', Unknown, 0",
    "'[[html 429]]', Unknown, 0",
    "'[[http 500]]', Unknown, 0",
    "'[[http 503]]', Unknown, 0",
    "'[[http 400]]', Refused, 0",
    "'[[http 403]]', Refused, 0",
    "'[[fail insufficient_quota]]', Refused, 0",
    "'[[429 1]]', Refused, 0",
    "'[[moderated]]', Refused, 0",
  })
  void a_misfortune_ends_in_what_is_proven(String directive, String outcome, int paid)
      throws IOException {
    FakeOpenAi fake = fake(OpenAiDialect.OPENAI);

    EngineResult result =
        engine(fake, Map.of("engine.openai.timeout", "5s")).submit(Requests.prompt(directive));

    assertThat(result.getClass().getSimpleName()).as(result.toString()).isEqualTo(outcome);
    assertThat(fake.billed()).isEqualTo(paid);
    assertThat(fake.received()).isEqualTo(Map.of(Requests.ATTEMPT, 1));
    assertThat(fake.faults()).isEmpty();
    // an answer without a picture leaves nothing behind; one that broke off may
    if (!outcome.equals("Accepted") && !directive.contains("stall")) {
      assertThat(folder.toFile().list()).isEmpty();
    }
  }

  @Test
  void a_closed_door_is_not_sent() throws IOException {
    FakeOpenAi fake = fake(OpenAiDialect.OPENAI);
    OpenAiEngine engine = engine(fake, Map.of());
    fake.close();

    assertThat(engine.submit(Requests.prompt("a fox"))).isInstanceOf(EngineResult.NotSent.class);
  }

  @Test
  void a_wrong_key_is_a_matter_of_the_account_and_shown_nowhere() throws IOException {
    FakeOpenAi fake = fake(OpenAiDialect.OPENAI);

    EngineResult result =
        engine(fake, Map.of("engine.openai.key", "sesame-open")).submit(Requests.prompt("a fox"));

    assertThat(((EngineResult.Refused) result).refusal()).isEqualTo(Refusal.ACCOUNT);
    assertThat(result.toString()).doesNotContain("sesame");
  }

  @ParameterizedTest
  @CsvSource({
    "7, PT7S",
    "'Mon,_23_Nov_2026_10:00:30_GMT', PT30S",
    "negative, ",
    "absurd, PT24H",
    "none, "
  })
  void a_busy_server_says_for_how_long(String kind, @Nullable String pause) throws IOException {
    FakeOpenAi fake = fake(OpenAiDialect.OPENAI);

    var refused =
        (EngineResult.Refused)
            engine(fake, Map.of()).submit(Requests.prompt("[[429 1 " + kind + "]]"));

    assertThat(refused.refusal()).isEqualTo(Refusal.BUSY);
    assertThat(refused.pause().map(Duration::toString)).isEqualTo(Optional.ofNullable(pause));
  }

  @Test
  void a_picture_within_the_answer_outlives_the_engine() throws IOException {
    FakeOpenAi fake = fake(OpenAiDialect.OPENAI);
    EngineRequest request = Requests.prompt("a fox");
    var accepted = (EngineResult.Accepted) engine(fake, Map.of()).submit(request);
    fake.close();

    var produced = (EngineResult.Produced) engine(fake, Map.of()).poll(request, accepted.jobId());

    assertThat(accepted.jobId()).isEqualTo("spool:" + Requests.ATTEMPT);
    assertThat(size(produced.picture())).isEqualTo("2048x2048");
    produced.picture().discard();
    assertThat(Files.exists(folder.resolve(Requests.ATTEMPT))).isFalse();
  }

  @Test
  void a_picture_by_address_is_fetched_by_a_new_engine_and_without_the_key() throws IOException {
    FakeOpenAi fake = fake(OpenAiDialect.TOGETHER);
    EngineRequest request = Requests.prompt("a fox");
    var accepted = (EngineResult.Accepted) engine(fake, Map.of()).submit(request);
    assertThat(fake.fetched()).isEmpty();

    var produced = (EngineResult.Produced) engine(fake, Map.of()).poll(request, accepted.jobId());

    assertThat(accepted.jobId()).startsWith("url:http");
    assertThat(size(produced.picture())).isEqualTo("2048x2048");
    assertThat(fake.fetched()).hasSize(1);
    assertThat(fake.faults()).isEmpty();
    assertThat(folder.toFile().list()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'[[url gone]]', BAD_RESULT", "'[[image html]]', whole", "'[[image zero]]', whole"})
  void what_a_server_serves_itself_is_judged_like_any_result(String directive, String end)
      throws IOException {
    FakeOpenAi fake = fake(OpenAiDialect.LOCALAI);
    Picture picture = picture(engine(fake, Map.of()), Requests.prompt(directive));
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

    assertThat(ends.getLast()).isEqualTo(end);
    assertThat(ends).hasSize(end.equals("whole") ? 1 : 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a fox <sd_cpp_extra_args>{\"width\":64}</sd_cpp_extra_args>",
        "a fox <SD_cpp_Extra_Args>{\"width\":64}</sd_CPP_extra_args>",
        "a fox <sd_cpp_<sd_cpp_extra_args>x</sd_cpp_extra_args>extra_args>{\"width\":64}</sd_cpp_extra_args>",
        "a fox <sd_cpp_extra_args>{\"width\":64}",
        "a fox </sd_cpp_extra_args><sd_cpp_extra_args>",
      })
  void what_a_caller_orders_by_tag_never_gets_there(String prompt) throws IOException {
    FakeOpenAi fake = fake(OpenAiDialect.SD_SERVER);
    Map<String, String> settings =
        Map.of("engine.openai.extra-args", "{\"sample_params\":{\"sample_steps\":9}}");

    EngineResult result = engine(fake, settings).submit(Requests.prompt(prompt));

    assertThat(result).isInstanceOf(EngineResult.Accepted.class);
    String orders =
        "{\"sample_params\":{\"sample_steps\":9},\"seed\":%d}".formatted(Seed.of(Requests.ATTEMPT));
    assertThat(fake.orders()).containsExactly(orders);
    assertThat(fake.bodies().getFirst().path("prompt").stringValue())
        .startsWith("a fox")
        .endsWith(" <sd_cpp_extra_args>" + orders + "</sd_cpp_extra_args>");
  }

  @ParameterizedTest
  @EnumSource(names = {"SD_SERVER", "SGLANG"})
  void two_attempts_of_one_prompt_are_two_pictures(OpenAiDialect dialect) throws IOException {
    FakeOpenAi fake = fake(dialect);
    OpenAiEngine engine = engine(fake, Map.of());
    Reference reference = Requests.reference(folder, "a.png", ImageKind.PNG, 64, 48);

    for (int i = 0; i < 2; i++) {
      engine.submit(Requests.request("attempt000000000000" + i, "{\"prompt\":\"a fox\"}"));
      engine.submit(
          Requests.request("attempt000000000001" + i, "{\"prompt\":\"a hare\"}", reference));
    }

    assertThat(fake.billed()).isEqualTo(4);
    assertThat(fake.faults()).isEmpty(); // it finds the same picture for two
  }

  @ParameterizedTest
  @CsvSource({"SD_SERVER, ''", "SGLANG, 7"})
  void a_seed_of_the_operator_counts_before_ours(OpenAiDialect dialect, String field)
      throws IOException {
    FakeOpenAi fake = fake(dialect);

    engine(fake, Map.of("engine.openai.extra-args", "{\"seed\":7}"))
        .submit(Requests.prompt("a fox"));

    assertThat(fake.orders()).isEqualTo(field.isEmpty() ? List.of("{\"seed\":7}") : List.of());
    assertThat(fake.bodies().getFirst().path("seed").asString("")).isEqualTo(field);
  }

  @Test
  void what_a_caller_is_told_names_no_setting_of_the_operator() throws IOException {
    var input = Requests.input("seedream-4.5", "{\"prompt\":\"a fox\"}");

    assertThat(
            engine(fake(OpenAiDialect.TOGETHER), Map.of()).cannot(Requests.unknownModel(), input))
        .contains("model: not drawn by this engine");
  }

  @Test
  void webp_goes_to_sd_server_as_jpeg_because_its_build_may_drop_it() throws IOException {
    FakeOpenAi fake = fake(OpenAiDialect.SD_SERVER);
    Reference reference = webp();

    EngineResult result =
        engine(fake, Map.of()).submit(Requests.request("{\"prompt\":\"a fox\"}", reference));

    assertThat(result).isInstanceOf(EngineResult.Accepted.class);
    assertThat(fake.faults()).isEmpty();
    assertThat(fake.forms().getFirst().path("image[]").path(0).stringValue())
        .startsWith("data:image/jpeg;base64,");
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM_OMNI", "SGLANG", "SD_SERVER", "LOCALAI"})
  void a_refusal_of_a_server_of_ones_own_is_understood(OpenAiDialect dialect) throws IOException {
    FakeOpenAi fake = fake(dialect);

    EngineResult result = engine(fake, Map.of()).submit(Requests.prompt("[[http 401]]"));

    assertThat(((EngineResult.Refused) result).refusal()).isEqualTo(Refusal.ACCOUNT);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-image-2, exact, 300, 200, 2496x1664",
    "gpt-image-2, exact, 200, 300, 1664x2496",
    "gpt-image-2, exact, 160, 90, 2848x1600",
    "gpt-image-1, ratio, 300, 200, 1536x1024",
    "gpt-image-1, ratio, 160, 90, 1024x1024",
  })
  void a_tier_has_the_shape_of_the_first_reference_where_that_is_made(
      String model, String policy, int width, int height, String sent) throws IOException {
    FakeOpenAi fake = fake(OpenAiDialect.OPENAI);
    Reference reference = Requests.reference(folder, "a.png", ImageKind.PNG, width, height);
    Map<String, String> settings =
        Map.of(
            "engine.openai.models", "seedream-4.5=" + model, "engine.openai.size-policy", policy);
    EngineRequest request = Requests.request("{\"prompt\":\"a fox\",\"size\":\"2K\"}", reference);

    Picture picture = picture(engine(fake, settings), request);

    assertThat(fake.forms().getFirst().path("size").stringValue()).isEqualTo(sent);
    assertThat(size(picture)).isEqualTo(sent);
    assertThat(fake.faults()).isEmpty();
  }

  @Test
  void a_tier_that_is_refused_at_submit_is_refused_with_any_reference() throws IOException {
    FakeOpenAi fake = fake(OpenAiDialect.OPENAI);
    OpenAiEngine engine = engine(fake, Map.of("engine.openai.sizes", "2496x1664"));
    EngineRequest request =
        Requests.request(
            "{\"prompt\":\"a fox\",\"size\":\"2K\"}",
            Requests.reference(folder, "a.png", ImageKind.PNG, 300, 200));

    EngineResult result = engine.submit(request);

    assertThat(engine.cannot(request.model(), request.input())).isPresent();
    assertThat(((EngineResult.Refused) result).refusal()).isEqualTo(Refusal.SIZE_UNSUPPORTED);
  }

  @Test
  void a_prompt_of_nothing_but_a_tag_is_refused_before_anything_is_sent() throws IOException {
    FakeOpenAi fake = fake(OpenAiDialect.SD_SERVER);
    EngineRequest request = Requests.prompt("<sd_cpp_extra_args>{}</sd_cpp_extra_args>");

    assertThat(engine(fake, Map.of()).cannot(request.model(), request.input()))
        .get()
        .asString()
        .startsWith("prompt: ");
    assertThat(engine(fake, Map.of()).submit(request)).isInstanceOf(EngineResult.Refused.class);
    assertThat(fake.received()).isEmpty();
  }

  @Test
  void a_bar_means_nothing_to_localai_and_fields_are_added() throws IOException {
    FakeOpenAi fake = fake(OpenAiDialect.LOCALAI);
    Map<String, String> settings = Map.of("engine.openai.extra-args", "{\"step\":9}");

    engine(fake, settings).submit(Requests.prompt("a fox | a hare"));

    assertThat(fake.bodies().getFirst().path("prompt").stringValue()).isEqualTo("a fox , a hare");
    assertThat(fake.bodies().getFirst().path("step").intValue()).isEqualTo(9);
    assertThat(fake.faults()).isEmpty();
  }

  @Test
  void less_moderation_is_asked_for_where_the_caller_wants_it() throws IOException {
    FakeOpenAi fake = fake(OpenAiDialect.OPENAI);

    engine(fake, Map.of("engine.openai.quality", "high"))
        .submit(Requests.request("{\"prompt\":\"a fox\",\"enable_safety_checker\":false}"));

    assertThat(fake.bodies().getFirst().path("moderation").stringValue()).isEqualTo("low");
    assertThat(fake.bodies().getFirst().path("quality").stringValue()).isEqualTo("high");
    assertThat(fake.faults()).isEmpty();
  }

  @Test
  void who_pays_says_what_may_be_sent_again() throws IOException {
    var paid = engine(fake(OpenAiDialect.OPENAI), Map.of()).traits();
    var local = engine(fake(OpenAiDialect.SGLANG), Map.of()).traits();

    assertThat(paid.cost().name() + paid.limits().resends()).isEqualTo("MONEY0");
    assertThat(local.cost().name() + local.limits().resends()).isEqualTo("LOCAL1");
  }

  private FakeOpenAi fake(OpenAiDialect dialect) throws IOException {
    FakeOpenAi fake = FakeOpenAi.start(dialect);
    started.add(fake);
    return fake;
  }

  /** One colour, lossless; nothing here writes that kind. */
  private Reference webp() throws IOException {
    Path file = folder.resolve("a.webp");
    Files.write(file, HexFormat.of().parseHex(WEBP));
    return new Reference(file, new ImageHeader(ImageKind.WEBP, 64, 48, 1));
  }

  private OpenAiEngine engine(FakeOpenAi fake, Map<String, String> settings) {
    var all = new HashMap<>(fake.settings());
    all.remove("net.allow");
    all.putAll(settings);
    var reader = new ConfigReader(all, Map.of());
    OpenAiConfig config = OpenAiConfig.read(reader);
    reader.check();
    return new OpenAiEngine(
        config, http, results, Requests.decoder(), new Spool(folder), () -> Requests.NOW);
  }

  private static Picture picture(OpenAiEngine engine, EngineRequest request) {
    EngineResult submitted = engine.submit(request);
    assertThat(submitted).as(submitted.toString()).isInstanceOf(EngineResult.Accepted.class);
    EngineResult polled = engine.poll(request, ((EngineResult.Accepted) submitted).jobId());
    return ((EngineResult.Produced) polled).picture();
  }

  private static String size(Picture picture) throws IOException {
    var bytes = new ByteArrayOutputStream();
    picture.writeTo(bytes);
    var image = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
    return image.getWidth() + "x" + image.getHeight();
  }

  @Test
  void a_prompt_is_sent_as_it_is() throws IOException {
    FakeOpenAi fake = fake(OpenAiDialect.OPENAI);
    String prompt = "a \"fox\"\n\u2603 <sd_cpp_extra_args>|</sd_cpp_extra_args>";

    engine(fake, Map.of()).submit(Requests.prompt(prompt));

    assertThat(fake.bodies().getFirst().path("prompt").stringValue()).isEqualTo(prompt);
  }
}

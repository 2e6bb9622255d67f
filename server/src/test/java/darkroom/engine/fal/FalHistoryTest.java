package darkroom.engine.fal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.Reference;
import darkroom.engine.Requests;
import darkroom.fake.fal.FakeFal;
import darkroom.image.ImageKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What became of a submit whose answer was lost. */
@Timeout(60)
class FalHistoryTest {
  private static final String OTHER = "zyxwvutsrqponmlkjihg";

  @TempDir private Path folder;
  @TempDir private Path pictures;

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
  @ValueSource(strings = {"[[drop-after-read]]", "[[rst-after-read]]", "[[json unparsable]]"})
  void a_lost_job_is_found_by_another_instance_and_gives_its_picture(String directive) {
    EngineRequest request = request(Requests.ATTEMPT, "a fox " + directive);
    assertThat(engine().submit(request)).isInstanceOf(EngineResult.Unknown.class);

    EngineResult found = engine().reconcile(request);

    assertThat(found).isInstanceOf(EngineResult.Accepted.class);
    assertThat(engine().poll(request, ((EngineResult.Accepted) found).jobId()))
        .isInstanceOf(EngineResult.Produced.class);
    assertThat(fal.paid()).isEqualTo(Map.of(FalFixture.mark(Requests.ATTEMPT), 1));
    assertThat(fal.faults()).isEmpty();
  }

  @Test
  void what_never_arrived_stays_unknown() throws IOException {
    engine().submit(request(OTHER, "a fox"));

    EngineResult found = engine().reconcile(request(Requests.ATTEMPT, "a fox"));

    assertThat(found).isEqualTo(new EngineResult.Unknown("not in fal's history"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_twin_with_the_same_wishes_is_told_apart_by_its_seed() {
    EngineRequest ours = request(Requests.ATTEMPT, "a fox [[drop-after-read]]");
    EngineRequest theirs = request(OTHER, "a fox [[drop-after-read]]");
    engine().submit(ours);
    engine().submit(theirs);

    EngineResult one = engine().reconcile(ours);
    EngineResult other = engine().reconcile(theirs);

    assertThat(one).isInstanceOf(EngineResult.Accepted.class);
    assertThat(other).isInstanceOf(EngineResult.Accepted.class).isNotEqualTo(one);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[[history absent]]", "[[history delayed 600000]]"})
  void a_history_that_lags_proves_nothing(String directive) {
    EngineRequest request = request(Requests.ATTEMPT, directive);
    engine().submit(request);

    assertThat(engine().reconcile(request)).isInstanceOf(EngineResult.Unknown.class);
  }

  @Test
  void two_that_match_are_one_too_many() {
    EngineRequest request = request(Requests.ATTEMPT, "[[history double]]");
    engine().submit(request);

    assertThat(engine().reconcile(request))
        .isEqualTo(new EngineResult.Unknown("2 requests in fal's history match"));
  }

  @Test
  void references_are_counted_and_the_page_leaves_no_file() throws IOException {
    Reference reference = Requests.reference(pictures, "a.png", ImageKind.PNG, 900, 700);
    EngineRequest request = request(Requests.ATTEMPT, "[[drop-after-read]]", reference, reference);
    engine().submit(request);

    EngineResult found = engine().reconcile(request);
    EngineResult fewer =
        engine().reconcile(request(Requests.ATTEMPT, "[[drop-after-read]]", reference));

    assertThat(found).isInstanceOf(EngineResult.Accepted.class);
    assertThat(fewer).isInstanceOf(EngineResult.Unknown.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void it_is_found_behind_many_others() {
    EngineRequest request = request(Requests.ATTEMPT, "[[drop-after-read]]");
    engine().submit(request);
    for (int i = 0; i < 23; i++) {
      engine().submit(request("attempt00000000000" + (10 + i), "a fox"));
    }

    assertThat(engine().reconcile(request)).isInstanceOf(EngineResult.Accepted.class);
    assertThat(fal.faults()).isEmpty();
  }

  @Test
  void only_the_time_around_the_attempt_is_asked_for() {
    EngineRequest request = request(Requests.ATTEMPT, "[[drop-after-read]]");
    engine().submit(request);
    var later =
        new EngineRequest(
            request.attemptId(),
            request.model(),
            request.input(),
            0,
            List.of(),
            Instant.now().plusSeconds(600),
            Optional.empty());

    assertThat(engine().reconcile(later)).isInstanceOf(EngineResult.Unknown.class);
  }

  @Test
  void a_vendors_clock_that_is_ahead_hides_nothing() {
    EngineRequest request = request(Requests.ATTEMPT, "[[drop-after-read]]");
    engine().submit(request);
    Instant behind = Instant.now().minusSeconds(90);

    FalEngine late = fixture.engine(Map.of("engine.fal.timeout", "5s"), () -> behind);

    assertThat(late.reconcile(request)).isInstanceOf(EngineResult.Accepted.class);
  }

  @Test
  void a_history_that_does_not_answer_proves_nothing() throws IOException {
    EngineRequest request = request(Requests.ATTEMPT, "a bashful fox");
    FalEngine stranger = fixture.engine(Map.of("engine.fal.key", "sesame"));
    EngineResult refused = stranger.reconcile(request);
    FalEngine engine = engine();
    fal.close();

    EngineResult away = engine.reconcile(request);

    assertThat(refused).isEqualTo(new EngineResult.Unknown("history: status 401"));
    assertThat(away).isInstanceOf(EngineResult.Unknown.class);
    assertThat(away.toString()).doesNotContain("bashful", "://");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "{\"items\":7}",
        "{\"items\":[7]}",
        "{\"items\":[{\"request_id\":\"a\"",
        "{\"items\":[],\"has_more\":true}",
        "{\"items\":[{\"json_input\":{\"seed\":NaN}}]}",
      })
  void a_page_of_another_shape_is_none(String json) {
    var in = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> FalHistoryPage.read(in)).isInstanceOf(IOException.class);
  }

  private FalEngine engine() {
    return fixture.engine(Map.of("engine.fal.timeout", "5s"));
  }

  private static EngineRequest request(String attempt, String prompt, Reference... references) {
    EngineRequest plain = Requests.prompt(prompt);
    return new EngineRequest(
        attempt,
        plain.model(),
        plain.input(),
        0,
        List.of(references),
        Instant.now(),
        Optional.empty());
  }
}

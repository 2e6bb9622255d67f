package darkroom.engine.replicate;

import static darkroom.engine.Requests.ATTEMPT;
import static darkroom.engine.Requests.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import darkroom.engine.Engine;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.Reference;
import darkroom.engine.Requests;
import darkroom.image.ImageKind;
import java.io.IOException;
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

/** What becomes of a submit whose answer was lost. */
@Timeout(60)
class ReplicateHistoryTest {
  private static final String TWIN = "twin0123456789abcdef";
  private static final String LOST = "[[drop-after-read]] a fox";

  @TempDir private Path folder;
  @TempDir private Path pictures;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private ReplicateFixture at;

  @BeforeEach
  void start() throws IOException {
    at = new ReplicateFixture(folder);
  }

  @AfterEach
  void stop() throws IOException {
    at.close();
    assertThat(at.replicate.faults()).isEmpty();
  }

  @Test
  void the_one_prediction_with_our_input_is_found_by_a_new_instance() {
    EngineRequest request = lost(ATTEMPT);
    at.engine().submit(request);

    EngineResult found = at.engine().reconcile(request);

    assertThat(found).isEqualTo(new EngineResult.Accepted(at.replicate.ids().getFirst()));
    assertThat(at.replicate.received()).isEqualTo(Map.of(ATTEMPT, 1));
  }

  @Test
  void it_is_found_behind_pages_of_others() {
    at.replicate.addStrangers(30);
    EngineRequest request = lost(ATTEMPT);
    at.engine().submit(request);
    at.replicate.addStrangers(230);

    EngineResult found = at.engine().reconcile(request);

    assertThat(found).isEqualTo(new EngineResult.Accepted(at.replicate.ids().get(30)));
  }

  @Test
  void references_are_part_of_the_input() throws IOException {
    Reference black = Requests.reference(pictures, "a.png", ImageKind.PNG, 64, 48);
    Reference wider = Requests.reference(pictures, "b.png", ImageKind.PNG, 65, 48);
    String json = "{\"prompt\":\"" + LOST + "\"}";
    EngineRequest request = Requests.request(ATTEMPT, json, black);
    at.engine().submit(request);

    assertThat(at.engine().reconcile(request)).isInstanceOf(EngineResult.Accepted.class);
    assertThat(at.engine().reconcile(Requests.request(ATTEMPT, json, wider)))
        .isInstanceOf(EngineResult.Unknown.class);
    assertThat(at.engine().reconcile(Requests.request(ATTEMPT, json)))
        .isInstanceOf(EngineResult.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[[history absent]]", "[[history delayed 60000]]", "[[history double]]"})
  void none_and_two_are_both_unknown(String directive) {
    EngineRequest request = Requests.prompt(directive);
    ReplicateFixture.job(at.engine().submit(request));

    assertThat(at.engine().reconcile(request)).isInstanceOf(EngineResult.Unknown.class);
  }

  @Test
  void what_never_arrived_is_unknown_too() {
    assertThat(at.engine().reconcile(lost(ATTEMPT))).isInstanceOf(EngineResult.Unknown.class);
    assertThat(at.replicate.received()).isEmpty();
  }

  @Test
  void another_attempts_prediction_is_never_given_away() {
    Engine engine = at.engine();
    EngineRequest mine = Requests.request(ATTEMPT, "{\"prompt\":\"a fox\"}");
    EngineRequest twin = Requests.request(TWIN, "{\"prompt\":\"a fox\"}");
    String job = ReplicateFixture.job(engine.submit(mine));

    assertThat(engine.reconcile(twin)).isInstanceOf(EngineResult.Unknown.class);
    assertThat(engine.reconcile(mine)).isEqualTo(new EngineResult.Accepted(job));
  }

  @Test
  void two_lost_twins_are_both_unknown() {
    Engine engine = at.engine();
    engine.submit(lost(ATTEMPT));
    engine.submit(lost(TWIN));

    assertThat(engine.reconcile(lost(ATTEMPT))).isInstanceOf(EngineResult.Unknown.class);
    assertThat(engine.reconcile(lost(TWIN))).isInstanceOf(EngineResult.Unknown.class);
  }

  @Test
  void of_two_twins_the_lost_one_is_found_when_the_other_one_was_answered() {
    Engine engine = at.engine();
    engine.submit(lost(ATTEMPT));
    EngineRequest twin = lost(TWIN);
    engine.submit(twin);
    List<String> ids = at.replicate.ids();
    engine.poll(twin, ids.getLast());

    assertThat(engine.reconcile(lost(ATTEMPT)))
        .isEqualTo(new EngineResult.Accepted(ids.getFirst()));
  }

  @Test
  void after_a_restart_a_twin_keeps_the_prediction_that_is_written_down_for_it() {
    EngineRequest twin = Requests.request(TWIN, "{\"prompt\":\"a fox\"}");
    EngineRequest never = Requests.request(ATTEMPT, "{\"prompt\":\"a fox\"}");
    String job = ReplicateFixture.job(at.engine().submit(twin));

    Engine restarted =
        at.engineKnowing((engine, id, attempt) ->
            engine.equals("replicate") && id.equals(job) && !attempt.equals(TWIN));

    assertThat(restarted.reconcile(never)).isInstanceOf(EngineResult.Unknown.class);
    assertThat(restarted.reconcile(twin)).isEqualTo(new EngineResult.Accepted(job));
  }

  @Test
  void after_a_restart_a_prediction_that_has_ended_meanwhile_is_found() {
    EngineRequest request = Requests.prompt("a fox");
    String job = ReplicateFixture.job(at.engine().submit(request));
    ReplicateFixture.end(at.engine(), request, job);

    assertThat(at.engine().reconcile(request)).isEqualTo(new EngineResult.Accepted(job));
  }

  @Test
  void only_the_minutes_around_the_submit_are_looked_at() {
    at.engine().submit(lost(ATTEMPT));

    assertThat(at.engine().reconcile(at(NOW.plusSeconds(600))))
        .as("sent ten minutes later")
        .isInstanceOf(EngineResult.Unknown.class);
    assertThat(at.engine().reconcile(at(NOW.minusSeconds(600))))
        .as("sent ten minutes earlier")
        .isInstanceOf(EngineResult.Unknown.class);
  }

  @Test
  void an_unreachable_history_is_unknown_and_says_no_address() throws IOException {
    Engine engine = at.engine();
    at.replicate.close();

    EngineResult result = engine.reconcile(lost(ATTEMPT));

    assertThat(result).isInstanceOf(EngineResult.Unknown.class);
    assertThat(result.toString()).doesNotContain("http:", "fox");
  }

  private static EngineRequest lost(String attempt) {
    return Requests.request(attempt, "{\"prompt\":\"" + LOST + "\"}");
  }

  private static EngineRequest at(Instant intended) {
    EngineRequest request = lost(ATTEMPT);
    return new EngineRequest(
        ATTEMPT, request.model(), request.input(), 0, List.of(), intended, Optional.empty());
  }
}

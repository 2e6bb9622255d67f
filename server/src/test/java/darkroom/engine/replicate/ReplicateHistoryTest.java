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
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
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

  @Test
  void without_its_references_nothing_is_taken_for_its_own() {
    String prompt = "\"prompt\":\"" + LOST + "\"";
    at.engine().submit(Requests.request(TWIN, "{" + prompt + "}"));
    var request =
        new EngineRequest(
            ATTEMPT,
            Requests.model("seedream-4.5"),
            Requests.input(
                "seedream-4.5-edit",
                "{" + prompt + ",\"image_urls\":[\"https://a.example/a.png\"]}"),
            0,
            List.of(),
            Requests.NOW,
            Optional.empty());

    assertThat(at.engine().reconcile(request)).isInstanceOf(EngineResult.Unknown.class);
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
  void one_prediction_is_given_to_one_of_two_that_look_at_the_same_time() throws Exception {
    at.engine().submit(lost(ATTEMPT));
    var bothLook = new CyclicBarrier(2);
    Set<String> looked = ConcurrentHashMap.newKeySet();
    Engine restarted =
        at.engineKnowing((engine, id, attempt) -> {
          if (looked.add(attempt)) {
            await(bothLook);
          }
          return false;
        });

    List<EngineResult> found;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var one = threads.submit(() -> restarted.reconcile(lost(ATTEMPT)));
      var other = threads.submit(() -> restarted.reconcile(lost(TWIN)));
      found = List.of(one.get(), other.get());
    }

    assertThat(found).filteredOn(EngineResult.Accepted.class::isInstance).hasSize(1);
    assertThat(found).filteredOn(EngineResult.Unknown.class::isInstance).hasSize(1);
  }

  @Test
  void a_prediction_is_not_taken_while_it_may_be_a_twins_that_waits_for_its_answer()
      throws Exception {
    Engine engine = at.engine();
    String json = "{\"prompt\":\"[[never]] a fox\"}";
    EngineRequest mine = Requests.request(ATTEMPT, json);
    var twin = new AtomicReference<@Nullable EngineResult>();
    Thread waiting =
        Thread.ofVirtual().start(() -> twin.set(engine.submit(Requests.request(TWIN, json))));
    ReplicateFixture.await("the twin's prediction", () -> !at.replicate.ids().isEmpty());

    EngineResult meanwhile = engine.reconcile(mine);
    waiting.interrupt();
    waiting.join();

    assertThat(meanwhile).isInstanceOf(EngineResult.Unknown.class);
    assertThat(twin.get()).isInstanceOf(EngineResult.Unknown.class);
    // now neither is told any more, and one of them may have it
    assertThat(engine.reconcile(mine)).isInstanceOf(EngineResult.Accepted.class);
    assertThat(engine.reconcile(Requests.request(TWIN, json)))
        .isInstanceOf(EngineResult.Unknown.class);
  }

  @Test
  void another_wish_under_way_is_no_twin() throws Exception {
    Engine engine = at.engine();
    engine.submit(lost(ATTEMPT));
    Thread waiting =
        Thread.ofVirtual()
            .start(() -> engine.submit(Requests.request(TWIN, "{\"prompt\":\"[[never]]\"}")));
    ReplicateFixture.await("both predictions", () -> at.replicate.ids().size() == 2);

    EngineResult found = engine.reconcile(lost(ATTEMPT));
    waiting.interrupt();
    waiting.join();

    assertThat(found).isInstanceOf(EngineResult.Accepted.class);
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

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException("only one looked", e);
    }
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

package darkroom.engine.poyo;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.Reference;
import darkroom.engine.Requests;
import darkroom.fake.poyo.FakePoyo;
import darkroom.image.ImageKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lost answer, asked for once more under the same key. */
@Timeout(60)
class PoyoResendTest {
  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final EngineRequest LOST = Requests.prompt("[[drop-after-read]]");

  private final AtomicReference<Instant> now = new AtomicReference<>(Requests.NOW);
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

  @Test
  void it_waits_and_then_finds_the_task_which_is_paid_once() {
    PoyoEngine engine = engine();

    EngineResult submitted = engine.submit(LOST);
    EngineResult early = engine.reconcile(LOST);
    assertThat(submitted).isInstanceOf(EngineResult.Unknown.class);
    assertThat(early).isInstanceOf(EngineResult.Unknown.class);
    assertThat(received()).isEqualTo(1);

    now.set(Requests.NOW.plus(WAIT));
    EngineResult found = engine.reconcile(LOST);

    assertThat(found).isInstanceOf(EngineResult.Accepted.class);
    assertThat(received()).isEqualTo(2);
    assertThat(poyo.paid()).isEqualTo(Map.of(Requests.ATTEMPT, 1));
  }

  @Test
  void it_never_happens_twice_and_what_it_found_is_not_lost_with_the_process() {
    engine().submit(LOST);
    now.set(Requests.NOW.plus(WAIT));
    EngineResult found = engine().reconcile(LOST);

    EngineResult again = engine().reconcile(LOST);

    assertThat(again).isEqualTo(found).isInstanceOf(EngineResult.Accepted.class);
    assertThat(received()).isEqualTo(2);
  }

  @Test
  void nothing_is_left_behind_when_the_job_is_polled() throws IOException {
    PoyoEngine engine = engine();
    engine.submit(LOST);
    now.set(Requests.NOW.plus(WAIT));
    var found = (EngineResult.Accepted) engine.reconcile(LOST);

    engine.poll(LOST, found.jobId());

    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
    assertThat(engine.reconcile(LOST)).isInstanceOf(EngineResult.Unknown.class);
    assertThat(received()).isEqualTo(2);
  }

  @Test
  void an_answer_that_nobody_lived_to_write_down_is_found_again() {
    EngineRequest request = Requests.prompt("a fox");
    EngineResult answered = engine().submit(request);
    now.set(Requests.NOW.plus(WAIT));

    EngineResult found = engine().reconcile(request);

    assertThat(found).isEqualTo(answered).isInstanceOf(EngineResult.Accepted.class);
    assertThat(poyo.paid()).isEqualTo(Map.of(Requests.ATTEMPT, 1));
  }

  @Test
  void the_same_bytes_go_out_though_the_uploads_are_forgotten() throws IOException {
    Reference reference = Requests.reference(folder, "a.png", ImageKind.PNG, 64, 48);
    EngineRequest request = Requests.request("{\"prompt\":\"[[rst-after-read]]\"}", reference);
    engine().submit(request);
    now.set(Requests.NOW.plus(WAIT));

    EngineResult found = engine().reconcile(request);

    assertThat(found).isInstanceOf(EngineResult.Accepted.class);
    assertThat(poyo.bodies().get(1)).isEqualTo(poyo.bodies().get(0));
    assertThat(poyo.uploads()).isEqualTo(1);
  }

  @Test
  void a_refusal_of_the_second_says_nothing_about_the_first() {
    engine().submit(LOST);
    now.set(Requests.NOW.plus(WAIT));

    EngineResult refused = engine(Map.of("engine.poyo.key", "sk-sesame")).reconcile(LOST);

    assertThat(refused).isInstanceOf(EngineResult.Unknown.class);
    assertThat(engine().reconcile(LOST)).isInstanceOf(EngineResult.Unknown.class);
    assertThat(received()).isEqualTo(2);
  }

  @Test
  void a_second_that_never_left_may_leave_later_and_is_no_proof_either() throws IOException {
    engine().submit(LOST);
    now.set(Requests.NOW.plus(WAIT));
    Map<String, String> nobody = Map.of("engine.poyo.base-url", closedPort());

    EngineResult nowhere = engine(nobody).reconcile(LOST);
    EngineResult found = engine().reconcile(LOST);

    assertThat(nowhere).isInstanceOf(EngineResult.Unknown.class);
    assertThat(found).isInstanceOf(EngineResult.Accepted.class);
    assertThat(poyo.paid()).isEqualTo(Map.of(Requests.ATTEMPT, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "17", "x\n{}", "17\n", "17\n{\"model\":", "99999999999999999999\n{}"})
  void half_a_submit_counts_as_none(String text) throws IOException {
    engine().submit(LOST);
    Files.writeString(folder.resolve(Requests.ATTEMPT + ".submit"), text);
    now.set(Requests.NOW.plus(WAIT));

    EngineResult result = engine().reconcile(LOST);

    assertThat(result).isInstanceOf(EngineResult.Unknown.class);
    assertThat(received()).isEqualTo(1);
  }

  @Test
  void a_submit_lies_there_whole_and_alone() throws IOException {
    engine().submit(LOST);

    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve(Requests.ATTEMPT + ".submit"));
    }
  }

  @Test
  void nothing_is_sent_when_the_upstream_may_have_forgotten_the_key() {
    engine().submit(LOST);
    now.set(Requests.NOW.plus(Duration.ofHours(12)));

    EngineResult late = engine().reconcile(LOST);

    assertThat(late).isInstanceOf(EngineResult.Unknown.class);
    assertThat(received()).isEqualTo(1);
  }

  @Test
  void a_thread_that_is_to_stop_sends_nothing() {
    engine().submit(LOST);
    now.set(Requests.NOW.plus(WAIT));

    Thread.currentThread().interrupt();
    EngineResult stopped = engine().reconcile(LOST);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(stopped).isInstanceOf(EngineResult.Unknown.class);
    assertThat(received()).isEqualTo(1);
    assertThat(engine().reconcile(LOST)).isInstanceOf(EngineResult.Accepted.class);
  }

  @Test
  void what_was_refused_or_not_asked_for_is_not_sent_again() throws IOException {
    EngineRequest refused = Requests.prompt("[[http 400]]");
    engine().submit(refused);
    var unasked = bench.engine(Map.of(), now::get);
    EngineRequest other =
        Requests.request("otherattempt00000000", "{\"prompt\":\"[[drop-after-read]]\"}");
    unasked.submit(other);
    now.set(Requests.NOW.plus(WAIT));

    assertThat(engine().reconcile(refused)).isInstanceOf(EngineResult.Unknown.class);
    assertThat(unasked.reconcile(other)).isInstanceOf(EngineResult.Unknown.class);
    assertThat(engine().reconcile(other)).isInstanceOf(EngineResult.Unknown.class);
    assertThat(poyo.received().values()).containsOnly(1);
  }

  private static String closedPort() throws IOException {
    FakePoyo gone = FakePoyo.start();
    gone.close();
    return gone.baseUrl();
  }

  private int received() {
    return poyo.received().getOrDefault(Requests.ATTEMPT, 0);
  }

  private PoyoEngine engine() {
    return engine(Map.of());
  }

  private PoyoEngine engine(Map<String, String> settings) {
    var all = new HashMap<>(Map.of("engine.poyo.resend-with-same-key", "true"));
    all.putAll(settings);
    return bench.engine(all, now::get);
  }
}

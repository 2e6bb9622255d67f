package darkroom.engine.replicate;

import static darkroom.engine.Requests.ATTEMPT;
import static darkroom.engine.Requests.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import darkroom.engine.Engine;
import darkroom.engine.EngineCallback;
import darkroom.engine.EngineRequest;
import darkroom.engine.Requests;
import darkroom.fake.replicate.FakeReplicate;
import darkroom.fake.wire.Asked;
import darkroom.fake.wire.ScriptedServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callbacks, as the fake sends them and as others would forge them. */
@Timeout(60)
class ReplicateHookTest {
  private static final String BODY = "{\"id\":\"abc123\",\"status\":\"succeeded\"}";

  @TempDir private Path folder;

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

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "[[hook badsig]], false",
    "[[hook stale]], false",
    "[[hook early]], true"
  })
  void a_callback_of_the_vendors_names_the_job_if_its_signature_holds(
      String directive, boolean holds) throws Exception {
    var heard = new LinkedBlockingQueue<Asked>();
    try (ScriptedServer receiver =
        ScriptedServer.start((asked, out) -> {
          heard.add(asked);
          ScriptedServer.write(out, "200 OK", "");
        })) {
      Engine engine = at.engine();
      String job =
          ReplicateFixture.job(
              engine.submit(told(receiver.url("127.0.0.1", "/hook"), directive + " a fox")));

      Asked hook = heard.poll(20, TimeUnit.SECONDS);

      assertThat(hook).isNotNull();
      var callback = new EngineCallback(ATTEMPT, hook.headers(), hook.body(), NOW);
      assertThat(at.engine().jobOf(callback))
          .isEqualTo(holds ? Optional.of(job) : Optional.empty());
    }
  }

  @ParameterizedTest
  @CsvSource({"0, true", "301, true", "-299, true", "302, false", "-300, false", "86400, false"})
  void a_signature_holds_for_five_minutes(int seconds, boolean holds) {
    // the vendor's clock is at 1.3 s after ours, which its whole seconds tell as 1
    var callback = callback(at.replicate.signed(BODY), BODY, NOW.plusSeconds(seconds));

    assertThat(at.engine().jobOf(callback).isPresent()).isEqualTo(holds);
  }

  @Test
  void every_signed_part_counts() {
    Map<String, String> good = at.replicate.signed(BODY);

    assertThat(jobOf(good, BODY)).contains("abc123");
    assertThat(jobOf(good, BODY.replace("abc", "abd"))).isEmpty();
    assertThat(jobOf(with(good, "webhook-id", "msg_other"), BODY)).isEmpty();
    assertThat(jobOf(with(good, "webhook-timestamp", "1795427999"), BODY)).isEmpty();
    assertThat(jobOf(with(good, "webhook-timestamp", "soon"), BODY)).isEmpty();
    assertThat(jobOf(with(good, "webhook-signature", "v1,AAAA"), BODY)).isEmpty();
    assertThat(jobOf(with(good, "webhook-signature", ""), BODY)).isEmpty();
    assertThat(jobOf(Map.of(), BODY)).isEmpty();
  }

  @Test
  void one_good_signature_among_several_is_enough() {
    Map<String, String> good = at.replicate.signed(BODY);
    String both = "v1,AAAA " + good.get("webhook-signature");

    assertThat(jobOf(with(good, "webhook-signature", both), BODY)).contains("abc123");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "{\"id\":7}", "{\"id\":\"../x\"}", "{\"id\":\"\"}", "nope"})
  void a_signed_body_without_an_id_names_no_job(String body) {
    assertThat(jobOf(at.replicate.signed(body), body)).isEmpty();
  }

  @Test
  void the_operators_secret_counts_before_the_accounts() {
    Map<String, String> signed = at.replicate.signed(BODY);
    var callback = callback(signed, BODY, NOW);

    assertThat(engineWith("whsec_b3RoZXI=").jobOf(callback)).isEmpty();
    assertThat(engineWith(FakeReplicate.SECRET).jobOf(callback)).contains("abc123");
    assertThat(at.replicate.server().connections()).isZero();
  }

  @Test
  void the_accounts_secret_is_asked_for_once_and_not_for_unsigned_ones() {
    Engine engine = at.engine();
    var callback = callback(at.replicate.signed(BODY), BODY, NOW);

    engine.jobOf(callback(Map.of(), BODY, NOW));
    assertThat(at.replicate.server().connections()).isZero();
    engine.jobOf(callback);
    engine.jobOf(callback);

    assertThat(at.replicate.server().connections()).isEqualTo(1);
  }

  @Test
  void a_secret_that_was_exchanged_is_asked_for_again_after_five_minutes() throws IOException {
    var told = new AtomicReference<>("whsec_b3RoZXI=");
    try (ScriptedServer vendor =
        ScriptedServer.start((asked, out) ->
            ScriptedServer.write(out, "200 OK", "{\"key\":\"" + told.get() + "\"}"))) {
      Engine engine =
          at.engine(Map.of("engine.replicate.base-url", vendor.url("127.0.0.1", "/v1")));
      Map<String, String> signed = at.replicate.signed(BODY);
      assertThat(engine.jobOf(callback(signed, BODY, NOW))).isEmpty();
      told.set(FakeReplicate.SECRET);

      assertThat(engine.jobOf(callback(signed, BODY, NOW.plusSeconds(300)))).isEmpty();
      assertThat(vendor.connections()).isEqualTo(1);
      assertThat(engine.jobOf(callback(signed, BODY, NOW.plusSeconds(301)))).contains("abc123");
      assertThat(engine.jobOf(callback(signed, BODY, NOW.plusSeconds(301)))).contains("abc123");
      assertThat(vendor.connections()).isEqualTo(2);
    }
  }

  @Test
  void without_the_secret_nothing_is_believed_and_the_next_one_asks_again() throws IOException {
    Engine stranger = at.engine(Map.of("engine.replicate.key", "wrong"));
    var callback = callback(at.replicate.signed(BODY), BODY, NOW);

    assertThat(stranger.jobOf(callback)).isEmpty();
    assertThat(stranger.jobOf(callback)).isEmpty();
    assertThat(at.replicate.server().connections()).isEqualTo(2);
  }

  @Test
  void a_callback_about_another_attempts_job_is_not_believed() {
    Engine engine = at.engine();
    engine.poll(Requests.request("twin0123456789abcdef", "{\"prompt\":\"a\"}"), "abc123");

    assertThat(engine.jobOf(callback(at.replicate.signed(BODY), BODY, NOW))).isEmpty();
  }

  private Engine engineWith(String secret) {
    return at.engine(Map.of("engine.replicate.webhook-secret", secret));
  }

  private Optional<String> jobOf(Map<String, String> headers, String body) {
    return at.engine().jobOf(callback(headers, body, NOW));
  }

  private static EngineCallback callback(Map<String, String> headers, String body, Instant now) {
    return new EngineCallback(ATTEMPT, headers, body.getBytes(StandardCharsets.UTF_8), now);
  }

  private static Map<String, String> with(Map<String, String> headers, String name, String value) {
    var other = new HashMap<>(headers);
    other.put(name, value);
    return other;
  }

  private static EngineRequest told(String url, String prompt) {
    EngineRequest plain = Requests.prompt(prompt);
    return new EngineRequest(
        ATTEMPT, plain.model(), plain.input(), 0, List.of(), NOW, Optional.of(URI.create(url)));
  }
}

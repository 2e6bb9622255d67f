package darkroom.engine.fal;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.engine.EngineCallback;
import darkroom.engine.Requests;
import darkroom.fake.fal.FakeFal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may tell that a job is done. */
@Timeout(60)
class FalCallbackTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final String JOB = "6f1f8a4e-1d2c-4b3a-9a8b-000000000001";
  private static final byte[] BODY = "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

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
  @CsvSource({"0, true", "-300, true", "300, true", "-301, false", "301, false"})
  void a_signature_holds_for_five_minutes(long skew, boolean holds) {
    EngineCallback callback = callback(signed(NOW.getEpochSecond() + skew, BODY), BODY, NOW);

    assertThat(engine().jobOf(callback).isPresent()).isEqualTo(holds);
  }

  @Test
  void it_names_the_job_that_is_signed() {
    assertThat(engine().jobOf(callback(signed(NOW.getEpochSecond(), BODY), BODY, NOW)))
        .contains(JOB);
  }

  @Test
  void another_body_is_not_what_was_signed() {
    byte[] other = "{\"status\":\"ERROR\"}".getBytes(StandardCharsets.UTF_8);

    assertThat(engine().jobOf(callback(signed(NOW.getEpochSecond(), BODY), other, NOW))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "request-id, 6f1f8a4e-1d2c-4b3a-9a8b-000000000002",
    "request-id, ../elsewhere",
    "request-id, ''",
    "user-id, somebody",
    "timestamp, 1795428001",
    "timestamp, 99999999999999999999",
    "timestamp, soon",
    "timestamp, ''",
    "signature, 00",
    "signature, no-hex",
    "signature, ''",
  })
  void a_changed_header_breaks_it(String name, String value) {
    var headers = new HashMap<>(signed(NOW.getEpochSecond(), BODY));
    headers.put("x-fal-webhook-" + name, value);

    assertThat(engine().jobOf(callback(headers, BODY, NOW))).isEmpty();
  }

  @Test
  void the_key_set_is_kept_for_a_day() {
    FalEngine engine = engine();
    Instant later = NOW.plus(Duration.ofHours(24));
    Instant latest = later.plusSeconds(1);

    for (Instant now : new Instant[] {NOW, NOW.plusSeconds(60), later}) {
      assertThat(engine.jobOf(callback(signed(now.getEpochSecond(), BODY), BODY, now))).isPresent();
    }
    assertThat(fal.keySets()).isEqualTo(1);
    assertThat(engine.jobOf(callback(signed(latest.getEpochSecond(), BODY), BODY, latest)))
        .isPresent();
    assertThat(fal.keySets()).isEqualTo(2);
    assertThat(fal.faults()).isEmpty();
  }

  @Test
  void an_unknown_signature_has_the_keys_fetched_again_but_not_for_each() {
    FalEngine engine = engine();
    Map<String, String> bad = headers(fal.signer().headers(JOB, NOW.getEpochSecond(), BODY, true));
    Instant later = NOW.plusSeconds(299);

    for (int i = 0; i < 5; i++) {
      assertThat(engine.jobOf(callback(bad, BODY, NOW))).isEmpty();
    }
    assertThat(fal.keySets()).isEqualTo(1);
    assertThat(engine.jobOf(callback(bad, BODY, later))).isEmpty();
    assertThat(fal.keySets()).isEqualTo(1);
  }

  @Test
  void without_a_key_set_nothing_is_believed() throws IOException {
    FalEngine engine = engine();
    Map<String, String> good = signed(NOW.getEpochSecond(), BODY);
    fal.close();

    assertThat(engine.jobOf(callback(good, BODY, NOW))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nowhere", "/_fake/stats"})
  void a_key_set_that_is_none_is_no_key_set(String path) {
    FalEngine engine =
        fixture.engine(Map.of("engine.fal.key-set-url", fal.server().origin() + path));

    assertThat(engine.jobOf(callback(signed(NOW.getEpochSecond(), BODY), BODY, NOW))).isEmpty();
  }

  private FalEngine engine() {
    return fixture.engine(Map.of());
  }

  private Map<String, String> signed(long time, byte[] body) {
    return headers(fal.signer().headers(JOB, time, body, false));
  }

  private static Map<String, String> headers(Map<String, String> sent) {
    var headers = new HashMap<String, String>();
    sent.forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    return headers;
  }

  private static EngineCallback callback(Map<String, String> headers, byte[] body, Instant now) {
    return new EngineCallback(Requests.ATTEMPT, headers, body, now);
  }
}

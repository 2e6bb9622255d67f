package darkroom.engine.poyo;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.Reference;
import darkroom.engine.Refusal;
import darkroom.engine.Requests;
import darkroom.fake.poyo.FakePoyo;
import darkroom.image.ImageKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Pictures to work from, which PoYo takes as uploads alone, and few of them. */
@Timeout(60)
class PoyoReferencesTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Requests.NOW);
  private final InstantSource clock = now::get;
  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private FakePoyo poyo;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private PoyoBench bench;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private PoyoEngine engine;

  @BeforeEach
  void start() throws IOException {
    poyo = FakePoyo.start(clock.withZone(ZoneOffset.UTC));
    bench = new PoyoBench(poyo, folder);
    engine = bench.engine(Map.of(), clock);
  }

  @AfterEach
  void nothing_was_asked_that_poyo_forbids() throws IOException {
    bench.close();
    poyo.close();
    assertThat(poyo.faults()).isEmpty();
  }

  @Test
  void they_are_uploaded_and_named_in_their_order() throws IOException {
    Reference first = picture("first.png", ImageKind.PNG, 64, 48);
    Reference second = picture("second.jpg", ImageKind.JPEG, 300, 200);
    Reference third = picture("third.gif", ImageKind.GIF, 50, 50);

    EngineResult result = engine.submit(referring(1, first, second, third));

    assertThat(result).isInstanceOf(EngineResult.Accepted.class);
    assertThat(poyo.uploads()).isEqualTo(3);
    assertThat(addresses()).hasSize(3);
    assertThat(addresses().get(0)).contains("/u1-").endsWith(".png");
    assertThat(addresses().get(1)).contains("/u2-").endsWith(".jpeg");
    // PoYo names JPEG and PNG alone
    assertThat(addresses().get(2)).contains("/u3-").endsWith(".jpeg");
  }

  @Test
  void shots_side_by_side_share_one_upload() throws IOException, InterruptedException {
    Reference reference = picture("a.png", ImageKind.PNG, 64, 48);
    var results = new ArrayList<EngineResult>();

    List<Thread> threads =
        IntStream.range(0, 8)
            .mapToObj(shot ->
                Thread.ofVirtual()
                    .start(() -> {
                      EngineResult result = engine.submit(referring(shot, reference));
                      synchronized (results) {
                        results.add(result);
                      }
                    }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(results).hasSize(8).allMatch(EngineResult.Accepted.class::isInstance);
    assertThat(poyo.uploads()).isEqualTo(1);
    assertThat(poyo.billed()).isEqualTo(8);
  }

  @Test
  void an_upload_is_used_again_for_sixty_hours_by_its_bytes() throws IOException {
    engine.submit(referring(1, picture("a.png", ImageKind.PNG, 64, 48)));
    now.set(Requests.NOW.plus(Duration.ofHours(59)));
    engine.submit(referring(2, picture("copy-of-a.png", ImageKind.PNG, 64, 48)));
    assertThat(poyo.uploads()).isEqualTo(1);

    now.set(Requests.NOW.plus(Duration.ofHours(61)));
    engine.submit(referring(3, picture("a.png", ImageKind.PNG, 64, 48)));
    engine.submit(referring(4, picture("b.png", ImageKind.PNG, 65, 48)));

    assertThat(poyo.uploads()).isEqualTo(3);
    assertThat(poyo.billed()).isEqualTo(4);
  }

  @Test
  void the_sixth_upload_of_a_minute_waits_and_nothing_is_paid() throws IOException {
    for (int i = 0; i < 5; i++) {
      engine.submit(referring(i, picture(i + ".png", ImageKind.PNG, 64 + i, 48)));
    }
    Reference sixth = picture("sixth.png", ImageKind.PNG, 80, 48);

    EngineResult busy = engine.submit(referring(6, sixth));
    now.set(Requests.NOW.plusSeconds(61));
    EngineResult later = engine.submit(referring(7, sixth));

    assertThat(busy).isInstanceOf(EngineResult.Refused.class);
    assertThat(((EngineResult.Refused) busy).refusal()).isEqualTo(Refusal.BUSY);
    assertThat(((EngineResult.Refused) busy).pause()).contains(Duration.ofSeconds(12));
    assertThat(later).isInstanceOf(EngineResult.Accepted.class);
    assertThat(poyo.received()).doesNotContainKey(attempt(6)).hasSize(6);
  }

  @ParameterizedTest
  @CsvSource({"14, 100", "1700, 100", "100, 1700"})
  void a_shape_that_can_never_do_is_refused_before_anything_leaves(int width, int height)
      throws IOException {
    EngineResult result =
        engine.submit(referring(1, picture("odd.png", ImageKind.PNG, width, height)));

    assertThat(((EngineResult.Refused) result).refusal()).isEqualTo(Refusal.INVALID_INPUT);
    assertThat(poyo.uploads()).isZero();
    assertThat(poyo.received()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400, REFERENCE_UNREADABLE",
    "413, REFERENCE_UNREADABLE",
    "422, REFERENCE_UNREADABLE",
    "401, ACCOUNT",
    "402, ACCOUNT",
    "404, FAILED",
    "405, FAILED",
    "429, BUSY",
    "500, ",
    "502, ",
    "503, ",
  })
  void an_upload_that_fails_costs_nothing(int status, String refusal) throws IOException {
    poyo.refuseNextUpload(status);

    EngineResult result = engine.submit(referring(1, picture("a.png", ImageKind.PNG, 64, 48)));

    if (result instanceof EngineResult.Refused refused) {
      assertThat(refused.refusal().name()).isEqualTo(refusal);
    } else {
      assertThat(result).isInstanceOf(EngineResult.NotSent.class);
      assertThat(refusal).isNull();
    }
    assertThat(poyo.received()).isEmpty();
  }

  @Test
  void an_upload_that_failed_is_tried_anew() throws IOException {
    Reference reference = picture("a.png", ImageKind.PNG, 64, 48);
    poyo.refuseNextUpload(500);

    EngineResult first = engine.submit(referring(1, reference));
    EngineResult second = engine.submit(referring(2, reference));

    assertThat(first).isInstanceOf(EngineResult.NotSent.class);
    assertThat(second).isInstanceOf(EngineResult.Accepted.class);
  }

  @Test
  void an_upload_that_the_upstream_cannot_read_is_made_anew() throws IOException {
    Reference reference = picture("a.png", ImageKind.PNG, 64, 48);
    EngineRequest unreadable =
        Requests.request(attempt(1), "{\"prompt\":\"[[fail file_format_error]]\"}", reference);

    EngineResult first = engine.submit(unreadable);
    EngineResult second = engine.submit(referring(2, reference));

    assertThat(((EngineResult.Refused) first).refusal()).isEqualTo(Refusal.REFERENCE_UNREADABLE);
    assertThat(second).isInstanceOf(EngineResult.Accepted.class);
    assertThat(poyo.uploads()).isEqualTo(2);
  }

  private List<String> addresses() {
    return poyo.bodies().getFirst().path("input").path("image_urls").values().stream()
        .map(JsonNode::stringValue)
        .toList();
  }

  private static EngineRequest referring(int attempt, Reference... references) {
    return Requests.request(attempt(attempt), "{\"prompt\":\"a fox\"}", references);
  }

  private static String attempt(int number) {
    return "attempt000000000000" + number;
  }

  private Reference picture(String name, ImageKind kind, int width, int height) throws IOException {
    return Requests.reference(folder, name, kind, width, height);
  }
}

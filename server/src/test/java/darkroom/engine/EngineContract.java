package darkroom.engine;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.engine.upstream.UpstreamJson;
import darkroom.image.ImageHeader;
import darkroom.image.ImageKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the worker relies on, whatever the engine: each adapter runs it against its fake. A subclass
 * says how to start the fake, how to build an engine before it and what the fake has counted; where
 * a vendor's ways differ it says so by an override, and where a sentence has no meaning for an
 * engine, the empty answer of a hook shows it as skipped.
 */
@Timeout(120)
public abstract class EngineContract {
  /** A key, a prompt and an address that must not stand in any detail. */
  private static final String WRONG_KEY = "sesame-0123456789";

  private static final String PROMPT = "a bashful fox under the third lamp";
  private static final String ADDRESS = "https://elsewhere.example/x.png?sig=opensesame";

  private static final Duration AMPLE = Duration.ofMinutes(5);
  private static final Duration BRIEF = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** For what an engine keeps on the disk; the same one for all instances of a test. */
  @TempDir protected Path folder;

  // what a subclass must say

  /** Starts a fresh fake; called before each test. */
  protected abstract void startFake() throws IOException;

  /** Closes the fake and its port; may be called twice. */
  protected abstract void stopFake() throws IOException;

  /**
   * A new instance before the running fake, as after a restart: nothing in memory, the same disk.
   *
   * @param timeout of a submit
   */
  protected abstract Engine engine(Duration timeout);

  /** The same with another key; empty for a vendor that knows no keys. */
  protected abstract Optional<Engine> engineWithKey(String key);

  /** Submits that the fake has read to their end, of this attempt. */
  protected abstract int received(String attempt);

  /** What the fake would bill for this attempt. */
  protected abstract int paid(String attempt);

  /** What the engine did that the vendor's documents forbid. */
  protected abstract List<String> faults();

  /** The directive that has the vendor's moderation refuse; empty where there is none. */
  protected abstract Optional<String> moderation();

  /**
   * The directive for a final refusal of the submit in which the vendor says this.
   *
   * @param message plain words and an address
   */
  protected abstract String refusal(String message);

  // what a subclass may say otherwise

  /** Name of the model that is asked for. */
  protected String model() {
    return "seedream-4.5";
  }

  /** {@code WxH} that this engine makes exactly. */
  protected String size() {
    return "1920x1920";
  }

  /** The directive that cuts a good answer before what proves anything is through. */
  protected String cut() {
    return "[[cut 20]]";
  }

  /** The directive for one refusal as busy that asks for 7 seconds; empty where there is none. */
  protected Optional<String> busy() {
    return Optional.of("[[429 1 7]]");
  }

  /** The directive for a job that is accepted and then forgotten; empty for engines without. */
  protected Optional<String> forgottenJob() {
    return Optional.empty();
  }

  /** The seeds of all submits, in their order; empty for a vendor that is sent none. */
  protected List<Long> seeds() {
    return List.of();
  }

  /** Whether an accepted submit has left the whole picture with us. */
  protected boolean keepsPictures() {
    return false;
  }

  @BeforeEach
  final void start() throws IOException {
    startFake();
  }

  @AfterEach
  final void nothing_was_asked_that_the_vendor_forbids() throws IOException {
    stopFake();
    assertThat(faults()).isEmpty();
  }

  @Test
  void a_prompt_becomes_a_picture_of_the_asked_pixels() throws IOException {
    Engine engine = engine(AMPLE);
    EngineRequest request = request("");

    Picture picture = produced(end(engine, request, engine.submit(request)));
    byte[] first = written(picture);
    byte[] again = written(picture);

    var image = ImageIO.read(new ByteArrayInputStream(first));
    assertThat(image.getWidth() + "x" + image.getHeight()).isEqualTo(size());
    assertThat(again).isEqualTo(first);
    assertThat(paid(request.attemptId())).isEqualTo(1);
  }

  @Test
  void a_job_is_found_again_by_a_new_instance_from_its_id_alone() throws IOException {
    EngineRequest request = request("");
    EngineResult submitted = engine(AMPLE).submit(request);
    Assumptions.assumeTrue(submitted instanceof EngineResult.Accepted, "an engine without jobs");

    Picture picture = produced(end(engine(AMPLE), request, submitted));

    assertThat(isWhole(written(picture))).isTrue();
    assertThat(received(request.attemptId())).isEqualTo(1);
    assertThat(paid(request.attemptId())).isEqualTo(1);
  }

  @Test
  void attempts_side_by_side_are_each_paid_once() throws InterruptedException {
    Engine engine = engine(AMPLE);
    List<EngineRequest> requests =
        IntStream.range(0, 8).mapToObj(i -> request("attempt000000000000" + i, "")).toList();

    List<Thread> threads =
        requests.stream()
            .map(request -> Thread.ofVirtual().start(() -> engine.submit(request)))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(requests)
        .allSatisfy(request -> {
          assertThat(received(request.attemptId())).isEqualTo(1);
          assertThat(paid(request.attemptId())).isEqualTo(1);
        });
  }

  @Test
  void two_attempts_of_one_prompt_are_two_pictures() {
    Engine engine = engine(AMPLE);

    engine.submit(request("attempt0000000000001", ""));
    engine.submit(request("attempt0000000000002", ""));

    Assumptions.assumeFalse(seeds().isEmpty(), "an engine without seeds");
    assertThat(seeds()).hasSize(2).doesNotHaveDuplicates();
    assertThat(seeds()).allSatisfy(seed -> assertThat(seed).isNotNegative());
  }

  @Test
  void a_slow_answer_is_waited_for() {
    Engine engine = engine(AMPLE);
    EngineRequest request = request("[[slow 400]]");

    EngineResult end = end(engine, request, engine.submit(request));

    assertThat(end).isInstanceOf(EngineResult.Produced.class);
    assertThat(received(request.attemptId())).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[drop-after-read]]",
        "[[rst-after-read]]",
        "[[never]]",
        "[[headers-then-stall]]"
      })
  void a_lost_answer_is_unknown_and_was_paid_at_most_once(String directive) {
    lost(directive);
  }

  @Test
  void an_answer_that_breaks_off_is_unknown_and_was_paid_at_most_once() {
    lost(cut());
  }

  private void lost(String directive) {
    EngineRequest request = request(directive);

    EngineResult result = engine(BRIEF).submit(request);

    // what a vendor said before the connection broke may be evidence enough
    assertThat(result).isInstanceOfAny(EngineResult.Unknown.class, EngineResult.Accepted.class);
    assertThat(received(request.attemptId())).isEqualTo(1);
    assertThat(paid(request.attemptId())).isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[html 502]]",
        "[[html 503]]",
        "[[html 200]]",
        "[[html 429]]",
        "[[json unparsable]]",
        "[[json nan]]",
        "[[json huge]]",
      })
  void what_is_not_the_vendors_own_answer_proves_nothing(String directive) {
    EngineRequest request = request(directive);

    EngineResult result = engine(AMPLE).submit(request);

    assertThat(result).isInstanceOf(EngineResult.Unknown.class);
    assertThat(received(request.attemptId())).isEqualTo(1);
  }

  @Test
  void a_reference_that_our_disk_lost_is_no_fault_of_the_engine() {
    var header = new ImageHeader(ImageKind.PNG, 64, 48, 1);
    var lost = new Reference(folder.resolve("lost.png"), header);

    EngineResult result = engine(AMPLE).submit(Requests.request("{\"prompt\":\"a fox\"}", lost));

    assertThat(result).isInstanceOf(EngineResult.NotReady.class);
    assertThat(received(Requests.ATTEMPT)).isZero();
  }

  @Test
  void an_engine_that_is_not_there_got_nothing() throws IOException {
    Engine engine = engine(AMPLE);
    stopFake();

    EngineResult result = engine.submit(request(""));

    assertThat(result).isInstanceOf(EngineResult.NotSent.class);
    assertThat(paid(Requests.ATTEMPT)).isZero();
  }

  @Test
  void a_busy_engine_says_for_how_long() {
    Assumptions.assumeTrue(busy().isPresent(), "an engine that is never busy");
    Engine engine = engine(AMPLE);
    EngineRequest request = request(busy().orElseThrow());

    EngineResult first = engine.submit(request);

    assertThat(first).isInstanceOf(EngineResult.Refused.class);
    var refused = (EngineResult.Refused) first;
    assertThat(refused.refusal()).isEqualTo(Refusal.BUSY);
    assertThat(refused.pause()).contains(Duration.ofSeconds(7));
    assertThat(paid(request.attemptId())).isZero();
  }

  @Test
  void moderation_is_final_and_free() {
    Assumptions.assumeTrue(moderation().isPresent(), "an engine without moderation");
    Engine engine = engine(AMPLE);
    EngineRequest request = request(moderation().orElseThrow());

    EngineResult end = end(engine, request, engine.submit(request));

    assertThat(end).isInstanceOf(EngineResult.Refused.class);
    assertThat(((EngineResult.Refused) end).refusal()).isEqualTo(Refusal.CONTENT_POLICY);
    assertThat(received(request.attemptId())).isEqualTo(1);
    assertThat(paid(request.attemptId())).isZero();
  }

  @Test
  void a_wrong_key_is_a_matter_of_the_account_and_shown_nowhere() {
    Optional<Engine> engine = engineWithKey(WRONG_KEY);
    Assumptions.assumeTrue(engine.isPresent(), "an engine without keys");

    EngineResult result = engine.orElseThrow().submit(request(""));

    assertThat(result).isInstanceOf(EngineResult.Refused.class);
    assertThat(((EngineResult.Refused) result).refusal()).isEqualTo(Refusal.ACCOUNT);
    assertThat(result.toString()).doesNotContain("sesame");
    assertThat(paid(Requests.ATTEMPT)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"html", "zero", "truncated"})
  void a_spoilt_result_is_never_a_whole_picture(String kind) {
    Engine engine = engine(AMPLE);
    EngineRequest request = request("[[image " + kind + "]]");

    EngineResult end = end(engine, request, engine.submit(request));

    boolean kept = end instanceof EngineResult.Produced(Picture picture) && isWritable(picture);
    assertThat(kept).isFalse();
    assertThat(received(request.attemptId())).isEqualTo(1);
  }

  @Test
  void a_job_that_the_vendor_forgot_is_gone() {
    Assumptions.assumeTrue(forgottenJob().isPresent(), "an engine whose jobs are not forgotten");
    Engine engine = engine(AMPLE);
    EngineRequest request = request(forgottenJob().orElseThrow());

    EngineResult end = end(engine, request, engine.submit(request));

    assertThat(end).isInstanceOf(EngineResult.Gone.class);
    assertThat(received(request.attemptId())).isEqualTo(1);
  }

  @Test
  void a_refusal_repeats_neither_the_prompt_nor_an_address() {
    Engine engine = engine(AMPLE);
    EngineRequest request = request(refusal("look at " + ADDRESS + " instead"));

    EngineResult end = end(engine, request, engine.submit(request));

    assertThat(end).isInstanceOf(EngineResult.Refused.class);
    assertThat(((EngineResult.Refused) end).detail())
        .doesNotContain("bashful", "elsewhere", "opensesame", "://");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[drop-after-read]]",
        "[[html 502]]",
        "[[json unparsable]]",
        "[[http 400]]",
        "[[http 500]]",
        "[[http 503]]",
      })
  void no_detail_holds_the_prompt_or_an_address(String directive) {
    EngineResult result = engine(AMPLE).submit(request(directive));

    assertThat(detail(result)).doesNotContain("bashful", "://");
  }

  @Test
  void an_interrupted_submit_ends_at_once_and_keeps_the_flag() throws InterruptedException {
    Engine engine = engine(AMPLE);
    EngineRequest request = request("[[never]]");
    var result = new AtomicReference<Optional<EngineResult>>(Optional.empty());
    var flag = new AtomicBoolean();
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              result.set(Optional.of(engine.submit(request)));
              flag.set(Thread.currentThread().isInterrupted());
            });
    await(() -> received(request.attemptId()) == 1);

    thread.interrupt();

    assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
    assertThat(flag).isTrue();
    assertThat(result.get()).get().isInstanceOf(EngineResult.Unknown.class);
    assertThat(paid(request.attemptId())).isLessThanOrEqualTo(1);
  }

  @Test
  void asking_what_became_of_a_submit_is_never_a_submit() {
    EngineRequest request = request("[[drop-after-read]]");
    engine(AMPLE).submit(request);
    int paid = paid(request.attemptId());
    Engine successor = engine(AMPLE);

    List<EngineResult> told =
        IntStream.range(0, 3).mapToObj(i -> successor.reconcile(request)).toList();

    assertThat(told)
        .allSatisfy(result ->
            assertThat(result)
                .isInstanceOfAny(EngineResult.Unknown.class, EngineResult.Accepted.class));
    assertThat(received(request.attemptId())).isEqualTo(1);
    assertThat(paid(request.attemptId())).isEqualTo(paid);
  }

  @Test
  void cancelling_and_polling_never_throw_when_the_vendor_is_gone() throws IOException {
    Engine engine = engine(AMPLE);
    EngineRequest request = request("");
    EngineResult submitted = engine.submit(request);
    Assumptions.assumeTrue(submitted instanceof EngineResult.Accepted, "an engine without jobs");
    String job = ((EngineResult.Accepted) submitted).jobId();
    stopFake();

    engine.cancel(request, job);
    EngineResult polled = engine.poll(request, job);

    // an address of a picture is a job that has ended: then it is the fetching that fails
    boolean lost = polled instanceof EngineResult.NotSent || polled instanceof EngineResult.Unknown;
    assertThat(lost || isWritable(produced(polled)) == keepsPictures()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{\"task_id\":7}", "{\"id\":{}}", "\u0000"})
  void a_callback_that_is_rubbish_names_no_job(String body) {
    var callback =
        new EngineCallback(
            Requests.ATTEMPT,
            Map.of("content-type", "application/json"),
            body.getBytes(StandardCharsets.UTF_8),
            Requests.NOW);

    assertThat(engine(AMPLE).jobOf(callback)).isEmpty();
  }

  /** A prompt with a directive, for the attempt {@link Requests#ATTEMPT}. */
  protected final EngineRequest request(String directive) {
    return request(Requests.ATTEMPT, directive);
  }

  protected final EngineRequest request(String attempt, String directive) {
    String json =
        UpstreamJson.MAPPER
            .createObjectNode()
            .put("prompt", (PROMPT + " " + directive).strip())
            .put("size", size())
            .toString();
    return new EngineRequest(
        attempt,
        Requests.model(model()),
        Requests.input(model(), json),
        0,
        List.of(),
        Requests.NOW,
        Optional.empty());
  }

  /** What a submit comes to in the end, as the worker would learn it. */
  protected static EngineResult end(Engine engine, EngineRequest request, EngineResult submitted) {
    if (!(submitted instanceof EngineResult.Accepted(String jobId))) {
      return submitted;
    }
    var last = new AtomicReference<>(submitted);
    await(() -> {
      last.set(engine.poll(request, jobId));
      return switch (last.get()) {
        case EngineResult.Produced _, EngineResult.Refused _, EngineResult.Gone _ -> true;
        case EngineResult.Running _,
            EngineResult.Accepted _,
            EngineResult.NotSent _,
            EngineResult.NotReady _,
            EngineResult.Unknown _ ->
            false;
      };
    });
    return last.get();
  }

  protected static byte[] written(Picture picture) throws IOException {
    var bytes = new ByteArrayOutputStream();
    picture.writeTo(bytes);
    return bytes.toByteArray();
  }

  private static Picture produced(EngineResult result) {
    assertThat(result).isInstanceOf(EngineResult.Produced.class);
    return ((EngineResult.Produced) result).picture();
  }

  /** What the operator's log would hold. */
  private static String detail(EngineResult result) {
    return switch (result) {
      case EngineResult.NotSent(String detail) -> detail;
      case EngineResult.NotReady(String detail) -> detail;
      case EngineResult.Refused refused -> refused.detail();
      case EngineResult.Gone(String detail) -> detail;
      case EngineResult.Unknown(String detail) -> detail;
      case EngineResult.Accepted _, EngineResult.Running _, EngineResult.Produced _ -> "";
    };
  }

  /** Whether the first fetch gives a whole picture. */
  private static boolean isWritable(Picture picture) {
    try {
      return isWhole(written(picture));
    } catch (IOException e) {
      return false;
    }
  }

  /** A JPEG or PNG from its first to its last mark. */
  private static boolean isWhole(byte[] bytes) {
    if (bytes.length < 12) {
      return false;
    }
    byte[] end = Arrays.copyOfRange(bytes, bytes.length - 8, bytes.length);
    boolean jpeg = bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xd8;
    return jpeg
        ? end[6] == (byte) 0xff && end[7] == (byte) 0xd9
        : new String(end, 0, 4, StandardCharsets.US_ASCII).equals("IEND");
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}

package darkroom.worker.shot;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.account.AccountId;
import darkroom.catalog.ModelCatalog;
import darkroom.credit.Credits;
import darkroom.db.OpenStore;
import darkroom.engine.Engine;
import darkroom.engine.Picture;
import darkroom.engine.Requests;
import darkroom.engine.builtin.BuiltinConfig;
import darkroom.engine.builtin.BuiltinEngine;
import darkroom.image.CleanCopy;
import darkroom.image.Decoder;
import darkroom.image.DecoderConfig;
import darkroom.image.ImageGate;
import darkroom.image.ImageLimits;
import darkroom.image.MetadataConfig;
import darkroom.storage.LocalStorage;
import darkroom.task.Attempt;
import darkroom.task.Claim;
import darkroom.task.Headroom;
import darkroom.task.LeaseToken;
import darkroom.task.Names;
import darkroom.task.Samples;
import darkroom.task.SettableClock;
import darkroom.worker.shot.PictureIntake.Result;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PictureIntakeTest {
  private final SettableClock clock = new SettableClock();
  private final Names names = new Names();
  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private OpenStore open;

  @SuppressWarnings("NullAway.Init") // by the set-up before each test
  private PictureIntake intake;

  @BeforeEach
  void start() throws IOException {
    open = new OpenStore(folder, clock);
    var limits = new ImageLimits(1 << 20, 1 << 20, 1_000_000, 4_096);
    var decoder =
        new Decoder(new DecoderConfig(1_000_000, Duration.ofSeconds(5), Duration.ofSeconds(5)));
    var keeper =
        new PictureKeeper(
            new LocalStorage(folder.resolve("objects")),
            new CleanCopy(new ImageGate(limits), decoder, new MetadataConfig(false)),
            decoder,
            limits.maxBytes(),
            Duration.ofDays(30),
            clock,
            names::next);
    var retries = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), new Random(1));
    var reports = new AttemptLog(new EngineMetrics(new PrometheusRegistry()), clock);
    intake = new PictureIntake(open.tasks, keeper, retries, reports, clock);
  }

  @AfterEach
  void stop() {
    open.close();
  }

  @ParameterizedTest
  @CsvSource({
    "true, 0, 1, Listed",
    "true, 2, 3, Listed",
    "true, 3, 3, Unusable",
    "true, 100, 3, Unusable",
    "false, 1, 1, Unusable"
  })
  void bytes_that_are_no_picture_are_asked_for_again_where_they_may_differ(
      boolean mayDiffer, int bad, int reads, String end) throws Exception {
    var picture = new Flickering(mayDiffer, bad);

    Result result = take(picture);

    assertThat(result.getClass().getSimpleName()).isEqualTo(end);
    assertThat(picture.reads).isEqualTo(reads);
  }

  private Result take(Picture picture) throws IOException, InterruptedException {
    AccountId account = open.account(Credits.of(100));
    open.tasks.insert(Samples.queued(Samples.task("t1", account, 1, clock.instant())));
    Claim claim =
        open.tasks
            .claim(
                1,
                Samples.lease(clock.instant()),
                Headroom.UNBOUNDED,
                () -> new LeaseToken(names.next(22)))
            .getFirst();
    Engine engine = new BuiltinEngine(Requests.decoder(), new BuiltinConfig(1));
    Attempt attempt = Attempt.sending(names.next(20), 0, 1, engine.name());
    open.tasks.intend(claim, attempt);
    var shot =
        new Shot(
            claim,
            0,
            ModelCatalog.load(Optional.empty()).find("seedream-4.5").orElseThrow(),
            List.of(),
            List.of(),
            Optional.empty(),
            new TaskProgress(open.tasks, claim, clock));
    return intake.take(shot, engine, attempt, picture);
  }

  /** A page the first few times, then a picture. */
  private static final class Flickering implements Picture {
    private final boolean mayDiffer;
    private final int bad;
    private int reads;

    private Flickering(boolean mayDiffer, int bad) {
      this.mayDiffer = mayDiffer;
      this.bad = bad;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(++reads <= bad ? "<html>".getBytes(StandardCharsets.UTF_8) : jpeg());
    }

    @Override
    public boolean mayDiffer() {
      return mayDiffer;
    }
  }

  private static byte[] jpeg() throws IOException {
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "jpeg", bytes);
    return bytes.toByteArray();
  }
}

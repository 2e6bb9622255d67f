package darkroom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Decoding on virtual threads, held up in its last step, which writes. */
@Timeout(60)
class DecoderThreadsTest {
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private final Decoder decoder = decoder(Duration.ofSeconds(50));
  private final long free = decoder.available();

  @TempDir private Path folder;
  private Path file = Path.of("");
  private ImageHeader header = new ImageHeader(ImageKind.PNG, 1, 1, 1);

  @BeforeEach
  void write() throws IOException {
    file = Files.write(folder.resolve("picture"), Fixtures.png(64, 64));
    header = new HeaderReader().read(file).orElseThrow();
  }

  @Test
  void more_decodes_than_carriers_leave_room_for_everything_else() throws Exception {
    var begun = new CountDownLatch(CORES);
    var release = new AtomicBoolean();
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var out =
        written(() -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          begun.countDown();
          while (!release.get()) {
            Thread.onSpinWait(); // computes: waiting would let go of a carrier
          }
          running.decrementAndGet();
        });
    var decodes = new ArrayList<Thread>();
    var other = new CountDownLatch(1);
    try {
      for (int i = 0; i < CORES + 1; i++) {
        decodes.add(Thread.ofVirtual().start(() -> encode(out)));
      }
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

      Thread.ofVirtual().start(other::countDown);

      assertThat(other.await(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      release.set(true);
    }
    for (Thread decode : decodes) {
      decode.join();
    }
    assertThat(most).as("one for each core").hasValue(CORES);
    assertThat(decoder.available()).isEqualTo(free);
  }

  @Test
  void an_interrupt_ends_a_decode_and_gives_its_pixels_back() throws Exception {
    var begun = new CountDownLatch(1);
    var seen = new AtomicReference<Throwable>();
    var flag = new AtomicBoolean();
    var out =
        written(() -> {
          begun.countDown();
          awaitForEver();
        });
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                decoder.encodeSmaller(file, header, 64, out);
              } catch (IOException e) {
                seen.set(e);
                flag.set(Thread.currentThread().isInterrupted());
              }
            });
    begun.await();
    long taken = decoder.available();

    caller.interrupt();
    caller.join();

    assertThat(seen.get()).isInstanceOf(InterruptedIOException.class);
    assertThat(flag).as("still interrupted").isTrue();
    assertThat(taken).isLessThan(free);
    assertThat(decoder.available()).isEqualTo(free);
  }

  @Test
  void waiting_for_a_core_has_an_end() throws Exception {
    var busy = decoder(Duration.ofMillis(50));
    var begun = new CountDownLatch(CORES);
    var release = new CountDownLatch(1);
    var out =
        written(() -> {
          begun.countDown();
          release.await();
        });
    var seen = new AtomicReference<Throwable>();
    var decodes = new ArrayList<Thread>();
    for (int i = 0; i < CORES; i++) {
      decodes.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  busy.encodeSmaller(file, header, 64, out);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    begun.await();

    Thread.ofVirtual()
        .start(() -> {
          try {
            busy.decode(file, header, 64);
          } catch (IOException e) {
            seen.set(e);
          }
        })
        .join();

    release.countDown();
    for (Thread decode : decodes) {
      decode.join();
    }
    assertThat(seen.get()).isInstanceOf(DecodeBusyException.class).hasMessageContaining("no core");
  }

  @Test
  void damage_on_the_other_thread_is_the_callers() throws Exception {
    Files.write(file, Fixtures.png(65, 64));
    var seen = new AtomicReference<Throwable>();

    Thread.ofVirtual()
        .start(() -> {
          try {
            decoder.decode(file, header, 64);
          } catch (IOException e) {
            seen.set(e);
          }
        })
        .join();

    assertThat(seen.get()).isInstanceOf(MalformedPictureException.class);
    assertThat(decoder.available()).isEqualTo(free);
  }

  @Test
  void a_platform_thread_decodes_by_itself() throws Exception {
    var thread = new AtomicReference<Thread>();

    decoder.encodeSmaller(file, header, 64, written(() -> thread.set(Thread.currentThread())));

    assertThat(thread.get()).isSameAs(Thread.currentThread());
    assertThatThrownBy(() -> decoder.decode(folder.resolve("gone"), header, 64))
        .isInstanceOf(IOException.class);
  }

  private static Decoder decoder(Duration longestWait) {
    return new Decoder(new DecoderConfig(50_000_000, longestWait, Duration.ofSeconds(50)));
  }

  private void encode(OutputStream out) {
    try {
      decoder.encodeSmaller(file, header, 64, out);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Hold {
    void here() throws InterruptedException;
  }

  /** Takes bytes, and does this before. */
  private static OutputStream written(Hold hold) {
    return new OutputStream() {
      @Override
      public void write(int next) {}

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
          hold.here();
        } catch (InterruptedException e) {
          throw new InterruptedIOException("held up");
        }
      }
    };
  }

  private static void awaitForEver() throws InterruptedException {
    new CountDownLatch(1).await();
  }
}

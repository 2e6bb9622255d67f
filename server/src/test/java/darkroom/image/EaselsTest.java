package darkroom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EaselsTest {
  private final Easels easels = new Easels(1);

  @Test
  void painting_does_not_hold_a_carrier_of_virtual_threads() throws Exception {
    var virtual = new AtomicBoolean(true);

    Thread caller =
        Thread.ofVirtual()
            .start(() -> paint(() -> virtual.set(Thread.currentThread().isVirtual())));
    caller.join();

    assertThat(virtual).isFalse();
  }

  @Test
  void trouble_while_painting_is_the_callers() {
    assertThatThrownBy(() ->
            easels.paint(() -> {
              throw new IOException("no canvas");
            }))
        .isInstanceOf(IOException.class)
        .hasMessage("no canvas");
  }

  @Test
  void an_interrupt_stops_the_painting_before_the_caller_goes_on() throws Exception {
    var begun = new CountDownLatch(1);
    var painterStopped = new AtomicBoolean();
    var seen = new AtomicReference<Throwable>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                easels.paint(() -> {
                  begun.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException stop) {
                    painterStopped.set(true);
                  }
                });
              } catch (IOException e) {
                assertThat(painterStopped).isTrue();
                seen.set(e);
              }
            });
    begun.await();

    caller.interrupt();
    caller.join();

    assertThat(seen.get()).isInstanceOf(InterruptedIOException.class);
  }

  private void paint(Easels.Painting painting) {
    try {
      easels.paint(painting);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

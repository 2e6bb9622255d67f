package darkroom.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchedStreamTest {
  private final AtomicInteger failures = new AtomicInteger();

  @Test
  void a_disk_that_takes_no_bytes_is_told_of() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    var stream = new WatchedStream(full, failures::incrementAndGet);

    assertThatThrownBy(() -> stream.write(new byte[3])).hasMessage("No space left on device");
    assertThatThrownBy(() -> stream.write(1)).isInstanceOf(IOException.class);

    assertThat(failures).hasValue(2);
  }

  @Test
  void bytes_that_are_taken_pass_unchanged() throws IOException {
    var disk = new ByteArrayOutputStream();
    var stream = new WatchedStream(disk, failures::incrementAndGet);

    stream.write(new byte[] {1, 2, 3});
    stream.write(4);

    assertThat(disk.toByteArray()).containsExactly(1, 2, 3, 4);
    assertThat(failures).hasValue(0);
  }
}

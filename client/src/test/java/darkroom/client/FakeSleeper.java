package darkroom.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sleeps at once and remembers for how long; its clock moves by what it slept. */
final class FakeSleeper implements Sleeper {
  final List<Duration> slept = new CopyOnWriteArrayList<>();

  @Override
  public void sleep(Duration duration) {
    slept.add(duration);
  }

  @Override
  public long nanoTime() {
    return slept.stream().mapToLong(Duration::toNanos).sum();
  }
}

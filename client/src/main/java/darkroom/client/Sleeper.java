package darkroom.client;

import java.time.Duration;

/** Waiting, and the clock that waiting is measured by; handed in so that tests do not wait. */
interface Sleeper {
  /** The real one. */
  Sleeper SYSTEM =
      new Sleeper() {
        @Override
        public void sleep(Duration duration) throws InterruptedException {
          Thread.sleep(duration);
        }

        @Override
        public long nanoTime() {
          return System.nanoTime();
        }
      };

  void sleep(Duration duration) throws InterruptedException;

  /** As {@link System#nanoTime}: only differences mean anything. */
  long nanoTime();
}

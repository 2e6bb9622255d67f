package darkroom.verify.fault;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Watches the system calls of a running process through strace and kills it just before the Nth:
 * each call is held for a moment when it begins, strace tells of it, and the kill comes within that
 * moment. strace counts by thread, so the counting over all threads is done here.
 */
final class Trap implements AutoCloseable {
  private static final String CALLS =
      "write,pwrite64,writev,fdatasync,fsync,rename,renameat,renameat2,unlink,unlinkat,mkdir,"
          + "ftruncate,connect,sendto,sendmsg";
  private static final String HELD_MICROS = "12000";
  private static final Pattern BEGUN =
      Pattern.compile("(?:\\[pid +\\d+] )?(" + CALLS.replace(',', '|') + ")\\(");

  private final ProcessHandle victim;
  private final Process strace;
  private final Thread reader;
  private final int deadly;
  private final AtomicInteger count = new AtomicInteger();
  private volatile String last = "";
  private volatile long lastNanos = System.nanoTime();
  private volatile boolean attached;

  /**
   * Attaches to a process and returns when it is watched.
   *
   * @param deadly which call it shall not survive, from 1 on
   */
  Trap(long pid, int deadly) throws IOException, InterruptedException {
    this.deadly = deadly;
    victim = ProcessHandle.of(pid).orElseThrow();
    strace =
        new ProcessBuilder(
                List.of(
                    "strace",
                    "-f",
                    "-s",
                    "0",
                    "-p",
                    Long.toString(pid),
                    "-e",
                    "trace=" + CALLS,
                    "-e",
                    "signal=none",
                    "-e",
                    "inject=" + CALLS + ":delay_enter=" + HELD_MICROS))
            .redirectErrorStream(true)
            .start();
    reader = Thread.ofPlatform().daemon().start(this::read);
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!attached) {
      if (!strace.isAlive() || System.nanoTime() > until) {
        throw new IOException("strace does not attach to " + pid);
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** Calls begun so far. */
  int count() {
    return count.get();
  }

  /** Name of the call begun last. */
  String last() {
    return last;
  }

  /** How long no call has begun. */
  long quietMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastNanos);
  }

  private void read() {
    var line = new StringBuilder();
    boolean counted = false;
    var bytes = new byte[8192];
    try (InputStream in = strace.getInputStream()) {
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        for (int i = 0; i < read; i++) {
          char c = (char) bytes[i];
          line.append(c);
          if (c == '(' && !counted) {
            var begun = BEGUN.matcher(line);
            if (begun.matches()) {
              begun(begun.group(1));
            }
            counted = true; // only the first bracket of a line begins a call
          } else if (c == '\n') {
            attached |= line.indexOf(" attached") >= 0;
            line.setLength(0);
            counted = false;
          }
        }
      }
    } catch (IOException e) {
      // strace ended with its victim
    }
  }

  private void begun(String call) {
    if (count.get() < deadly) {
      last = call;
      lastNanos = System.nanoTime();
      if (count.incrementAndGet() == deadly) {
        victim.destroyForcibly();
      }
    }
  }

  /** Lets the process go, if it still lives. */
  @Override
  public void close() {
    strace.toHandle().destroyForcibly(); // unlike the process, leaves its last lines to be read
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package darkroom.verify.fault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A mount namespace of its own, kept alive by a process that ends when its input does: whatever
 * happens to the rig, its mounts and loop devices go with it. Victims enter it by {@link #prefix};
 * the rig looks in from outside by {@link #view}.
 */
final class PrivateMounts implements AutoCloseable {
  private final Process keeper;

  PrivateMounts() throws IOException {
    keeper = new ProcessBuilder("unshare", "-m", "--propagation", "private", "cat").start();
    keeper.getOutputStream().write('\n');
    keeper.getOutputStream().flush();
    if (keeper.getInputStream().read() < 0) { // cat answers, so the namespace is there
      throw new IOException("unshare -m failed");
    }
  }

  /** What a command inside begins with. */
  List<String> prefix() {
    return List.of("nsenter", "-t", Long.toString(keeper.pid()), "-m", "--");
  }

  /** Runs a tool inside, to its end. */
  void run(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(prefix());
    command.addAll(List.of(words));
    Tool.run(command);
  }

  /** A path inside, as seen from outside. */
  Path view(Path inside) {
    return Path.of("/proc/" + keeper.pid() + "/root" + inside);
  }

  @Override
  public void close() {
    keeper.destroyForcibly().onExit().join();
  }
}

package darkroom.verify.outbound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network and mount namespace for the victim, joined by a cable (veth) to the namespace of a
 * {@link FarSide}, where every address there is answers. The victim has one way out, the cable, and
 * asks the far side's name server only. Needs root; leaves nothing behind, whatever happens: both
 * namespaces live as long as a process that reads our pipe.
 */
final class Island implements AutoCloseable {
  /** The victim's own address, as if public, beside the one on the cable. */
  static final String OWN_ADDRESS = "45.0.0.2";

  static final String VICTIM = "192.0.2.2";
  static final String NAME_SERVER = "192.0.2.1";

  private final Process holder;

  private Island(Process holder) {
    this.holder = holder;
  }

  /** Whether this machine lets us: root, and the tools are there. */
  static boolean isPossible() {
    try {
      run(List.of("unshare", "-m", "-n", "ip", "link", "show", "lo"));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Lays the cable to the namespace of the far side's process.
   *
   * @param folder for the files that the victim sees in place of the machine's
   */
  static Island join(long farSide, Path folder) throws IOException {
    Process holder =
        new ProcessBuilder("unshare", "-m", "-n", "sh", "-c", "echo up; read end").start();
    var island = new Island(holder);
    try {
      if (holder.inputReader().readLine() == null) {
        throw new IOException("no namespaces of our own (root needed)");
      }
      Path resolver =
          Files.writeString(folder.resolve("resolv.conf"), "nameserver " + NAME_SERVER + "\n");
      Path switches = Files.writeString(folder.resolve("nsswitch.conf"), "hosts: files dns\n");
      island.inside(
          """
          ip link set lo up
          ip link add out type veth peer name in netns %d
          ip addr add 192.0.2.2/30 dev out
          ip addr add 45.0.0.2/32 dev out
          ip -6 addr add 2001:db8:aa::2/64 dev out nodad
          ip link set out up
          mount --bind %s "$(readlink -f /etc/resolv.conf)"
          [ ! -e /etc/nsswitch.conf ] || mount --bind %s /etc/nsswitch.conf
          """
              .formatted(farSide, resolver, switches));
      // answers may only come from addresses of the table "local"; the victim's own go past it
      run(
          List.of(
              "nsenter",
              "-t",
              Long.toString(farSide),
              "-n",
              "sh",
              "-ec",
              """
              ip link set lo up
              ip addr add 192.0.2.1/30 dev in
              ip -6 addr add 2001:db8:aa::1/64 dev in nodad
              ip link set in up
              ip route add 192.0.2.2/32 dev in table local
              ip route add 45.0.0.2/32 dev in table local
              ip route add local default dev lo table local
              ip -6 route add 2001:db8:aa::2/128 dev in table local
              ip -6 route add local default dev lo table local
              """));
      island.inside(
          """
          ip route add default via 192.0.2.1
          ip -6 route add default via 2001:db8:aa::1
          """);
      return island;
    } catch (IOException e) {
      island.close();
      throw e;
    }
  }

  /** What a command line begins with to run in here under its own process id. */
  List<String> prefix() {
    return List.of("nsenter", "-t", Long.toString(holder.pid()), "-n", "-m");
  }

  /** TCP connections that processes in here tried to open, by the kernel's count. */
  long activeOpens() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("/proc/" + holder.pid() + "/net/snmp")).stream()
            .filter(row -> row.startsWith("Tcp:"))
            .toList();
    int column = List.of(rows.getFirst().split(" ", -1)).indexOf("ActiveOpens");
    return Long.parseLong(rows.getLast().split(" ", -1)[column]);
  }

  @Override
  public void close() {
    holder.destroyForcibly();
    holder.onExit().join();
  }

  private void inside(String script) throws IOException {
    var command = new ArrayList<>(prefix());
    command.addAll(List.of("sh", "-ec", script));
    run(command);
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command.getFirst() + " failed: " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}

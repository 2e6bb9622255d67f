package darkroom.verify.outbound;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The rest of the world, as a process in a namespace of its own: web servers on every address there
 * is, which write down whom a connection was meant for, a {@link NameServer}, and a door for the
 * rig, because nobody else can reach the victim. Talks by lines: {@code go}, {@code turn}, {@code
 * flips} in; {@code ready}, {@code hit ADDRESS PORT PATH}, {@code flips N M} out. Ends with its
 * input.
 */
final class FarSide {
  private static final List<Integer> PORTS = List.of(80, 443, 1080, 3128, 8080, 9000);

  private FarSide() {}

  /** {@code DOOR VICTIM_ADDRESS}: a socket file to make, and where its connections go. */
  public static void main(String[] arguments) throws Exception {
    var names = new NameServer();
    var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "hello" -> say("hello");
        case "go" -> {
          names.open(Island.NAME_SERVER);
          for (int port : PORTS) {
            var server = new ServerSocket();
            server.bind(new InetSocketAddress("::", port), 4096);
            Thread.ofPlatform().daemon().start(() -> serve(server));
          }
          say("ready");
        }
        case "door" ->
            door(
                Path.of(words[1]),
                new InetSocketAddress(Island.VICTIM, Integer.parseInt(words[2])));
        case "turn" -> {
          names.turn();
          say("turned");
        }
        case "flips" -> say("flips " + names.fetchFlips() + " " + names.callbackFlips());
        default -> throw new IOException(line);
      }
    }
    System.exit(0);
  }

  private static void say(String line) {
    synchronized (System.out) {
      System.out.println(line);
      System.out.flush();
    }
  }

  private static void serve(ServerSocket server) {
    while (true) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> answer(socket));
      } catch (IOException e) {
        System.err.println("far side: " + e);
      }
    }
  }

  private static void answer(Socket socket) {
    String address = socket.getLocalAddress().getHostAddress();
    String path = "";
    try (socket) {
      socket.setSoTimeout(3_000);
      path = path(socket.getInputStream());
      say("hit " + address + " " + socket.getLocalPort() + " " + path);
      new FarAnswer(path).write(socket);
    } catch (IOException e) {
      if (path.isEmpty()) {
        say("hit " + address + " " + socket.getLocalPort() + " -");
      }
    }
  }

  /** Path of the request line, once the whole head has arrived. */
  private static String path(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0 && head.length() < 16_000) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    String[] words = head.toString().split("[ \r]", 3);
    return words.length < 2 || words[1].isEmpty() ? "?" : words[1];
  }

  /** Passes connections from the rig on to the victim. */
  private static void door(Path file, InetSocketAddress victim) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(file), 512);
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          while (true) {
            try {
              SocketChannel near = server.accept();
              Pump.join(near, () -> SocketChannel.open(victim));
            } catch (IOException e) {
              System.err.println("door: " + e);
            }
          }
        });
    say("open");
  }
}

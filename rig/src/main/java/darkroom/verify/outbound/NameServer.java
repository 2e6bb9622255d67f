package darkroom.verify.outbound;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A hostile name server over UDP. The first label of a name says what it answers: {@code
 * v4-2d210101} and {@code v6-…} an address in hexadecimal digits; {@code flip-…} another one at
 * each question, public and private in turn; {@code mix-…} both at once; {@code six-…} a public
 * IPv4 beside a private IPv6; {@code late-…} a public one until {@link #turn}. Every other name,
 * odd spellings of addresses above all, is at 127.0.0.1. Nothing may be cached.
 */
final class NameServer {
  private static final int A = 1;
  private static final int AAAA = 28;

  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private final AtomicLong fetchFlips = new AtomicLong();
  private final AtomicLong callbackFlips = new AtomicLong();
  private volatile boolean turned;

  /** Begins to answer there. */
  void open(String address) throws IOException {
    var socket = new DatagramSocket(new InetSocketAddress(address, 53));
    Thread.ofPlatform().daemon().start(() -> serve(socket));
  }

  /** From now on late names are private. */
  void turn() {
    turned = true;
  }

  /** Answers that differed from the one before for the same name. */
  long fetchFlips() {
    return fetchFlips.get();
  }

  /** The same for names of which the second label begins with a c. */
  long callbackFlips() {
    return callbackFlips.get();
  }

  private void serve(DatagramSocket socket) {
    byte[] buffer = new byte[1500];
    while (true) {
      var packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        byte[] reply = reply(ByteBuffer.wrap(buffer, 0, packet.getLength()));
        socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
      } catch (IOException | RuntimeException broken) {
        System.err.println("name server: " + broken);
      }
    }
  }

  private byte[] reply(ByteBuffer query) throws IOException {
    var name = new StringBuilder();
    int at = 12;
    for (int length = query.get(at); length > 0; length = query.get(at)) {
      byte[] label = new byte[length];
      query.get(at + 1, label);
      name.append(new String(label, StandardCharsets.ISO_8859_1)).append('.');
      at += length + 1;
    }
    int type = query.getShort(at + 1);
    int end = at + 5;
    List<InetAddress> answers = answers(name.toString().toLowerCase(Locale.ROOT), type);
    ByteBuffer reply = ByteBuffer.allocate(1500);
    reply.putShort(query.getShort(0)).putShort((short) 0x8180);
    reply.putShort((short) 1).putShort((short) answers.size()).putInt(0);
    reply.put(query.slice(12, end - 12));
    for (InetAddress address : answers) {
      byte[] bytes = address.getAddress();
      reply.putShort((short) 0xc00c).putShort((short) type).putShort((short) 1).putInt(0);
      reply.putShort((short) bytes.length).put(bytes);
    }
    byte[] all = new byte[reply.position()];
    reply.get(0, all);
    return all;
  }

  private List<InetAddress> answers(String name, int type) throws IOException {
    String[] label =
        name.substring(0, name.indexOf('.') < 0 ? 0 : name.indexOf('.')).split("-", -1);
    boolean six = type == AAAA;
    if (!six && type != A) {
      return List.of();
    }
    return switch (label[0]) {
      case "v4" -> six ? List.of() : List.of(address(label[1]));
      case "v6" -> six ? List.of(address(label[1])) : List.of();
      case "flip" -> six ? List.of() : List.of(flipped(name, label));
      case "mix" -> six ? List.of() : List.of(address(label[1]), address(label[2]));
      case "six" -> List.of(address(six ? label[2] : label[1]));
      case "late" -> six ? List.of() : List.of(address(turned ? label[2] : label[1]));
      default -> six ? List.of() : List.of(InetAddress.ofLiteral("127.0.0.1"));
    };
  }

  private InetAddress flipped(String name, String[] label) throws IOException {
    int before = asked.merge(name, 1, Integer::sum) - 1;
    if (before > 0) {
      boolean callback = name.startsWith("c", name.indexOf('.') + 1);
      (callback ? callbackFlips : fetchFlips).incrementAndGet();
    }
    return address(label[1 + before % 2]);
  }

  /** Made from bytes, so that a mapped address stays IPv6 on the wire only if it is 16 bytes. */
  private static InetAddress address(String hex) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(hex);
    return bytes.length == 4
        ? InetAddress.getByAddress(bytes)
        : java.net.Inet6Address.getByAddress(null, bytes, -1);
  }
}

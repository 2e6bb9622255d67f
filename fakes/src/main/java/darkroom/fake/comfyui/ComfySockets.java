package darkroom.fake.comfyui;

import darkroom.fake.kit.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/**
 * The web sockets of clients (RFC 6455), over which each is told the steps of its own jobs. What is
 * told before a client has connected waits for it, so that a test need not be quick. Thread-safe.
 */
final class ComfySockets {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;
  private static final int PING = 0x89;
  private static final long PING_MILLIS = 50;

  private final Map<String, BlockingQueue<byte[]>> clients = new ConcurrentHashMap<>();
  private final Map<String, Integer> open = new ConcurrentHashMap<>();

  int open() {
    return open.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Serves one client until it leaves, which the next ping tells. */
  void serve(String client, String key, OutputStream out) throws IOException, InterruptedException {
    String head =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accept(key)
            + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    ObjectNode status = event("status");
    status.putObject("data").put("sid", client).putObject("status").putObject("exec_info");
    out.write(frame(TEXT, text(status)));
    // a preview: two numbers, then a picture
    out.write(frame(BINARY, ByteBuffer.allocate(12).putInt(1).putInt(2).array()));
    out.flush();
    open.merge(client, 1, Integer::sum);
    try {
      BlockingQueue<byte[]> told = queue(client);
      while (true) {
        byte[] next = told.poll(PING_MILLIS, TimeUnit.MILLISECONDS);
        out.write(next == null ? frame(PING, new byte[0]) : frame(TEXT, next));
        out.flush();
      }
    } finally {
      open.merge(client, -1, Integer::sum);
    }
  }

  void progress(ComfyJob job, int value, int max) {
    ObjectNode event = event("progress");
    event
        .putObject("data")
        .put("value", value)
        .put("max", max)
        .put("prompt_id", job.id())
        .put("node", "5");
    queue(job.client()).add(text(event));
  }

  private BlockingQueue<byte[]> queue(String client) {
    return clients.computeIfAbsent(client, any -> new LinkedBlockingQueue<>());
  }

  private static ObjectNode event(String type) {
    return Json.MAPPER.createObjectNode().put("type", type);
  }

  private static byte[] text(ObjectNode event) {
    return event.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] frame(int kind, byte[] payload) {
    var frame = new ByteArrayOutputStream();
    frame.write(kind);
    if (payload.length < 126) {
      frame.write(payload.length);
    } else {
      frame.write(126);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    }
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  private static String accept(String key) {
    try {
      byte[] bytes = (key + GUID).getBytes(StandardCharsets.ISO_8859_1);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-1 is missing", e);
    }
  }
}

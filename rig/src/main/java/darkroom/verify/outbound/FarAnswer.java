package darkroom.verify.outbound;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/**
 * What a far host answers, by path: {@code /to/302/HEX} a redirect to what HEX spells, {@code
 * /flood/HEX} one with 20 MB of body, {@code /loop} to itself, {@code /refresh/HEX} a Refresh
 * header, {@code /late} a request for three seconds of patience, {@code /hang} nothing for a
 * minute, {@code /reset} a broken connection; else 500, so that a callback is tried again.
 */
record FarAnswer(String path) {
  private static final int FLOOD = 20_000_000;

  void write(Socket socket) throws IOException {
    String[] parts = path.split("/", -1);
    OutputStream out = socket.getOutputStream();
    switch (parts.length > 1 ? parts[1] : "") {
      case "to" -> head(out, parts[2] + " Redirect", "Location: " + text(parts[3]), 0);
      case "loop" -> head(out, "302 Found", "Location: " + path, 0);
      case "refresh" -> head(out, "200 OK", "Refresh: 0; url=" + text(parts[2]), 0);
      case "late" -> head(out, "503 Later", "Retry-After: 3", 0);
      case "ok" -> head(out, "204 No Content", "X-Far: side", 0);
      case "flood" -> {
        head(out, "302 Found", "Location: " + text(parts[2]), FLOOD);
        byte[] chunk = new byte[64 * 1024];
        for (int sent = 0; sent < FLOOD; sent += chunk.length) {
          out.write(chunk);
        }
      }
      case "hang" -> {
        try {
          TimeUnit.SECONDS.sleep(60);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      case "reset" -> socket.setSoLinger(true, 0);
      default -> head(out, "500 Sorry", "X-Far: side", 0);
    }
  }

  private static String text(String hex) {
    return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
  }

  private static void head(OutputStream out, String status, String header, int length)
      throws IOException {
    out.write(
        ("HTTP/1.1 "
                + status
                + "\r\n"
                + header
                + "\r\nContent-Length: "
                + length
                + "\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}

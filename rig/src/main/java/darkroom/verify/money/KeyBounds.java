package darkroom.verify.money;

import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Idempotency keys at and over their bounds, over a bare socket. */
final class KeyBounds {
  private static final String BODY = Wire.TASK.replace("a mill", "[[never]] bounds");

  private KeyBounds() {}

  /** How many were answered otherwise than the contract says. */
  static int wrong(Victim victim, String member) throws IOException {
    String[] allowed = {"a", "~", "!", "b".repeat(255)};
    String[] refused = {
      "", "c".repeat(256), "two words", "tab\there", "caf\u00e9", "\u0080", "d".repeat(4_000)
    };
    int wrong = 0;
    for (String key : allowed) {
      wrong += status(victim, member, "Idempotency-Key: " + key) == 200 ? 0 : 1;
    }
    for (String key : refused) {
      wrong += status(victim, member, "Idempotency-Key: " + key) == 400 ? 0 : 1;
    }
    String twice = "Idempotency-Key: one\r\nIdempotency-Key: two";
    return wrong + (status(victim, member, twice) == 400 ? 0 : 1);
  }

  private static int status(Victim victim, String member, String header) throws IOException {
    String request =
        """
        POST %s HTTP/1.1\r
        Host: 127.0.0.1\r
        Connection: close\r
        Authorization: Bearer %s\r
        %s\r
        Content-Length: %d\r
        \r
        %s\
        """
            .formatted(Wire.SUBMIT, member, header, BODY.length(), BODY);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), victim.port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return answer.length() < 12 ? 0 : Integer.parseInt(answer.substring(9, 12));
    }
  }
}

package darkroom.verify.money;

import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One idempotency key, its body, and the task it was first answered with. Thread-safe. */
final class OneKey {
  private static final String ALPHABET =
      "!#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~";
  private static final int ATTEMPTS = 50;

  private final String text;
  private final String[] bodies;
  private final AtomicReference<@Nullable String> task = new AtomicReference<>();

  OneKey(int number, Random random) {
    var built = new StringBuilder(number + "-");
    int length = random.nextInt(20) == 0 ? 255 : 8 + random.nextInt(40);
    while (built.length() < length) {
      built.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    text = built.toString();
    // never drawn: after a restart the one place goes to whichever of them is due first
    String prompt = "[[never]] mill " + number;
    bodies =
        new String[] {
          "{\"model\":\"seedream-4.5\",\"input\":{\"prompt\":\"" + prompt + "\",\"n\":1}}",
          "{ \"input\": { \"n\": 1.0, \"prompt\": \""
              + prompt
              + "\" }, \"model\": \"seedream-4.5\" }"
        };
  }

  /**
   * 0 when the answer was this key's one task, 1 when it was anything else.
   *
   * @param caller decides how the body is spelled
   * @param mayBreak a kill may break the connection, which then is nothing wrong
   */
  int submit(Wire wire, String member, int caller, boolean mayBreak) throws InterruptedException {
    String body = bodies[caller % bodies.length];
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        Wire.Reply reply =
            wire.send("POST", Wire.SUBMIT, member, body, Map.of("Idempotency-Key", text));
        if (reply.status() == 503) {
          Thread.sleep(100); // said to be nothing written; asked again
          continue;
        }
        return reply.status() == 200 && isMine(reply.data().path("task_id").asString()) ? 0 : 1;
      } catch (IOException e) {
        if (mayBreak) {
          return 0;
        }
        Thread.sleep(100); // a connection left over from before the kill
      }
    }
    return 1;
  }

  /** Whether another body under this key is refused. */
  boolean conflicts(Wire wire, String member) throws IOException, InterruptedException {
    String other = bodies[0].replace("mill", "kiln");
    return wire.send("POST", Wire.SUBMIT, member, other, Map.of("Idempotency-Key", text)).status()
        == 409;
  }

  private boolean isMine(String answered) {
    return task.compareAndSet(null, answered) || answered.equals(task.get());
  }
}

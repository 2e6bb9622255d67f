package darkroom.fake.kit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Server-sent events in chunks. For one thread. */
public final class EventStream {
  private final Answer answer;

  EventStream(Answer answer) {
    this.answer = answer;
  }

  /**
   * @param name of the event; empty for none
   * @param data without line ends
   */
  public void event(String name, String data) throws IOException, InterruptedException {
    String text = (name.isEmpty() ? "" : "event: " + name + "\n") + "data: " + data + "\n\n";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    answer.body(ascii(Integer.toHexString(bytes.length) + "\r\n" + text + "\r\n"));
  }

  /** The end as HTTP has it; a stream without it was cut. */
  public void end() throws IOException, InterruptedException {
    answer.body(ascii("0\r\n\r\n"));
    answer.completed();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

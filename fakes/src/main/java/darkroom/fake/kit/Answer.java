package darkroom.fake.kit;

import darkroom.fake.wire.ScriptedServer.Drop;
import darkroom.fake.wire.ScriptedServer.Reset;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * The way back to a client, and the one place where misfortunes of the wire are carried out. For
 * one request and one thread.
 */
public final class Answer {
  private static final int SLICES = 32;
  private static final String JSON = "application/json";
  private static final Duration FOREVER = Duration.ofDays(3650);

  private final OutputStream out;
  private final Clock clock;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private Misfortune fate = Misfortune.NONE;
  private int written;
  private boolean complete;

  Answer(OutputStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  /** A header of whatever is sent. */
  public void header(String name, String value) {
    headers.put(name, value);
  }

  /**
   * Carries out what is refused and billed to nobody: {@code http}, {@code fail}, {@code html},
   * {@code 429}, {@code drop-before-read}.
   *
   * @return whether the request is answered with that
   */
  public boolean refuses(Misfortune misfortune, VendorErrors errors)
      throws IOException, InterruptedException {
    switch (misfortune) {
      case Misfortune.DropBeforeRead _ -> throw new Drop();
      case Misfortune.Http http ->
          error(errors, http.status(), errors.code(http.status()), "as the test wants it");
      case Misfortune.Fail fail -> {
        int status = fail.status().orElse(errors.status(fail.code()).orElse(400));
        String message = fail.message().isEmpty() ? "the vendor's own words" : fail.message();
        error(errors, status, fail.code(), message);
      }
      case Misfortune.Html html ->
          send(html.status(), "text/html", "<html>a proxy</html>".getBytes(StandardCharsets.UTF_8));
      case Misfortune.Busy busy -> {
        retryAfter(busy.retryAfter());
        error(errors, 429, errors.code(429), "slow down");
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /**
   * Carries out what befalls after the vendor has begun to bill: {@code slow}, {@code never},
   * {@code headers-then-stall}, {@code drop-after-read}, {@code rst-after-read}, {@code json}; and
   * from here on {@code cut} and {@code trickle} shape what is sent.
   *
   * @param type the media type that the good answer would have
   * @return whether the request is answered with that
   */
  public boolean bears(Misfortune misfortune, String type)
      throws IOException, InterruptedException {
    fate = misfortune;
    switch (misfortune) {
      case Misfortune.Slow slow -> pause(slow.by());
      case Misfortune.Never _ -> stall();
      case Misfortune.HeadersThenStall _ -> {
        head(200, type, "Transfer-Encoding: chunked");
        stall();
      }
      case Misfortune.DropAfterRead _ -> throw new Drop();
      case Misfortune.RstAfterRead _ -> throw new Reset();
      case Misfortune.BadJson bad -> {
        send(200, JSON, broken(bad.kind()).getBytes(StandardCharsets.UTF_8));
        return true;
      }
      default -> {}
    }
    return false;
  }

  public void json(int status, JsonNode body) throws IOException, InterruptedException {
    json(status, body.toString());
  }

  public void json(int status, String body) throws IOException, InterruptedException {
    send(status, JSON, body.getBytes(StandardCharsets.UTF_8));
  }

  public void error(VendorErrors errors, int status, String code, String message)
      throws IOException, InterruptedException {
    json(status, errors.json(status, code, message));
  }

  /** A whole answer with its length. */
  public void send(int status, String type, byte[] body) throws IOException, InterruptedException {
    head(status, type, "Content-Length: " + body.length);
    body(body);
    completed();
  }

  /** An answer that announces more than it holds. */
  public void sendShort(int status, String type, byte[] part, int announced)
      throws IOException, InterruptedException {
    head(status, type, "Content-Length: " + announced);
    body(part);
  }

  public EventStream events() throws IOException {
    head(200, "text/event-stream", "Transfer-Encoding: chunked");
    return new EventStream(this);
  }

  /** The bare connection, for what is no longer HTTP; nothing else may be sent then. */
  public OutputStream raw() {
    return out;
  }

  /** Waits, unless the fake is closed meanwhile. */
  public void pause(Duration wait) throws InterruptedException {
    var never = new CountDownLatch(1);
    if (never.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("nobody counts down");
    }
  }

  /** Says nothing more until the fake is closed. */
  public void stall() throws IOException, InterruptedException {
    out.flush();
    pause(FOREVER);
    throw new Drop();
  }

  /** Whether an answer was sent to its end. */
  public boolean complete() {
    return complete;
  }

  void completed() {
    complete = true;
  }

  void body(byte[] bytes) throws IOException, InterruptedException {
    switch (fate) {
      case Misfortune.Cut cut -> cut(bytes, cut.bytes() - written);
      case Misfortune.Trickle trickle -> trickle(bytes, trickle.pause());
      default -> out.write(bytes);
    }
    written += bytes.length;
    out.flush();
  }

  private void cut(byte[] bytes, int left) throws IOException {
    if (left > bytes.length) {
      out.write(bytes);
      return;
    }
    out.write(bytes, 0, Math.max(left, 0));
    out.flush();
    throw new Drop();
  }

  private void trickle(byte[] bytes, Duration wait) throws IOException, InterruptedException {
    int slice = bytes.length / SLICES + 1;
    for (int at = 0; at < bytes.length; at += slice) {
      pause(wait);
      out.write(Arrays.copyOfRange(bytes, at, Math.min(at + slice, bytes.length)));
      out.flush();
    }
  }

  private void head(int status, String type, String length) throws IOException {
    var head = new StringBuilder("HTTP/1.1 " + status + (status < 300 ? " OK" : " No") + "\r\n");
    head.append("Content-Type: ").append(type).append("\r\n").append(length).append("\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Connection: close\r\n\r\n");
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** The words of {@code [[429 N KIND]]}; anything else is sent as it is. */
  private void retryAfter(String kind) {
    switch (kind) {
      case "none" -> {}
      case "seconds" -> header("Retry-After", "1");
      case "date" -> header("Retry-After", inTwoSeconds());
      case "absurd" -> header("Retry-After", "99999999999999999999");
      case "negative" -> header("Retry-After", "-5");
      default -> header("Retry-After", kind);
    }
  }

  private String inTwoSeconds() {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        clock.instant().plusSeconds(2).atOffset(ZoneOffset.UTC));
  }

  private static String broken(JsonFault kind) {
    return switch (kind) {
      case NAN -> "{\"data\":[{\"url\":NaN}]}";
      case HUGE -> "{\"created\":" + "9".repeat(5_000) + "}";
      case UNPARSABLE -> "{\"data\":[{\"url\":\"http";
      case EMPTY -> "{\"data\":[]}";
    };
  }
}

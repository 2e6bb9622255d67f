package darkroom.fake.poyo;

import darkroom.fake.kit.Answer;
import darkroom.fake.kit.Desk;
import darkroom.fake.kit.Json;
import darkroom.fake.kit.ReferenceHeader;
import darkroom.fake.wire.Asked;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * The upload by {@code multipart/form-data}: five a minute and key, kept for 72 hours. Errors have
 * a {@code detail} here and nothing else. Thread-safe.
 */
final class PoyoUploads {
  private static final String PATH = "/uploads/";
  private static final int A_MINUTE = 5;
  private static final int MOST_BYTES = 20 << 20;
  private static final Duration KEPT = Duration.ofDays(3);
  private static final Set<String> KINDS = Set.of("jpeg", "png", "webp", "gif");

  private final Desk desk;
  private final Map<String, Instant> kept = new LinkedHashMap<>();
  private final Deque<Instant> lately = new ArrayDeque<>();
  private final Deque<Integer> refusals = new ArrayDeque<>();
  private int count;

  PoyoUploads(Desk desk) {
    this.desk = desk;
  }

  /** Has the next upload answered with that status, as a server in trouble would. */
  synchronized void refuseNext(int status) {
    refusals.addLast(status);
  }

  /** How many were taken. */
  synchronized int count() {
    return count;
  }

  synchronized void clear() {
    kept.clear();
    lately.clear();
    refusals.clear();
    count = 0;
  }

  /** Whether it is the address of an upload that is still there. */
  synchronized boolean keeps(String url) {
    Instant since = kept.get(url);
    return since != null && since.plus(KEPT).isAfter(desk.clock().instant());
  }

  void serve(Asked asked, Answer answer) throws IOException, InterruptedException {
    Optional<Integer> refusal = refusal();
    if (refusal.isPresent()) {
      detail(answer, refusal.get(), "as the test wants it");
    } else if (!slot()) {
      answer.header("Retry-After", "12");
      detail(answer, 429, "Upload limit reached: 5 per minute");
    } else {
      take(asked, answer);
    }
  }

  private synchronized Optional<Integer> refusal() {
    return Optional.ofNullable(refusals.pollFirst());
  }

  /** Whether one more may come within this minute. */
  private synchronized boolean slot() {
    Instant now = desk.clock().instant();
    while (!lately.isEmpty() && !lately.peekFirst().plusSeconds(60).isAfter(now)) {
      lately.removeFirst();
    }
    if (lately.size() == A_MINUTE) {
      return false;
    }
    lately.addLast(now);
    return true;
  }

  private void take(Asked asked, Answer answer) throws IOException, InterruptedException {
    Optional<FilePart> part = FilePart.only(asked);
    Optional<ReferenceHeader> header = part.flatMap(file -> ReferenceHeader.of(file.bytes()));
    if (part.isEmpty()) {
      fault(answer, 422, "multipart/form-data with one part named file");
    } else if (part.get().bytes().length > MOST_BYTES) {
      fault(answer, 413, "more than 20 MiB");
    } else if (header.isEmpty() || !KINDS.contains(header.get().kind())) {
      fault(answer, 400, "not a picture of a known kind");
    } else if (!part.get().type().equals("image/" + header.get().kind())) {
      fault(answer, 400, "the part's type is not that of its bytes");
    } else {
      answer.json(200, keep(part.get()));
    }
  }

  private synchronized ObjectNode keep(FilePart part) {
    count++;
    Instant now = desk.clock().instant();
    String name = "u" + count + "-" + part.name();
    String url = desk.origin() + PATH + name;
    kept.put(url, now);
    ObjectNode json =
        Json.MAPPER.createObjectNode().put("success", true).put("code", 200).put("msg", "ok");
    json.putObject("data")
        .put("file_id", "u" + count)
        .put("file_name", name)
        .put("original_name", part.name())
        .put("file_size", part.bytes().length)
        .put("mime_type", part.type())
        .put("upload_path", "uploads")
        .put("file_url", url)
        .put("download_url", url)
        .put("upload_time", now.toString())
        .put("expires_at", now.plus(KEPT).toString());
    return json;
  }

  private void fault(Answer answer, int status, String message)
      throws IOException, InterruptedException {
    desk.faults().add("upload: " + message);
    detail(answer, status, message);
  }

  static void detail(Answer answer, int status, String message)
      throws IOException, InterruptedException {
    answer.json(status, Json.MAPPER.createObjectNode().put("detail", message));
  }
}

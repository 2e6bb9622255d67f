package darkroom.fake.openai;

import darkroom.fake.kit.Answer;
import darkroom.fake.kit.Desk;
import darkroom.fake.kit.Misfortune;
import darkroom.fake.kit.PictureKind;
import darkroom.fake.kit.Pixels;
import darkroom.fake.wire.Asked;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The pictures that a server of the operator serves beside its API, as LocalAI does. Thread-safe.
 */
final class OwnFiles {
  private static final String PREFIX = "/generated-images/";

  private final Desk desk;
  private final AtomicLong last = new AtomicLong();
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  private record Entry(String label, Pixels size, PictureKind kind, Misfortune fate) {}

  OwnFiles(Desk desk) {
    this.desk = desk;
  }

  /** The address of one picture. */
  String url(String label, Pixels size, PictureKind kind, Misfortune fate) {
    String path = PREFIX + "b64" + last.incrementAndGet() + "." + kind.word();
    entries.put(path, new Entry(label, size, kind, fate));
    return desk.origin() + path;
  }

  boolean hosts(Asked asked) {
    return asked.method().equals("GET") && asked.path().startsWith(PREFIX);
  }

  void serve(Asked asked, Answer answer) throws IOException, InterruptedException {
    Entry entry = entries.get(asked.path());
    if (entry == null || entry.fate() instanceof Misfortune.BadUrl) {
      answer.send(404, "text/plain", "gone".getBytes(StandardCharsets.UTF_8));
      return;
    }
    byte[] bytes = desk.results().inline(entry.label(), entry.size(), entry.kind(), entry.fate());
    answer.send(200, entry.kind().mediaType(), bytes);
  }

  void clear() {
    entries.clear();
  }
}

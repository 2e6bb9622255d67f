package darkroom.verify.upstream;

import darkroom.fake.kit.BlockLabel;
import darkroom.verify.rig.Api;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Fetches and decodes every listed file and reads the id that its fake drew. Thread-safe. */
final class Gallery {
  /** A file as it was served; without bytes that can be shown its label is a dash. */
  record Seen(String label, int width, int height) {
    boolean garbage() {
      return label.equals("-");
    }
  }

  private final Semaphore easels = new Semaphore(2);
  private final Map<String, List<Seen>> seen = new ConcurrentHashMap<>();

  /** Looks at all files of an ended task; a victim that is dead meanwhile is waited for. */
  void look(String task, JsonNode end) throws InterruptedException {
    var all = new ArrayList<Seen>();
    for (JsonNode file : end.path("files")) {
      all.add(one(URI.create(file.path("file_url").asString(""))));
    }
    seen.put(task, List.copyOf(all));
  }

  List<Seen> of(String task) {
    return seen.getOrDefault(task, List.of());
  }

  private Seen one(URI file) throws InterruptedException {
    byte[] bytes = Api.file(file);
    return bytes.length == 0 ? new Seen("-", 0, 0) : decoded(bytes);
  }

  private Seen decoded(byte[] bytes) throws InterruptedException {
    easels.acquire();
    try {
      BufferedImage picture = shown(bytes);
      return picture == null
          ? new Seen("-", 0, 0)
          : new Seen(BlockLabel.read(picture), picture.getWidth(), picture.getHeight());
    } finally {
      easels.release();
    }
  }

  private static @Nullable BufferedImage shown(byte[] bytes) {
    try {
      return ImageIO.read(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      return null;
    }
  }
}

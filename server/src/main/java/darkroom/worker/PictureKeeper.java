package darkroom.worker;

import darkroom.engine.Picture;
import darkroom.image.ImageGate;
import darkroom.image.ImageVerdict;
import darkroom.storage.Draft;
import darkroom.storage.ObjectKey;
import darkroom.storage.ObjectStorage;
import darkroom.storage.StoredObject;
import darkroom.task.TaskFile;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Turns a produced picture into a durable file: written as a draft, judged by its bytes, then
 * named. The bytes survive a power cut when this returns. Thread-safe.
 */
public final class PictureKeeper {
  private static final int TOKEN_LENGTH = 24; // 142 bits

  private final ObjectStorage storage;
  private final ImageGate gate;
  private final Duration keep;
  private final InstantSource clock;
  private final IntFunction<String> randomBase62;

  public PictureKeeper(
      ObjectStorage storage,
      ImageGate gate,
      Duration keep,
      InstantSource clock,
      IntFunction<String> randomBase62) {
    this.storage = storage;
    this.gate = gate;
    this.keep = keep;
    this.clock = clock;
    this.randomBase62 = randomBase62;
  }

  /**
   * Keeps a picture under its attempt's name.
   *
   * @return empty when it is no usable picture; nothing is kept then
   * @throws IOException when the picture cannot be read or the disk cannot be written
   */
  Optional<TaskFile> keep(Picture picture, String attemptId, int shot, String label)
      throws IOException {
    try (Draft draft = storage.draft()) {
      picture.writeTo(draft.out());
      if (!(gate.judge(draft.file()) instanceof ImageVerdict.Usable usable)) {
        return Optional.empty();
      }
      var header = usable.header();
      StoredObject stored = storage.publish(draft, key(attemptId, header.kind().extension()));
      return Optional.of(
          new TaskFile(
              shot,
              randomBase62.apply(TOKEN_LENGTH),
              stored.key().value(),
              header.kind().word(),
              header.kind().mediaType(),
              header.kind().extension(),
              stored.size(),
              stored.sha256(),
              header.width(),
              header.height(),
              label,
              clock.instant().plus(keep)));
    }
  }

  /** Deletes what an attempt may have left behind when its process died before listing it. */
  void forget(String attemptId) throws IOException {
    for (var kind : darkroom.image.ImageKind.values()) {
      storage.delete(key(attemptId, kind.extension()));
    }
  }

  private static ObjectKey key(String attemptId, String extension) {
    String shard = attemptId.substring(attemptId.length() - 2);
    return new ObjectKey("file/" + shard + "/" + attemptId + "." + extension);
  }
}

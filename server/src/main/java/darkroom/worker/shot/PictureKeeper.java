package darkroom.worker.shot;

import darkroom.engine.EngineTraits;
import darkroom.engine.Picture;
import darkroom.image.CleanCopy;
import darkroom.image.Decoder;
import darkroom.image.ImageVerdict;
import darkroom.storage.Draft;
import darkroom.storage.ObjectKey;
import darkroom.storage.ObjectStorage;
import darkroom.storage.StoredObject;
import darkroom.task.TaskFile;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Turns a produced picture into a durable file: written as a draft, judged by its bytes, copied
 * without metadata, then named. The bytes survive a power cut when this returns. Thread-safe.
 */
public final class PictureKeeper {
  private static final int TOKEN_LENGTH = 24; // 142 bits
  private static final int NAME_LENGTH = 10;

  private final ObjectStorage storage;
  private final CleanCopy copies;
  private final Decoder decoder;
  private final long maxBytes;
  private final Duration keep;
  private final InstantSource clock;
  private final IntFunction<String> randomBase62;

  /**
   * @param maxBytes of an encoded picture; more are not even written down
   * @param keep how long pictures can be fetched
   */
  public PictureKeeper(
      ObjectStorage storage,
      CleanCopy copies,
      Decoder decoder,
      long maxBytes,
      Duration keep,
      InstantSource clock,
      IntFunction<String> randomBase62) {
    this.storage = storage;
    this.copies = copies;
    this.decoder = decoder;
    this.maxBytes = maxBytes;
    this.keep = keep;
    this.clock = clock;
    this.randomBase62 = randomBase62;
  }

  /**
   * Keeps a picture under its attempt's name. One of an engine that is not our own is decoded once,
   * so that what is listed can be shown (threat T16).
   *
   * @return empty when it is no usable picture; nothing is kept then
   * @throws IOException when the picture cannot be read or the disk cannot be written
   */
  Optional<TaskFile> keep(Picture picture, String attemptId, int shot, EngineTraits traits)
      throws IOException {
    try (Draft raw = storage.draft();
        Draft draft = storage.draft()) {
      if (!write(picture, raw)
          || !(copies.upright(raw.file(), draft.out()) instanceof ImageVerdict.Usable usable)) {
        return Optional.empty();
      }
      var header = usable.header();
      if (!traits.pure() && !decoder.canShow(draft.file(), header)) {
        return Optional.empty();
      }
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
              header.displayWidth(),
              header.displayHeight(),
              traits.label(),
              clock.instant().plus(keep)));
    }
  }

  private boolean write(Picture picture, Draft raw) throws IOException {
    var limited = new LimitedOutput(raw.out(), maxBytes);
    try {
      picture.writeTo(limited);
      return true;
    } catch (IOException e) {
      if (limited.isExceeded()) {
        return false;
      }
      throw e;
    }
  }

  /** Deletes a picture that could not be listed. */
  void discard(TaskFile file) throws IOException {
    storage.delete(new ObjectKey(file.objectKey()));
  }

  /**
   * Deletes what an attempt left behind without listing it, when its process or its claim ended.
   */
  public void forget(String attemptId, List<TaskFile> listed) throws IOException {
    for (ObjectKey key : storage.list(folder(attemptId), Integer.MAX_VALUE)) {
      boolean ours = key.value().startsWith(folder(attemptId) + "/" + attemptId + "-");
      if (ours && listed.stream().noneMatch(file -> file.objectKey().equals(key.value()))) {
        storage.delete(key);
      }
    }
  }

  /**
   * A name of its own for every time a picture is kept: a worker that lost its claim must not write
   * over the file that its successor has listed.
   */
  private ObjectKey key(String attemptId, String extension) {
    String once = randomBase62.apply(NAME_LENGTH).toLowerCase(Locale.ROOT);
    return new ObjectKey(folder(attemptId) + "/" + attemptId + "-" + once + "." + extension);
  }

  private static String folder(String attemptId) {
    return "file/" + attemptId.substring(attemptId.length() - 2);
  }
}

package darkroom.storage;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Objects as files below one folder. A put writes to {@code tmp/}, forces the bytes, renames, and
 * forces the folder, in that order: after a power cut a name either has all its bytes or is not there.
 * Links are not followed. Thread-safe.
 */
public final class LocalStorage implements ObjectStorage {
  private final Path root;
  private final Path drafts;
  private final AtomicLong counter = new AtomicLong();

  /**
   * @param root the folder; made when missing. Drafts that a dead process left there are deleted, so
   *     only one process may use it
   */
  public LocalStorage(Path root) throws IOException {
    this.root = Files.createDirectories(root).toRealPath();
    this.drafts = Files.createDirectories(this.root.resolve("tmp"));
    deleteOldDrafts();
  }

  @Override
  public Draft draft() throws IOException {
    return new Draft(drafts.resolve("draft-" + counter.incrementAndGet()));
  }

  @Override
  public StoredObject publish(Draft draft, ObjectKey key) throws IOException {
    Draft.Sealed sealed = draft.seal();
    Path target = pathOf(key);
    Path folder = root.resolve(key.folder());
    createFolders(key.folder());
    Files.move(
        sealed.file(),
        target,
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    force(folder);
    return new StoredObject(key, sealed.size(), sealed.sha256());
  }

  @Override
  public InputStream open(ObjectKey key, long offset) throws IOException {
    FileChannel channel =
        FileChannel.open(pathOf(key), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    channel.position(offset);
    return new BufferedInputStream(Channels.newInputStream(channel), 64 * 1024);
  }

  @Override
  public void delete(ObjectKey key) throws IOException {
    Path file = pathOf(key);
    Files.deleteIfExists(file);
  }

  @Override
  public List<ObjectKey> list(String prefix, int most) throws IOException {
    Path start = root.resolve(prefix);
    if (!Files.isDirectory(start, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(start, 4)) {
      var keys = new ArrayList<ObjectKey>();
      walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .limit(most)
          .forEach(path -> keys.add(new ObjectKey(root.relativize(path).toString())));
      return keys;
    }
  }

  @Override
  public long freeBytes() {
    try {
      return Files.getFileStore(root).getUsableSpace();
    } catch (IOException e) {
      return 0; // a folder that cannot be asked cannot be written either
    }
  }

  private Path pathOf(ObjectKey key) {
    return root.resolve(key.value());
  }

  /** Makes missing folders and forces each new name into its parent. */
  private void createFolders(String below) throws IOException {
    Path parent = root;
    for (String part : below.split("/", -1)) {
      Path folder = parent.resolve(part);
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(folder);
        force(parent);
      }
      parent = folder;
    }
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private void deleteOldDrafts() throws IOException {
    try (Stream<Path> left = Files.list(drafts)) {
      for (Path draft : left.toList()) {
        Files.deleteIfExists(draft);
      }
    }
  }
}

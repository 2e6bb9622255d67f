package darkroom.storage;

import darkroom.config.OwnerOnly;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Objects as files below one folder. A put writes to {@code tmp/}, forces the bytes, renames, and
 * forces the folder, in that order: after a power cut a name either has all its bytes or is not
 * there. Links are not followed.
 *
 * <p>A write that fails, for whatever reason, is remembered until a trial write succeeds: full of
 * bytes, full of files, read-only or not ours to write are all the same to whoever asks for room.
 * Thread-safe.
 */
public final class LocalStorage implements ObjectStorage {
  private static final int DEPTH = 4;
  private static final int MOST_TRIES = 10;
  private static final byte[] TRIAL = new byte[4096];
  private static final int MOST_FORCED = 10_000;

  private final Path root;
  private final Path drafts;
  private final AtomicLong counter = new AtomicLong();
  private final Set<Path> forced = ConcurrentHashMap.newKeySet();
  private volatile boolean failing;

  /**
   * @param root the folder; made when missing. Drafts that a dead process left there are deleted,
   *     so only one process may use it
   */
  public LocalStorage(Path root) throws IOException {
    this.root = Files.createDirectories(root, OwnerOnly.folder(root)).toRealPath();
    this.drafts = Files.createDirectories(this.root.resolve("tmp"), OwnerOnly.folder(root));
    OwnerOnly.restrict(this.root); // made by an earlier release, perhaps
    force(this.root);
    deleteOldDrafts();
  }

  @Override
  public Draft draft() throws IOException {
    if (Files.isSymbolicLink(drafts)) {
      throw new FileSystemException(drafts.toString(), null, "a folder of the storage is a link");
    }
    try {
      return new Draft(drafts.resolve("draft-" + counter.incrementAndGet()), this::failed);
    } catch (IOException e) {
      failed();
      throw e;
    }
  }

  @Override
  public StoredObject publish(Draft draft, ObjectKey key) throws IOException {
    try {
      return name(draft, key);
    } catch (IOException e) {
      failed();
      throw e;
    }
  }

  private StoredObject name(Draft draft, ObjectKey key) throws IOException {
    Draft.Sealed sealed = draft.seal();
    Path target = pathOf(key);
    Path folder = root.resolve(key.folder());
    for (int tries = 1; ; tries++) {
      try {
        createFolders(key.folder());
        Files.move(
            sealed.file(),
            target,
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        if (tries == MOST_TRIES) {
          throw e;
        }
        forget(top(folder)); // a delete beside us took empty folders away, while we made or filled
        // them
        continue;
      }
      forceName(folder, target);
      break;
    }
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
    Files.deleteIfExists(pathOf(key));
    prune(root.resolve(key.folder()));
  }

  @Override
  public void visit(String prefix, Predicate<ObjectKey> visitor) throws IOException {
    Path start = root.resolve(prefix);
    if (!Files.isDirectory(start, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        start,
        Set.of(),
        DEPTH,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = root.relativize(file).toString();
            boolean ours = attributes.isRegularFile() && ObjectKey.isPossible(name);
            return !ours || visitor.test(new ObjectKey(name))
                ? FileVisitResult.CONTINUE
                : FileVisitResult.TERMINATE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // deleted beside us
            }
            throw e;
          }
        });
  }

  @Override
  public long freeBytes() {
    if (failing && !tryOut()) {
      return 0;
    }
    try {
      return Files.getFileStore(root).getUsableSpace();
    } catch (IOException e) {
      return 0; // a folder that cannot be asked cannot be written either
    }
  }

  private void failed() {
    failing = true;
  }

  private boolean tryOut() {
    try (Draft trial = new Draft(drafts.resolve("draft-" + counter.incrementAndGet()), () -> {})) {
      trial.out().write(TRIAL);
      trial.seal();
      failing = false;
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Where an object is or would be; a folder on the way that is a link leads nowhere. */
  private Path pathOf(ObjectKey key) throws IOException {
    Path folder = root;
    for (String part : key.folder().split("/", -1)) {
      folder = folder.resolve(part);
      if (Files.isSymbolicLink(folder)) {
        throw new FileSystemException(key.value(), null, "a folder of the storage is a link");
      }
    }
    return root.resolve(key.value());
  }

  /**
   * Makes missing folders and forces each name into its parent. One that another thread has just
   * made may not be on the disk yet, so being there is not enough: only what was forced counts.
   */
  private void createFolders(String below) throws IOException {
    Path parent = root;
    for (String part : below.split("/", -1)) {
      Path folder = parent.resolve(part);
      if (!forced.contains(folder)) {
        Files.createDirectories(folder, OwnerOnly.folder(folder));
        force(parent);
        if (forced.size() >= MOST_FORCED) {
          forced.clear(); // costs a few more flushes, and keeps the memory flat
        }
        forced.add(folder);
      }
      parent = folder;
    }
  }

  /** A name that may not be on the disk is taken back: whoever tries again takes another. */
  private static void forceName(Path folder, Path target) throws IOException {
    try {
      force(folder);
    } catch (IOException e) {
      Files.deleteIfExists(target);
      throw e;
    }
  }

  /** Takes folders away that a delete left empty, so that they do not pile up. */
  private void prune(Path emptied) throws IOException {
    Path folder = emptied;
    while (folder != null && folder.startsWith(root) && !folder.equals(root)) {
      try {
        Files.deleteIfExists(folder);
        forget(folder);
      } catch (DirectoryNotEmptyException e) {
        return;
      }
      folder = folder.getParent();
    }
  }

  /** The folder right below the root on the way to this one. */
  private Path top(Path folder) {
    return root.resolve(root.relativize(folder).getName(0));
  }

  private void forget(Path folder) {
    forced.removeIf(known -> known.startsWith(folder));
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

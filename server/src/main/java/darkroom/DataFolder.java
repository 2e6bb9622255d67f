package darkroom;

import darkroom.config.OwnerOnly;
import darkroom.config.Secret;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that holds everything of one installation: readable by its owner alone, and used by
 * one process at a time.
 */
final class DataFolder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DataFolder.class);

  /** What an earlier release, or a loose umask, may have left open to others. */
  private static final List<String> PRIVATE =
      List.of(
          "lock",
          "darkroom.db",
          "darkroom.db-wal",
          "darkroom.db-shm",
          "admin-key",
          "first-key",
          "secret-key");

  /** What a folder that nobody used yet may hold: what file systems and operators put there. */
  private static final Set<String> FRESH = Set.of("lost+found", "secret-key", "lock");

  private final Path root;
  private final FileChannel lockFile;
  private final FileLock lock;

  private DataFolder(Path root, FileChannel lockFile, FileLock lock) {
    this.root = root;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * Makes the folder, or takes it up as an earlier process left it; then everything in it that is
   * ours belongs to its owner alone.
   *
   * @throws StartException when another process has it, it cannot be written, or it is shared with
   *     things that are not ours
   */
  static DataFolder open(Path path) {
    try {
      Path root = path.toAbsolutePath().normalize();
      boolean made = !Files.isDirectory(root);
      if (made) {
        create(root);
      } else if (OwnerOnly.isReadableByAll(root) && !isOurs(root)) {
        throw new StartException(
            "the data folder "
                + path
                + " is open to all and holds files that are not Darkroom's;"
                + " set DARKROOM_DATA to a folder of its own");
      }
      boolean restricted = OwnerOnly.restrict(root);
      FileChannel file = openPrivate(root.resolve("lock"));
      FileLock lock = tryLock(file);
      if (lock == null) {
        file.close();
        throw new StartException(
            "another Darkroom already runs on the data folder "
                + path
                + "; stop it first or set DARKROOM_DATA to another folder");
      }
      if (!restricted) {
        log.atWarn().addKeyValue("folder", root).log("folder.open_to_others");
      }
      var folder = new DataFolder(root, file, lock);
      openPrivate(folder.database()).close(); // SQLite would make it as the umask says
      PRIVATE.forEach(name -> restrictIfThere(root.resolve(name)));
      return folder;
    } catch (IOException e) {
      throw new StartException("cannot use the data folder " + path + ": " + e);
    }
  }

  /** Makes the folder and those above it; their names are on the disk when this returns. */
  private static void create(Path root) throws IOException {
    var above = new ArrayList<Path>();
    for (Path folder = root.getParent(); folder != null; folder = folder.getParent()) {
      above.add(folder);
      if (Files.isDirectory(folder)) {
        break;
      }
    }
    Files.createDirectories(root, OwnerOnly.folder(root));
    for (Path folder : above) {
      force(folder);
    }
  }

  /** Nothing is in it, or what an earlier start or a restored backup put there. */
  private static boolean isOurs(Path root) throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      List<String> names = entries.map(entry -> entry.getFileName().toString()).toList();
      return names.contains("darkroom.db") || FRESH.containsAll(names);
    }
  }

  private static FileChannel openPrivate(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
        OwnerOnly.file(file));
  }

  private static void restrictIfThere(Path file) {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      OwnerOnly.restrict(file);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      return null;
    }
  }

  Path database() {
    return root.resolve("darkroom.db");
  }

  Path objects() {
    return root.resolve("objects");
  }

  /** An empty folder for copies that live as long as a run. */
  Path scratch() throws IOException {
    return emptied("scratch");
  }

  /**
   * An empty folder for the native library that SQLite's driver unpacks at each start. In the
   * machine's temporary folder a killed process would leave its copy for ever (threat T57).
   */
  Path natives() throws IOException {
    return emptied("native");
  }

  /** Answers of engines that hold a picture themselves; a restart goes on from them. */
  Path answers() throws IOException {
    Path folder = root.resolve("answers");
    return Files.createDirectories(folder, OwnerOnly.folder(folder));
  }

  private Path emptied(String name) throws IOException {
    Path folder = root.resolve(name);
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> left = Files.walk(folder)) {
        for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
    return Files.createDirectories(folder, OwnerOnly.folder(folder));
  }

  Path adminKey() {
    return root.resolve("admin-key");
  }

  Path firstKey() {
    return root.resolve("first-key");
  }

  /**
   * Reads the secret in this file; empty when there is no such file.
   *
   * @throws StartException when it holds fewer characters than that
   */
  Optional<Secret> readSecret(String name, int shortest) throws IOException {
    Path file = root.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var secret = new Secret(Files.readString(file).strip());
    if (!secret.isAtLeast(shortest)) {
      throw new StartException(
          "the file "
              + file
              + " is empty or too short (expected: at least "
              + shortest
              + " characters); bring it back from your backup, or delete it to have another made,"
              + " under which the accounts' webhook secrets have to be made anew");
    }
    return Optional.of(secret);
  }

  /** Writes a secret for its owner's eyes only; durable when this returns. */
  static void writeSecret(Path file, Secret secret) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(draft, OwnerOnly.file(draft));
    Files.writeString(draft, secret.value() + "\n");
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    Path folder = file.getParent();
    if (folder != null) {
      force(folder);
    }
  }

  /** Brings the names of everything new in the folder to the disk. */
  void forceNames() throws IOException {
    force(root);
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  Path root() {
    return root;
  }

  @Override
  public void close() throws IOException {
    lock.release();
    lockFile.close();
  }
}

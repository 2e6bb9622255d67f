package darkroom;

import darkroom.config.Secret;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds everything of one installation: readable by its owner alone, and used by
 * one process at a time.
 */
final class DataFolder implements AutoCloseable {
  private final Path root;
  private final FileChannel lockFile;
  private final FileLock lock;

  private DataFolder(Path root, FileChannel lockFile, FileLock lock) {
    this.root = root;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * @throws StartException when another process has it, or it cannot be written
   */
  static DataFolder open(Path path) {
    try {
      Path root = path.toAbsolutePath().normalize();
      if (!Files.isDirectory(root)) {
        create(root);
      }
      FileChannel file =
          FileChannel.open(
              root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(file);
      if (lock == null) {
        file.close();
        throw new StartException(
            "another Darkroom already runs on the data folder "
                + path
                + "; stop it first or set DARKROOM_DATA to another folder");
      }
      return new DataFolder(root, file, lock);
    } catch (IOException e) {
      throw new StartException("cannot use the data folder " + path + ": " + e);
    }
  }

  /** Makes the folder and those above it; their names are on the disk when this returns. */
  private static void create(Path root) throws IOException {
    var above = new ArrayList<Path>();
    for (Path folder = root; !Files.isDirectory(folder); folder = folder.getParent()) {
      above.add(folder.getParent());
    }
    Files.createDirectories(root);
    restrict(root, "rwx------");
    for (Path folder : above) {
      force(folder);
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
    Path scratch = root.resolve("scratch");
    if (Files.isDirectory(scratch)) {
      try (var left = Files.walk(scratch)) {
        for (Path path : left.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
    return Files.createDirectories(scratch);
  }

  Path adminKey() {
    return root.resolve("admin-key");
  }

  Path firstKey() {
    return root.resolve("first-key");
  }

  /** Reads the secret in this file; empty when there is none. */
  Optional<Secret> readSecret(String name) throws IOException {
    Path file = root.resolve(name);
    return Files.exists(file)
        ? Optional.of(new Secret(Files.readString(file).strip()))
        : Optional.empty();
  }

  /** Writes a secret for its owner's eyes only; durable when this returns. */
  static void writeSecret(Path file, Secret secret) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(draft);
    restrict(draft, "rw-------");
    Files.writeString(draft, secret.value() + "\n");
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(draft, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    force(file.getParent());
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

  private static void restrict(Path path, String permissions) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }
}

package darkroom.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files and folders that nobody but their owner may read, whatever umask the process was started
 * with (threat T56). Where the file system knows no such rights, nothing is set and nothing counts
 * as open. Thread-safe.
 */
public final class OwnerOnly {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private OwnerOnly() {}

  /** For the call that makes a file below or at {@code near}. */
  public static FileAttribute<?>[] file(Path near) {
    return attributes(near, FILE);
  }

  /** For the call that makes a folder below or at {@code near}. */
  public static FileAttribute<?>[] folder(Path near) {
    return attributes(near, FOLDER);
  }

  /**
   * Takes group and others off what is there already; links are not followed.
   *
   * @return false when that is not ours to do
   */
  public static boolean restrict(Path path) {
    if (!isPosix(path) || Files.isSymbolicLink(path)) {
      return true;
    }
    try {
      Set<PosixFilePermission> wanted = Files.isDirectory(path) ? FOLDER : FILE;
      if (!Files.getPosixFilePermissions(path).equals(wanted)) {
        Files.setPosixFilePermissions(path, wanted);
      }
      return true;
    } catch (IOException notOurs) {
      return false;
    }
  }

  /** Whether every user of the machine may read it; false when it cannot be looked at. */
  public static boolean isReadableByAll(Path path) {
    try {
      return isPosix(path)
          && Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | IllegalArgumentException unknown) {
      return false;
    }
  }

  private static FileAttribute<?>[] attributes(Path near, Set<PosixFilePermission> rights) {
    return isPosix(near)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(rights)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}

package darkroom.verify.fault;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An ext4 file system in a sparse file, mounted in a private namespace. */
final class LoopDisk {
  private final PrivateMounts mounts;
  private final Path image;
  private final Path folder;

  /** Makes the image; nothing is mounted yet. */
  LoopDisk(PrivateMounts mounts, Path image, Path folder, int megabytes)
      throws IOException, InterruptedException {
    this.mounts = mounts;
    this.image = image;
    this.folder = folder;
    Files.createDirectories(mounts.view(folder)); // inside, which may be on another such disk
    try (var file = new RandomAccessFile(mounts.view(image).toFile(), "rw")) {
      file.setLength((long) megabytes << 20);
    }
    var words = List.of("mkfs.ext4", "-q", "-F", "-b", "4096", "-J", "size=4", image.toString());
    mounts.run(words.toArray(String[]::new));
  }

  /** Replays the journal, as a machine does that gets its power back. */
  void mount() throws IOException, InterruptedException {
    mounts.run("mount", "-o", "loop", image.toString(), folder.toString());
  }

  void unmount() throws IOException, InterruptedException {
    mounts.run("umount", folder.toString());
  }

  Path folder() {
    return folder;
  }

  /** The folder as seen from outside the namespace. */
  Path view() {
    return mounts.view(folder);
  }
}

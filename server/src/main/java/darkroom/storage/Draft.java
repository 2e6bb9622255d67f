package darkroom.storage;

import darkroom.config.OwnerOnly;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * An object being written: a local file that counts and hashes what goes in. One thread at a time.
 */
public final class Draft implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Path file;
  private final FileChannel channel;
  private final MessageDigest digest;
  private final OutputStream out;

  /**
   * @param failed called when the disk does not take the bytes
   */
  Draft(Path file, Runnable failed) throws IOException {
    this.file = file;
    this.channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OwnerOnly.file(file));
    this.digest = sha256();
    this.out =
        new DigestOutputStream(
            new BufferedOutputStream(
                new WatchedStream(Channels.newOutputStream(channel), failed), BUFFER_BYTES),
            digest);
  }

  /** Write here; need not be closed. */
  public OutputStream out() {
    return out;
  }

  /** The bytes written so far, to be looked at before they get their name. */
  public Path file() throws IOException {
    out.flush();
    return file;
  }

  /** Ends writing: all bytes are on the disk when this returns. */
  Sealed seal() throws IOException {
    out.flush();
    channel.force(true);
    long size = channel.size();
    channel.close();
    return new Sealed(file, size, HexFormat.of().formatHex(digest.digest()));
  }

  /** A draft at its end. */
  record Sealed(Path file, long size, String sha256) {}

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing", e);
    }
  }
}

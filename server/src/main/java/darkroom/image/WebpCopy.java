package darkroom.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A WebP's chunks without those that are no picture (RFC 9649): of an extended file stay profile,
 * alpha and bitstream, of an animation those of its first frame, as a still picture of the frame's
 * size. Stateless.
 */
final class WebpCopy {
  private static final int MOST_CHUNKS = 1_000;
  private static final int PROFILE_FLAG = 0x20;
  private static final int ALPHA_FLAG = 0x10;
  private static final int ANIMATION_FLAG = 0x02;

  private WebpCopy() {}

  /** A chunk where it stands; its data begins eight bytes later. */
  private record Chunk(String type, long at, long length) {
    long padded() {
      return 8 + length + (length & 1);
    }
  }

  /** A run of chunks in the file, or one that we make. */
  private record Found(
      Optional<Chunk> extended, List<Chunk> stay, Optional<Chunk> frame, boolean profile) {}

  static ImageHeader write(Path from, boolean provenance, OutputStream to) throws IOException {
    try (FileWindow window = FileWindow.open(from)) {
      long end = 8 + (FileWindow.little(window.bytes(4, 4), 0, 4) & 0xffff_ffffL);
      if (end > window.size()) {
        throw new MalformedPictureException("cut short");
      }
      Found found = find(window, end, provenance);
      var chunks = new ArrayList<>(found.stay());
      byte[] head = new byte[0];
      if (found.extended().isPresent()) {
        head = extended(window, found);
      }
      if (found.frame().isPresent()) {
        Chunk frame = found.frame().get();
        chunks.addAll(picture(window, frame.at() + 24, frame.at() + 8 + frame.length()));
      }
      long length = 4 + head.length + chunks.stream().mapToLong(Chunk::padded).sum();
      to.write(riff(length));
      to.write(head);
      for (Chunk chunk : chunks) {
        copy(window, chunk, to);
      }
      return written(window, head, chunks);
    }
  }

  private static Found find(FileWindow window, long end, boolean provenance) throws IOException {
    Chunk first = chunk(window, 12, end);
    if (!first.type().equals("VP8X")) {
      return new Found(Optional.empty(), List.of(bitstream(first)), Optional.empty(), false);
    }
    boolean animated = (window.bytes(first.at() + 8, 10)[0] & ANIMATION_FLAG) != 0;
    var stay = new ArrayList<Chunk>();
    Optional<Chunk> frame = Optional.empty();
    boolean profile = false;
    boolean pixels = false;
    long at = first.at() + first.padded();
    for (int i = 0; at < end; i++) {
      if (i == MOST_CHUNKS) {
        throw new MalformedPictureException("more than " + MOST_CHUNKS + " chunks");
      }
      Chunk chunk = chunk(window, at, end);
      at += chunk.padded();
      switch (chunk.type()) {
        case "ICCP" -> {
          if (!profile) {
            stay.add(chunk);
            profile = true;
          }
        }
        case "ALPH" -> {
          if (!animated && !pixels) {
            stay.add(chunk);
          }
        }
        case "VP8 ", "VP8L" -> {
          if (!animated && !pixels) {
            stay.add(chunk);
            pixels = true;
          }
        }
        case "ANMF" -> frame = animated && frame.isEmpty() ? Optional.of(chunk) : frame;
        case "C2PA" -> {
          if (provenance) {
            stay.add(chunk);
          }
        }
        default -> {}
      }
    }
    if (animated ? frame.isEmpty() : !pixels) {
      throw new MalformedPictureException("no pixels");
    }
    return new Found(Optional.of(first), stay, frame, profile);
  }

  /** Alpha and bitstream of one frame. */
  private static List<Chunk> picture(FileWindow window, long from, long end) throws IOException {
    var chunks = new ArrayList<Chunk>();
    long at = from;
    while (at < end) {
      Chunk chunk = chunk(window, at, end);
      at += chunk.padded();
      if (chunk.type().equals("ALPH") && chunks.isEmpty()) {
        chunks.add(chunk);
      } else if (chunk.type().equals("VP8 ") || chunk.type().equals("VP8L")) {
        chunks.add(chunk);
        return chunks;
      }
    }
    throw new MalformedPictureException("a frame without pixels");
  }

  private static Chunk chunk(FileWindow window, long at, long end) throws IOException {
    byte[] head = window.bytes(at, 8);
    long length = FileWindow.little(head, 4, 4) & 0xffff_ffffL;
    if (at + 8 + length > end) {
      throw new MalformedPictureException("a chunk ends beyond the file");
    }
    return new Chunk(new String(head, 0, 4, StandardCharsets.ISO_8859_1), at, length);
  }

  private static Chunk bitstream(Chunk chunk) throws MalformedPictureException {
    if (!chunk.type().equals("VP8 ") && !chunk.type().equals("VP8L")) {
      throw new MalformedPictureException("no bitstream");
    }
    return chunk;
  }

  /** The head of an extended file that claims no more than what follows it. */
  private static byte[] extended(FileWindow window, Found found) throws IOException {
    byte[] data = window.bytes(found.extended().orElseThrow().at() + 8, 10);
    data[0] = (byte) ((data[0] & ALPHA_FLAG) | (found.profile() ? PROFILE_FLAG : 0));
    if (found.frame().isPresent()) {
      System.arraycopy(window.bytes(found.frame().get().at() + 14, 6), 0, data, 4, 6);
    }
    return ByteBuffer.allocate(18)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("VP8X".getBytes(StandardCharsets.US_ASCII))
        .putInt(10)
        .put(data)
        .array();
  }

  private static byte[] riff(long length) {
    return ByteBuffer.allocate(12)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(StandardCharsets.US_ASCII))
        .putInt((int) length)
        .put("WEBP".getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  private static void copy(FileWindow window, Chunk chunk, OutputStream to) throws IOException {
    long end = chunk.at() + 8 + chunk.length();
    for (long at = chunk.at(); at < end; at += 8 * 1024) {
      to.write(window.bytes(at, (int) Math.min(8 * 1024, end - at)));
    }
    if ((chunk.length() & 1) != 0) {
      to.write(0);
    }
  }

  /** The size that the copy declares. */
  private static ImageHeader written(FileWindow window, byte[] head, List<Chunk> chunks)
      throws IOException {
    if (head.length == 0) {
      return WebpHeader.bitstream(window, chunks.getFirst().at());
    }
    return HeaderReader.sized(
        ImageKind.WEBP, FileWindow.little(head, 12, 3) + 1, FileWindow.little(head, 15, 3) + 1, 1);
  }
}

package darkroom.engine.ark;

import darkroom.engine.BrokenPicture;
import darkroom.engine.Reference;
import darkroom.engine.Refusal;
import darkroom.image.DecodeBusyException;
import darkroom.image.Decoder;
import darkroom.image.ImageHeader;
import darkroom.image.ImageKind;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes references fit what Ark takes: 10 MB and 36 million pixels each, more than 14 pixels a
 * side, no side more than 16 times the other, and all together within a budget of ours, since Ark
 * does not say how large a request may be. Too large ones are made smaller, the largest first.
 * Thread-safe.
 */
final class ArkReferences {
  private static final long MAX_BYTES = 10_000_000;
  private static final long MAX_PIXELS = 36_000_000;
  private static final int MIN_SIDE = 15;
  private static final int MAX_RATIO = 16;
  private static final double STEP = 0.75;

  private final Decoder decoder;
  private final long budget;
  private final long maxPixels;

  /**
   * @param budget of all references of a request together, in bytes
   */
  ArkReferences(Decoder decoder, long budget) {
    this(decoder, budget, MAX_PIXELS);
  }

  /** For tests with small pictures. */
  ArkReferences(Decoder decoder, long budget, long maxPixels) {
    this.decoder = decoder;
    this.budget = budget;
    this.maxPixels = maxPixels;
  }

  /** References to send; closing deletes the copies that had to be made. */
  record Fitting(List<Reference> pictures, List<Path> copies) implements AutoCloseable {

    /** Throws nothing: by now an answer may be there, and it is worth more than a stray copy. */
    @Override
    public void close() {
      for (Path copy : copies) {
        try {
          Files.deleteIfExists(copy);
        } catch (IOException e) {
          // it lies in the folder of the task's references, which goes with all that is in it
        }
      }
    }
  }

  /**
   * @throws BrokenPicture when a reference can never fit
   * @throws DecodeBusyException when there was no room to make one smaller just now
   */
  Fitting fit(List<Reference> references) throws IOException {
    long share = share(references);
    var fitting = new Fitting(new ArrayList<>(), new ArrayList<>());
    boolean done = false;
    try {
      for (Reference reference : references) {
        fitting.pictures().add(fit(reference, share, fitting.copies()));
      }
      done = true;
      return fitting;
    } finally {
      if (!done) {
        fitting.close();
      }
    }
  }

  private Reference fit(Reference reference, long share, List<Path> copies) throws IOException {
    ImageHeader header = reference.header();
    int longer = Math.max(header.width(), header.height());
    int shorter = Math.min(header.width(), header.height());
    if (shorter < MIN_SIDE || longer > (long) MAX_RATIO * shorter) {
      throw new BrokenPicture(
          Refusal.INVALID_INPUT,
          "a reference of " + header.width() + "x" + header.height() + " is too small or narrow");
    }
    if (Files.size(reference.file()) <= share && header.pixels() <= maxPixels) {
      return reference;
    }
    Path copy = Files.createTempFile(reference.file().getParent(), "smaller-", ".jpg");
    copies.add(copy);
    return smaller(reference, share, copy);
  }

  /** The picture as a JPEG, smaller and smaller until it fits. */
  private Reference smaller(Reference reference, long share, Path copy) throws IOException {
    ImageHeader header = reference.header();
    int longer = Math.max(header.width(), header.height());
    int shorter = Math.min(header.width(), header.height());
    double fits = Math.min(1, Math.sqrt((double) maxPixels / header.pixels()));
    int side = (int) (longer * fits);
    // below that its shorter side would be too short
    while ((long) side * shorter / longer > MIN_SIDE) {
      encode(reference, side, copy);
      if (Files.size(copy) <= share) {
        int other = (int) Math.max(1, Math.round((double) shorter * side / longer));
        boolean wide = header.displayWidth() >= header.displayHeight();
        var smaller = new ImageHeader(ImageKind.JPEG, wide ? side : other, wide ? other : side, 1);
        return new Reference(copy, smaller);
      }
      side = (int) (side * STEP);
    }
    throw new BrokenPicture(Refusal.INVALID_INPUT, "a reference does not fit " + share + " bytes");
  }

  private void encode(Reference reference, int side, Path copy) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(copy))) {
      decoder.encodeSmaller(reference.file(), reference.header(), side, out);
    } catch (DecodeBusyException busy) {
      throw busy;
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      throw new BrokenPicture(Refusal.REFERENCE_UNREADABLE, String.valueOf(e.getMessage()));
    }
  }

  /** The most bytes any one of them may have: what small ones leave goes to the others, evenly. */
  private long share(List<Reference> references) throws IOException {
    var sizes = new ArrayList<Long>();
    for (Reference reference : references) {
      sizes.add(Files.size(reference.file()));
    }
    sizes.sort(null);
    long left = budget;
    for (int i = 0; i < sizes.size(); i++) {
      long even = left / (sizes.size() - i);
      if (sizes.get(i) > even) {
        return Math.min(even, MAX_BYTES);
      }
      left -= sizes.get(i);
    }
    return MAX_BYTES;
  }
}

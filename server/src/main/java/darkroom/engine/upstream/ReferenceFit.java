package darkroom.engine.upstream;

import darkroom.engine.BrokenPicture;
import darkroom.engine.Reference;
import darkroom.engine.Refusal;
import darkroom.image.DecodeBusyException;
import darkroom.image.DecodeTooLongException;
import darkroom.image.Decoder;
import darkroom.image.HeaderReader;
import darkroom.image.ImageHeader;
import darkroom.image.MalformedPictureException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes references fit what an engine takes: too large ones are made smaller, the largest first,
 * kinds it does not read become JPEG, and what can never fit is refused before anything is paid.
 * Thread-safe.
 */
public final class ReferenceFit {
  private static final double STEP = 0.75;

  private final Decoder decoder;
  private final ReferenceLimits limits;

  public ReferenceFit(Decoder decoder, ReferenceLimits limits) {
    this.decoder = decoder;
    this.limits = limits;
  }

  /** References to send; closing deletes the copies that had to be made. */
  public record Fitting(List<Reference> pictures, List<Path> copies) implements AutoCloseable {

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
   * @return the pictures in the same order; to be closed after they were sent
   * @throws DecodeBusyException when there was no room to make one smaller just now
   * @throws IOException when that took too long, or the disk failed
   */
  public Fitting fit(List<Reference> references) throws IOException {
    if (references.size() > limits.count()) {
      throw new BrokenPicture(
          Refusal.INVALID_INPUT,
          references.size() + " references, the engine takes " + limits.count());
    }
    var fitting = new Fitting(new ArrayList<>(), new ArrayList<>());
    boolean done = false;
    try {
      for (Reference reference : references) {
        fitting.pictures().add(alone(reference, fitting.copies()));
      }
      // by what is to be sent: a copy may be larger than what it was made of
      long share = share(fitting.pictures());
      for (int i = 0; i < references.size(); i++) {
        if (Files.size(fitting.pictures().get(i).file()) > share) {
          fitting.pictures().set(i, smaller(references.get(i), share, fitting.copies()));
        }
      }
      done = true;
      return fitting;
    } finally {
      if (!done) {
        fitting.close();
      }
    }
  }

  /** As if it were the only one. */
  private Reference alone(Reference reference, List<Path> copies) throws IOException {
    ImageHeader header = reference.header();
    int longer = Math.max(header.width(), header.height());
    int shorter = Math.min(header.width(), header.height());
    if (shorter < limits.minSide() || longer > (long) limits.maxRatio() * shorter) {
      throw new BrokenPicture(
          Refusal.INVALID_INPUT,
          "a reference of " + header.width() + "x" + header.height() + " is too small or narrow");
    }
    return header.pixels() <= limits.maxPixels() && limits.kinds().contains(header.kind())
        ? reference
        : smaller(reference, limits.maxBytes(), copies);
  }

  /** The picture as a JPEG, smaller and smaller until it fits. */
  private Reference smaller(Reference reference, long mostBytes, List<Path> copies)
      throws IOException {
    Path copy = Files.createTempFile(reference.file().getParent(), "smaller-", ".jpg");
    copies.add(copy);
    ImageHeader header = reference.header();
    int longer = Math.max(header.width(), header.height());
    int shorter = Math.min(header.width(), header.height());
    double fits = Math.min(1, Math.sqrt((double) limits.maxPixels() / header.pixels()));
    int side = settled((int) (longer * fits), longer, shorter);
    // below that its shorter side would be too short
    while ((long) side * shorter / longer > limits.minSide()) {
      encode(reference, side, copy);
      // what it came to, for sides are rounded on the way
      ImageHeader made =
          new HeaderReader()
              .read(copy)
              .orElseThrow(() -> new IOException("a copy of a reference cannot be read"));
      if (made.pixels() > limits.maxPixels()) {
        side = settled(side - 1, longer, shorter);
      } else if (Files.size(copy) > mostBytes) {
        side = settled((int) (side * STEP), longer, shorter);
      } else {
        return new Reference(copy, made);
      }
    }
    throw new BrokenPicture(
        Refusal.INVALID_INPUT, "a reference does not fit " + mostBytes + " bytes");
  }

  /** The longer side, or one a little shorter, with which the rounded other one still fits. */
  private int settled(int side, int longer, int shorter) {
    for (int fit = side; fit > 1; fit--) {
      long other = Math.max(1, Math.round((double) shorter * fit / longer));
      if (fit * other <= limits.maxPixels() && fit <= limits.maxRatio() * other) {
        return fit;
      }
    }
    return 1;
  }

  private void encode(Reference reference, int side, Path copy) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(copy))) {
      decoder.encodeSmaller(reference.file(), reference.header(), side, out);
    } catch (DecodeTooLongException e) {
      throw e; // a busy machine, for it was decoded once already; like a full disk, no fault of its
    } catch (MalformedPictureException e) {
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
    long left = limits.totalBytes();
    for (int i = 0; i < sizes.size(); i++) {
      long even = left / (sizes.size() - i);
      if (sizes.get(i) > even) {
        return Math.min(even, limits.maxBytes());
      }
      left -= sizes.get(i);
    }
    return limits.maxBytes();
  }
}

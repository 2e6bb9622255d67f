package darkroom.engine.upstream;

import darkroom.image.ImageKind;
import java.util.Set;

/**
 * What an engine takes as references.
 *
 * @param count pictures in one request
 * @param maxBytes of each, before any encoding
 * @param maxPixels of each
 * @param minSide shortest side, in pixels
 * @param maxRatio how many times as long as the other a side may be
 * @param kinds that it reads; others are sent as JPEG
 * @param totalBytes of all references of one request together, a budget of ours
 */
public record ReferenceLimits(
    int count,
    long maxBytes,
    long maxPixels,
    int minSide,
    int maxRatio,
    Set<ImageKind> kinds,
    long totalBytes) {

  public ReferenceLimits {
    kinds = Set.copyOf(kinds);
  }
}

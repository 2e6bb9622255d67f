package darkroom.verify.rig;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Lossless WebP bitstreams of one colour: with one symbol in each of its five codes a pixel costs
 * no bits (RFC 9649, 3.7.2), so any size fits about thirty bytes. A sample, and a bomb.
 */
public final class WebpSample {
  private final BitSet bits = new BitSet();
  private int length;

  private WebpSample() {}

  /** The data of a {@code VP8L} chunk. */
  public static byte[] lossless(int width, int height) {
    var sample = new WebpSample();
    sample.put(0x2f, 8).put(width - 1, 14).put(height - 1, 14).put(0, 4);
    sample.put(0, 3);
    for (int symbol : new int[] {200, 30, 90, 255}) {
      sample.put(1, 1).put(0, 1).put(1, 1).put(symbol, 8);
    }
    sample.put(1, 4);
    // some slack, for readers that look ahead; an even length, so that chunks need no padding
    return Arrays.copyOf(sample.bits.toByteArray(), (sample.length / 8 + 10) & ~1);
  }

  private WebpSample put(int value, int count) {
    for (int i = 0; i < count; i++) {
      bits.set(length++, (value >> i & 1) != 0);
    }
    return this;
  }
}

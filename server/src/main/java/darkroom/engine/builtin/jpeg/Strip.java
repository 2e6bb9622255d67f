package darkroom.engine.builtin.jpeg;

import darkroom.engine.builtin.paint.Band;
import darkroom.engine.builtin.paint.Layer;
import java.awt.image.DataBuffer;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The canvas as an image writer sees it: as if all pixels were there, three bytes each. In truth a
 * band is painted when its first pixel is asked for, and the band before it is forgotten. Not
 * thread-safe.
 */
final class Strip extends DataBuffer {

  private final int width;
  private final int height;
  private final int bandRows;
  private final List<Layer> layers;
  private final Grain grain;
  private final Band band;
  private final byte[] bytes;
  private int start;
  private int end;

  Strip(int width, int height, int bandRows, List<Layer> layers, Grain grain) {
    super(TYPE_BYTE, width * height * 3);
    this.width = width;
    this.height = height;
    this.bandRows = bandRows;
    this.layers = layers;
    this.grain = grain;
    this.band = new Band(width, 0, bandRows);
    this.bytes = new byte[width * bandRows * 3];
  }

  @Override
  public int getElem(int bank, int index) {
    if (index < start || index >= end) {
      paintBandWith(index);
    }
    return bytes[index - start] & 255;
  }

  @Override
  public void setElem(int bank, int index, int value) {
    throw new UnsupportedOperationException("read only");
  }

  private void paintBandWith(int index) {
    if (Thread.currentThread().isInterrupted()) {
      throw new UncheckedIOException(new InterruptedIOException("interrupted while painting"));
    }
    int stride = width * 3;
    int top = index / stride / bandRows * bandRows;
    int rows = Math.min(bandRows, height - top);
    Band next = band.movedTo(top, rows);
    for (Layer layer : layers) {
      layer.paint(next);
    }
    grain.develop(next, bytes);
    start = top * stride;
    end = start + rows * stride;
  }
}

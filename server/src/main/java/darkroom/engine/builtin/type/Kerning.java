package darkroom.engine.builtin.type;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.fontbox.ttf.TTFTable;
import org.apache.fontbox.ttf.TrueTypeFont;

/**
 * Pair kerning of an OpenType font, read from its GPOS table, which FontBox leaves alone. Of the
 * feature {@code kern} only the first glyph's advance is used. A table that makes no sense kerns
 * nothing. Immutable.
 */
final class Kerning {

  private static final int PAIRS = 2;
  private static final int EXTENSION = 9;
  private static final int X_ADVANCE = 4;

  private final ByteBuffer table;
  private final List<Integer> subtables;

  private Kerning(ByteBuffer table, List<Integer> subtables) {
    this.table = table;
    this.subtables = subtables;
  }

  static Kerning of(TrueTypeFont font) throws IOException {
    TTFTable gpos = font.getTableMap().get("GPOS");
    byte[] bytes = gpos == null ? new byte[0] : font.getTableBytes(gpos);
    ByteBuffer table = ByteBuffer.wrap(bytes);
    try {
      return new Kerning(table, bytes.length == 0 ? List.of() : pairSubtables(table));
    } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
      return new Kerning(table, List.of());
    }
  }

  /** In font units, 0 for most pairs. */
  int between(int left, int right) {
    try {
      for (int at : subtables) {
        int covered = coverage(at + u16(table, at + 2), left);
        if (covered >= 0 && (u16(table, at + 4) & X_ADVANCE) != 0) {
          int value = u16(table, at) == 1 ? single(at, covered, right) : byClass(at, left, right);
          if (value != NONE) {
            return value;
          }
        }
      }
      return 0;
    } catch (IndexOutOfBoundsException e) {
      return 0;
    }
  }

  private static final int NONE = Integer.MIN_VALUE;

  private int single(int at, int covered, int right) {
    int size = 2 + valueSize(at + 4) + valueSize(at + 6);
    int set = at + u16(table, at + 10 + 2 * covered);
    int pairs = u16(table, set);
    int low = 0;
    int high = pairs - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int record = set + 2 + middle * size;
      int glyph = u16(table, record);
      if (glyph == right) {
        return advance(at, record + 2);
      }
      if (glyph < right) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return NONE;
  }

  private int byClass(int at, int left, int right) {
    int size = valueSize(at + 4) + valueSize(at + 6);
    int first = glyphClass(at + u16(table, at + 8), left);
    int second = glyphClass(at + u16(table, at + 10), right);
    int seconds = u16(table, at + 14);
    return advance(at, at + 16 + (first * seconds + second) * size);
  }

  /** The advance within a value record: after the two placements, where these are there. */
  private int advance(int at, int record) {
    return table.getShort(record + 2 * Integer.bitCount(u16(table, at + 4) & (X_ADVANCE - 1)));
  }

  private int valueSize(int formatAt) {
    return 2 * Integer.bitCount(u16(table, formatAt));
  }

  private int coverage(int at, int glyph) {
    int many = u16(table, at + 2);
    boolean listed = u16(table, at) == 1;
    int low = 0;
    int high = many - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int record = at + 4 + middle * (listed ? 2 : 6);
      int start = u16(table, record);
      int end = listed ? start : u16(table, record + 2);
      if (glyph < start) {
        high = middle - 1;
      } else if (glyph > end) {
        low = middle + 1;
      } else {
        return listed ? middle : u16(table, record + 4) + glyph - start;
      }
    }
    return -1;
  }

  private int glyphClass(int at, int glyph) {
    if (u16(table, at) == 1) {
      int index = glyph - u16(table, at + 2);
      return index >= 0 && index < u16(table, at + 4) ? u16(table, at + 6 + 2 * index) : 0;
    }
    int low = 0;
    int high = u16(table, at + 2) - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int record = at + 4 + middle * 6;
      if (glyph < u16(table, record)) {
        high = middle - 1;
      } else if (glyph > u16(table, record + 2)) {
        low = middle + 1;
      } else {
        return u16(table, record + 4);
      }
    }
    return 0;
  }

  private static List<Integer> pairSubtables(ByteBuffer table) {
    int lookups = u16(table, 8);
    List<Integer> found = new ArrayList<>();
    for (int index : kernLookups(table, u16(table, 6))) {
      int lookup = lookups + u16(table, lookups + 2 + 2 * index);
      int type = u16(table, lookup);
      int many = u16(table, lookup + 4);
      for (int i = 0; i < many; i++) {
        int subtable = lookup + u16(table, lookup + 6 + 2 * i);
        if (type == EXTENSION && u16(table, subtable + 2) == PAIRS) {
          found.add(subtable + table.getInt(subtable + 4));
        } else if (type == PAIRS) {
          found.add(subtable);
        }
      }
    }
    return found;
  }

  private static List<Integer> kernLookups(ByteBuffer table, int features) {
    Set<Integer> lookups = new HashSet<>();
    int many = u16(table, features);
    for (int i = 0; i < many; i++) {
      int record = features + 2 + 6 * i;
      if (table.getInt(record) == 0x6B65726E) { // "kern"
        int feature = features + u16(table, record + 4);
        for (int j = 0; j < u16(table, feature + 2); j++) {
          lookups.add(u16(table, feature + 4 + 2 * j));
        }
      }
    }
    return lookups.stream().sorted().toList();
  }

  private static int u16(ByteBuffer table, int at) {
    return table.getShort(at) & 0xFFFF;
  }
}

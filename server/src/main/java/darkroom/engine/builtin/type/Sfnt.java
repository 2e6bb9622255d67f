package darkroom.engine.builtin.type;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The container that TrueType and OpenType fonts share. FontBox reads every table it knows, and
 * over substitution tables it takes long and logs much; so the tables we have no use for are hidden
 * from it.
 */
final class Sfnt {

  private static final Set<String> USED =
      Set.of(
          "head", "hhea", "maxp", "hmtx", "cmap", "loca", "glyf", "CFF ", "OS/2", "name", "post",
          "GPOS");

  private static final int COLLECTION = 0x74746366; // "ttcf"
  private static final int MOST_FONTS = 64;
  private static final int MOST_TABLES = 256;

  private Sfnt() {}

  /** Changes the names of unused tables in place, so that no reader finds them. */
  static byte[] slimmed(byte[] bytes) {
    ByteBuffer file = ByteBuffer.wrap(bytes);
    try {
      if (file.getInt(0) == COLLECTION) {
        int fonts = Math.clamp(file.getInt(8), 0, MOST_FONTS);
        for (int i = 0; i < fonts; i++) {
          hideUnused(file, file.getInt(12 + 4 * i));
        }
      } else {
        hideUnused(file, 0);
      }
    } catch (IndexOutOfBoundsException e) {
      // too short to be a font: the parser says so
      return bytes;
    }
    return bytes;
  }

  private static void hideUnused(ByteBuffer file, int directory) {
    int tables = Math.min(file.getShort(directory + 4) & 0xFFFF, MOST_TABLES);
    byte[] tag = new byte[4];
    for (int i = 0; i < tables; i++) {
      int entry = directory + 12 + 16 * i;
      file.get(entry, tag);
      if (!USED.contains(new String(tag, StandardCharsets.ISO_8859_1))) {
        // the same letters with the first one changed, so that the names stay apart
        file.put(entry, (byte) '~');
      }
    }
  }
}

package darkroom.engine.builtin.type;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.fontbox.ttf.OTFParser;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeCollection;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Fonts that happen to lie on this machine, for scripts the bundled ones lack. The first question
 * lists, bounded in files and bytes, which font has which characters; after that the answers depend
 * on nothing that was asked before. Thread-safe.
 */
public final class MachineFaces {

  private static final List<String> USUAL_FOLDERS =
      List.of(
          "/usr/share/fonts",
          "/usr/local/share/fonts",
          "/System/Library/Fonts",
          "/Library/Fonts",
          "C:/Windows/Fonts");

  private static final int MOST_FILES = 2_000;
  private static final int MOST_LISTED = 16;
  private static final int MOST_OPEN = 2;
  private static final int LAST_CODE_POINT = 0x2FFFF;

  /** Parts of the names of fonts with many characters, best first; others are listed after them. */
  private static final List<String> PROMISING =
      List.of(
          "notosanscjk",
          "sourcehan",
          "notoserifcjk",
          "wqy",
          "cjk",
          "fallback",
          "arialuni",
          "msyh",
          "pingfang",
          "unifont",
          "dejavuserif.",
          "dejavusans.");

  private final List<Path> folders;
  private final long mostBytes;
  private final Map<Path, Face> open = new LinkedHashMap<>();
  private @Nullable List<Listed> listed;

  /** A font file and the characters it has. */
  private record Listed(Path file, BitSet characters) {}

  /** What lies in the usual folders of Linux, macOS and Windows. */
  public MachineFaces() {
    // a font is held in memory whole while it is open
    this(USUAL_FOLDERS.stream().map(Path::of).toList(), Runtime.getRuntime().maxMemory() / 16);
  }

  /**
   * @param mostBytes larger font files are left alone
   */
  MachineFaces(List<Path> folders, long mostBytes) {
    this.folders = folders;
    this.mostBytes = mostBytes;
  }

  /** A face of the machine that has the character, if there is one. */
  synchronized Optional<Face> covering(int codePoint) {
    if (listed == null) {
      listed = list();
    }
    return listed.stream()
        .filter(font -> font.characters().get(codePoint))
        .findFirst()
        .flatMap(font -> opened(font.file()));
  }

  private Optional<Face> opened(Path file) {
    Face kept = open.get(file);
    if (kept != null) {
      return Optional.of(kept);
    }
    Optional<Face> read = read(file);
    read.ifPresent(face -> {
      if (open.size() >= MOST_OPEN) {
        open.remove(open.keySet().iterator().next());
      }
      open.put(file, face);
    });
    return read;
  }

  private List<Listed> list() {
    List<Path> files =
        folders.stream()
            .flatMap(MachineFaces::below)
            .filter(file -> name(file).matches(".*\\.(ttf|otf|ttc)"))
            .filter(this::isSmallEnough)
            .sorted(Comparator.comparingInt(MachineFaces::rank).thenComparing(Path::toString))
            .limit(MOST_LISTED)
            .toList();
    List<Listed> found = new ArrayList<>();
    for (Path file : files) {
      read(file).ifPresent(face -> found.add(new Listed(file, characters(face))));
    }
    return found;
  }

  private static Stream<Path> below(Path folder) {
    try (Stream<Path> walk = Files.walk(folder, 4, FileVisitOption.FOLLOW_LINKS)) {
      return walk.limit(MOST_FILES).toList().stream();
    } catch (IOException | RuntimeException e) {
      // an absent or closed folder offers nothing
      return Stream.empty();
    }
  }

  private boolean isSmallEnough(Path file) {
    try {
      return Files.size(file) <= mostBytes;
    } catch (IOException e) {
      return false;
    }
  }

  private static int rank(Path file) {
    String plain = name(file).replaceAll("[^a-z0-9.]", "");
    for (int i = 0; i < PROMISING.size(); i++) {
      if (plain.contains(PROMISING.get(i))) {
        return i;
      }
    }
    return PROMISING.size();
  }

  private static String name(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT);
  }

  private static BitSet characters(Face face) {
    BitSet characters = new BitSet();
    for (int codePoint = ' '; codePoint <= LAST_CODE_POINT; codePoint++) {
      if (face.glyph(codePoint) != 0) {
        characters.set(codePoint);
      }
    }
    return characters;
  }

  /** The file's only or first font; empty where we cannot read it, which is as good as none. */
  private static Optional<Face> read(Path file) {
    try {
      byte[] slim = Sfnt.slimmed(Files.readAllBytes(file));
      if (name(file).endsWith(".ttc")) {
        return first(new TrueTypeCollection(new ByteArrayInputStream(slim)));
      }
      TTFParser parser = name(file).endsWith(".otf") ? new OTFParser() : new TTFParser();
      return Optional.of(new Face(parser.parse(new RandomAccessReadBuffer(slim))));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Face> first(TrueTypeCollection collection) throws IOException {
    List<TrueTypeFont> fonts = new ArrayList<>();
    collection.processAllFonts(fonts::add);
    return fonts.isEmpty() ? Optional.empty() : Optional.of(new Face(fonts.getFirst()));
  }
}

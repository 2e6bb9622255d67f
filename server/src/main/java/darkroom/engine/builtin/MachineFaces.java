package darkroom.engine.builtin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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
 * Fonts that happen to lie on this machine, for scripts the bundled ones lack. The search is bounded in
 * files and bytes, happens at most once a character, and what it finds is kept. Thread-safe.
 */
final class MachineFaces {

  private static final List<String> USUAL_FOLDERS =
      List.of(
          "/usr/share/fonts",
          "/usr/local/share/fonts",
          "/System/Library/Fonts",
          "/Library/Fonts",
          "C:/Windows/Fonts");

  private static final int MOST_FILES = 2_000;
  private static final int MOST_OPENED = 24;
  private static final int MOST_KEPT = 3;
  private static final int MOST_REMEMBERED = 4_000;

  /** Parts of the names of fonts with many scripts, best first; the rest is tried after them. */
  private static final List<String> PROMISING =
      List.of("notosanscjk", "sourcehan", "notoserifcjk", "wqy", "cjk", "fallback", "arialuni", "msyh", "pingfang", "unifont", "dejavuserif.", "dejavusans.");

  private final List<Path> folders;
  private final long mostBytes;
  private final Map<Integer, Optional<Face>> known = new HashMap<>();
  private final List<Face> open = new ArrayList<>();
  private @Nullable List<Path> files;

  MachineFaces() {
    // FontBox holds a font file in memory whole
    this(USUAL_FOLDERS.stream().map(Path::of).toList(), Runtime.getRuntime().maxMemory() / 16);
  }

  MachineFaces(List<Path> folders, long mostBytes) {
    this.folders = folders;
    this.mostBytes = mostBytes;
  }

  /** A face of the machine that has the character, if one is found. */
  synchronized Optional<Face> covering(int codePoint) {
    Optional<Face> answer = known.get(codePoint);
    if (answer == null) {
      answer = open.stream().filter(face -> face.glyph(codePoint) != 0).findFirst();
      if (answer.isEmpty()) {
        answer = search(codePoint);
      }
      if (known.size() < MOST_REMEMBERED) {
        known.put(codePoint, answer);
      }
    }
    return answer;
  }

  private Optional<Face> search(int codePoint) {
    if (open.size() >= MOST_KEPT) {
      return Optional.empty();
    }
    for (Path file : files()) {
      Optional<Face> face = read(file, codePoint);
      if (face.isPresent()) {
        open.add(face.get());
        return face;
      }
    }
    return Optional.empty();
  }

  private List<Path> files() {
    if (files == null) {
      files =
          folders.stream()
              .flatMap(MachineFaces::below)
              .filter(file -> file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(ttf|otf|ttc)"))
              .filter(this::isSmallEnough)
              .sorted(Comparator.comparingInt(MachineFaces::rank).thenComparing(Path::toString))
              .limit(MOST_OPENED)
              .toList();
    }
    return files;
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
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]", "");
    for (int i = 0; i < PROMISING.size(); i++) {
      if (name.contains(PROMISING.get(i))) {
        return i;
      }
    }
    return PROMISING.size();
  }

  private static Optional<Face> read(Path file, int codePoint) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    try {
      byte[] slim = Sfnt.slimmed(Files.readAllBytes(file));
      if (name.endsWith(".ttc")) {
        return fromCollection(slim, codePoint);
      }
      TTFParser parser = name.endsWith(".otf") ? new OTFParser() : new TTFParser();
      return covering(parser.parse(new RandomAccessReadBuffer(slim)), codePoint);
    } catch (IOException | RuntimeException e) {
      // a font we cannot read is as good as none
      return Optional.empty();
    }
  }

  private static Optional<Face> fromCollection(byte[] slim, int codePoint) throws IOException {
    List<Face> found = new ArrayList<>();
    // stays open: its fonts are read lazily
    var collection = new TrueTypeCollection(new ByteArrayInputStream(slim));
    collection.processAllFonts(
        font -> {
          if (found.isEmpty()) {
            covering(font, codePoint).ifPresent(found::add);
          }
        });
    return found.stream().findFirst();
  }

  private static Optional<Face> covering(TrueTypeFont font, int codePoint) throws IOException {
    Face face = new Face(font);
    int glyph = face.glyph(codePoint);
    if (glyph == 0 || face.outline(glyph).getBounds2D().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(face);
  }
}

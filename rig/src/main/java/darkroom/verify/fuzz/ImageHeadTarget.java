package darkroom.verify.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import darkroom.image.HeaderReader;
import darkroom.image.ImageHeader;
import darkroom.verify.rig.Lies;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The head of any file is read without an exception, and sizes are never below one. */
final class ImageHeadTarget implements Target {
  private static final String GIF =
      "GIF89a\4\0\3\0\200\0\0\0\0\0\377\377\377,\0\0\0\0\4\0\3\0\0\2\2\4\1\0;";
  private static final String WEBP =
      "RIFF\32\0\0\0WEBPVP8L\15\0\0\0/\3\300\0\0\7\20\375\217\376\7\"\242\377\1";
  private static final String EXIF =
      "\377\330\377\341\0\42Exif\0\0II*\0\10\0\0\0\1\0\22\1\3\0\1\0\0\0\6\0\0\0\0\0\0\0"
          + "\377\300\0\21\10\0\3\0\4\3\1\42\0\2\21\1\3\21\1\377\332";

  private final HeaderReader headers = new HeaderReader();
  private final Path file;

  ImageHeadTarget(Path folder) {
    file = folder.resolve("head");
  }

  @Override
  public String name() {
    return "image-head";
  }

  /** Every character of a seed or word is one byte. */
  @Override
  public Charset charset() {
    return ISO_8859_1;
  }

  @Override
  public List<String> seeds() {
    return List.of(
        text(Lies.picture(1)),
        text(Lies.of("jpeg-half")),
        text(Lies.of("png-head")),
        GIF,
        WEBP,
        EXIF);
  }

  @Override
  public List<String> words() {
    return List.of(
        "\377\341",
        "\377\300",
        "\377\302",
        "Exif\0\0",
        "II*\0",
        "MM\0*",
        "IHDR",
        "VP8 ",
        "VP8X",
        "VP8L",
        "ANMF",
        "RIFF",
        "\377\377\377\377",
        "\200\0\0\0",
        "\0\0\0\0",
        "\0\0",
        "!\371\4");
  }

  @Override
  public String read(byte[] input) throws IOException {
    Files.write(file, input);
    Optional<ImageHeader> found = headers.read(file);
    found.ifPresent(
        header -> Finding.unless(header.width() > 0 && header.height() > 0, "a side below one"));
    return found
        .map(header ->
            header.kind()
                + " "
                + header.orientation()
                + " "
                + Integer.numberOfTrailingZeros(header.width()))
        .orElse("none " + Integer.highestOneBit(input.length));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}

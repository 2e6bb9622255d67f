package darkroom.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Finds descriptors: every {@code *.json} of a folder, no deeper, sorted by name. A file that
 * cannot be read is noted, not thrown, so that the others are still looked at.
 */
final class DescriptorFiles {
  private static final String SUFFIX = ".json";

  private final List<String> problems;

  DescriptorFiles(List<String> problems) {
    this.problems = problems;
  }

  /** Those that come with the program. */
  List<DescriptorFile> bundled() throws IOException {
    return beside(
        Objects.requireNonNull(
            DescriptorFiles.class.getResource("/models/README.md"), "no bundled models"));
  }

  /**
   * Those beside a resource, in a folder of classes or in a jar. Starts from a file because a jar
   * need not have entries for its folders.
   */
  List<DescriptorFile> beside(URL resource) throws IOException {
    URLConnection connection = resource.openConnection();
    if (connection instanceof JarURLConnection jar) {
      // a jar from the cache is shared, and closing it would break others
      jar.setUseCaches(false);
      String folder = jar.getEntryName().replaceFirst("[^/]*$", "");
      try (JarFile file = jar.getJarFile()) {
        return inJar(file, folder);
      }
    }
    try {
      return inFolder(Path.of(resource.toURI()).resolveSibling(""));
    } catch (URISyntaxException e) {
      throw new IOException("no folder: " + resource, e);
    }
  }

  List<DescriptorFile> inFolder(Path folder) throws IOException {
    List<DescriptorFile> files = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path path : paths) {
        add(files, String.valueOf(path.getFileName()), () -> Files.newInputStream(path));
      }
    }
    return sorted(files);
  }

  private List<DescriptorFile> inJar(JarFile jar, String folder) {
    List<DescriptorFile> files = new ArrayList<>();
    for (JarEntry entry : jar.stream().toList()) {
      String name = entry.getName();
      if (name.startsWith(folder)
          && name.endsWith(SUFFIX)
          && name.indexOf('/', folder.length()) < 0) {
        add(files, name.substring(folder.length()), () -> jar.getInputStream(entry));
      }
    }
    return sorted(files);
  }

  private void add(List<DescriptorFile> files, String name, Source source) {
    try (InputStream bytes = source.open()) {
      // a decoder of its own reports bad bytes, where a String would replace them
      ByteBuffer buffer = ByteBuffer.wrap(bytes.readAllBytes());
      String text = StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
      files.add(new DescriptorFile(name, text));
    } catch (IOException e) {
      problems.add(name + ": cannot be read as UTF-8 text: " + e);
    }
  }

  private static List<DescriptorFile> sorted(List<DescriptorFile> files) {
    return files.stream().sorted(Comparator.comparing(DescriptorFile::name)).toList();
  }

  @FunctionalInterface
  private interface Source {
    InputStream open() throws IOException;
  }
}

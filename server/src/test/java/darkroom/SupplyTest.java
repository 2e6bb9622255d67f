package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.ConfigurationDocTest.Generated;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The libraries are the ones that were looked at, byte for byte (threats T53, T54). */
class SupplyTest {
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*"
              + "<version>([^<]+)</version>");
  private static final Pattern PLUGIN =
      Pattern.compile(
          "<artifactId>([^<]+-maven-plugin|maven-[a-z]+-plugin)</artifactId>\\s*<(\\w+)>");

  @Test
  void every_jar_on_the_class_path_is_the_one_in_the_lock() throws IOException {
    var lines = new TreeMap<String, String>();
    for (Path jar : jars()) {
      lines.put(coordinates(jar), sha256(jar));
    }

    String text =
        lines.entrySet().stream()
            .map(line -> line.getKey() + " " + line.getValue() + "\n")
            .collect(
                Collectors.joining(
                    "", "# Coordinates and SHA-256 of every jar; see CONTRIBUTING.md\n", ""));

    Generated.compare("supply.lock", page -> text);
  }

  @Test
  void direct_dependencies_are_few_and_their_versions_exact() throws IOException {
    List<MatchResult> direct = DEPENDENCY.matcher(pom()).results().toList();

    assertThat(direct).hasSizeBetween(10, 30);
    assertThat(direct)
        .allSatisfy(dependency ->
            assertThat(dependency.group(3)).matches("[0-9][0-9.]*|\\$\\{[a-z.]+\\.version}"));
  }

  @Test
  void every_plugin_has_its_version() throws IOException {
    List<String> versionless =
        PLUGIN
            .matcher(pom().replaceAll("(?s)<profiles>.*", ""))
            .results()
            .filter(plugin -> !plugin.group(2).equals("version"))
            .map(plugin -> plugin.group(1))
            .toList();

    assertThat(versionless).isEmpty();
  }

  @Test
  void jqwik_is_not_used() throws IOException {
    assertThat(Files.readString(Generated.root().resolve("supply.lock")))
        .doesNotContain("jqwik")
        .contains("sqlite-jdbc");
  }

  private static String pom() throws IOException {
    return Files.readString(Generated.root().resolve("pom.xml"));
  }

  /** Our own modules are folders or jars of this version and are left out. */
  private static List<Path> jars() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(path.split(Pattern.quote(File.pathSeparator), -1))
        .filter(entry -> entry.endsWith(".jar") && !entry.contains("darkroom"))
        .filter(entry -> !entry.contains("surefire"))
        .map(Path::of)
        .toList();
  }

  /** {@code group:artifact:version}, from where Maven keeps it. */
  private static String coordinates(Path jar) {
    Path below = Path.of(System.getProperty("localRepository", "/")).relativize(jar);
    int names = below.getNameCount();
    String group = below.subpath(0, names - 3).toString().replace(File.separatorChar, '.');
    return group + ":" + below.getName(names - 3) + ":" + below.getName(names - 2);
  }

  private static String sha256(Path jar) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing", e);
    }
  }
}

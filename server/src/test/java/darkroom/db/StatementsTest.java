package darkroom.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Statements are made of literals and constants; values go in as parameters (threat T55). */
class StatementsTest {
  private static final Pattern LITERAL =
      Pattern.compile("(?s)\"\"\".*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*+\"");
  private static final Pattern CALL = Pattern.compile("\\.sql\\(");
  private static final Pattern CONSTANT = Pattern.compile("\\.sql\\([\"\\sA-Z_+]*\\)");

  @Test
  void no_statement_is_glued_together_from_values() throws IOException {
    var glued = new ArrayList<String>();
    long statements = 0;
    for (Path file : sources()) {
      String code = LITERAL.matcher(Files.readString(file)).replaceAll("\"\"");
      long all = CALL.matcher(code).results().count();
      statements += all;
      if (all != CONSTANT.matcher(code).results().count()) {
        glued.add(file.getFileName().toString());
      }
    }

    assertThat(glued).isEmpty();
    assertThat(statements).isGreaterThan(40);
  }

  private static Iterable<Path> sources() throws IOException {
    Path here = Path.of(Files.isDirectory(Path.of("server")) ? "server" : "");
    try (Stream<Path> files = Files.list(here.resolve("src/main/java/darkroom/db"))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}

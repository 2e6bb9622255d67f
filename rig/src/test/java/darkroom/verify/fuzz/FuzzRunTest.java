package darkroom.verify.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import darkroom.verify.Plan;
import darkroom.verify.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FuzzRunTest {
  @TempDir private Path folder;

  @Test
  void a_few_seconds_find_nothing() throws Exception {
    var plan = new Plan(OptionalInt.of(1), 1, folder, Optional.empty());

    Tally tally = new FuzzRun().run(plan, Duration.ofSeconds(3));

    assertThat(tally.faults(false)).as(tally.line()).isEmpty();
  }

  @Test
  void a_reader_that_fails_is_found_and_its_input_kept() throws Exception {
    var fuzzer = new Fuzzer(new Faulty(), new Random(1), folder);

    fuzzer.run(Duration.ofSeconds(1));

    assertThat(fuzzer.findings()).isEqualTo(1);
    assertThat(folder.resolve("faulty-1")).content().contains("(");
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void what_once_broke_a_reader_does_so_no_more(Path input) throws IOException {
    String name = input.getName(input.getNameCount() - 2).toString();
    Target target =
        FuzzRun.targets(folder).stream()
            .filter(t -> t.name().equals(name))
            .findFirst()
            .orElseThrow();
    byte[] bytes = Files.readAllBytes(input);

    assertThatCode(() -> target.read(bytes)).doesNotThrowAnyException();
  }

  static List<Path> corpus() throws Exception {
    Path root = Path.of(Objects.requireNonNull(FuzzRunTest.class.getResource("/fuzz")).toURI());
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static final class Faulty implements Target {
    @Override
    public String name() {
      return "faulty";
    }

    @Override
    public List<String> seeds() {
      return List.of("abc");
    }

    @Override
    public List<String> words() {
      return List.of("(");
    }

    @Override
    public String read(byte[] input) {
      if (Target.text(input).contains("(")) {
        throw new IllegalStateException("unbalanced");
      }
      return "fine";
    }
  }
}

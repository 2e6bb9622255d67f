package darkroom.fake.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import darkroom.fake.kit.Column;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The vendor's own client, as npm has it, believes the fake. */
@Timeout(120)
class ReplicateClientTest {
  /** Tests run in the folder of their module. */
  private static final Path FOLDER = Path.of("src/test/node/replicate").toAbsolutePath();

  @Test
  void the_vendors_own_client_makes_polls_lists_and_cancels() throws Exception {
    assumeTrue(isOnPath("node"), "node is not installed");
    assumeTrue(
        Files.isDirectory(FOLDER.resolve("node_modules/replicate")),
        "npm ci has not been run in " + FOLDER.getFileName());

    try (FakeReplicate replicate = FakeReplicate.start()) {
      replicate.addStrangers(ReplicateShelf.PAGE);

      String said = run(replicate.baseUrl());

      assertThat(said).endsWith("fine\n");
      var bill = replicate.server().desk().bill();
      assertThat(bill.total(Column.RECEIVED)).isEqualTo(2);
      assertThat(bill.total(Column.PAID)).isEqualTo(2);
      assertThat(bill.total(Column.ANSWERED)).isEqualTo(2);
      assertThat(bill.total(Column.POLLS)).isPositive();
      assertThat(bill.total(Column.CANCELS)).isEqualTo(1);
      assertThat(replicate.status(replicate.ids().get(ReplicateShelf.PAGE))).isEqualTo("succeeded");
      assertThat(replicate.status(replicate.ids().getLast())).isEqualTo("canceled");
      assertThat(replicate.fetched()).hasSize(1);
      assertThat(replicate.faults()).isEmpty();
    }
  }

  private static String run(String baseUrl) throws IOException, InterruptedException {
    Process node =
        new ProcessBuilder(
                "node",
                "client.mjs",
                baseUrl,
                FakeReplicate.KEY,
                Integer.toString(ReplicateShelf.PAGE))
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(node.exitValue()).as(said).isZero();
      return said;
    } finally {
      node.destroyForcibly();
    }
  }

  private static boolean isOnPath(String command) {
    String path = String.valueOf(System.getenv("PATH"));
    return Arrays.stream(path.split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }
}

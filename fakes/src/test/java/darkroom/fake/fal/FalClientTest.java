package darkroom.fake.fal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import darkroom.fake.kit.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * fal's own client, as npm has it, before the fake: what it understands is what fal speaks. Needs
 * Node 18 or newer and {@code npm ci} in {@code src/test/node/fal}.
 */
@Timeout(120)
class FalClientTest {
  private static final Path PROJECT = Path.of("src/test/node/fal");

  @TempDir private Path folder;

  @Test
  void the_vendors_own_client_submits_polls_fetches_and_cancels() throws Exception {
    assumeTrue(Files.isDirectory(PROJECT.resolve("node_modules/@fal-ai/client")), "npm ci");
    assumeTrue(hasNode(), "node");
    try (var fal = FakeFal.start()) {

      JsonNode seen = seen(fal);

      assertThat(seen.path("drawn").toString())
          .startsWith(
              "{\"states\":[\"IN_QUEUE\",\"COMPLETED\"],\"sameId\":true,"
                  + "\"width\":1920,\"seed\":1,\"type\":\"image/png\"");
      assertThat(seen.path("drawn").path("bytes").asInt()).isGreaterThan(1_000);
      assertThat(seen.path("streamed").asString()).isEqualTo("COMPLETED");
      assertThat(seen.path("cancelled").path("states").toString())
          .isEqualTo("[\"IN_QUEUE\",\"IN_PROGRESS\",\"COMPLETED\"]");
      assertThat(seen.path("cancelled").path("result").path("type").asString())
          .isEqualTo("client_cancelled");
      assertThat(seen.path("cancelled").path("again").path("status").asInt()).isEqualTo(400);
      assertThat(seen.path("moderated").toString())
          .isEqualTo(
              "{\"name\":\"ValidationError\",\"status\":422,\"type\":\"content_policy_violation\"}");
      assertThat(seen.path("refused").path("type").asString()).isEqualTo("value_error");
      assertThat(fal.received()).isEqualTo(Map.of("1", 1, "2", 1, "3", 1, "4", 1, "5", 1));
      assertThat(fal.paid()).isEqualTo(Map.of("1", 1, "2", 1, "3", 1));
      assertThat(fal.cancels()).isEqualTo(Map.of("3", 2));
      assertThat(fal.fetched()).hasSize(1);
      assertThat(fal.faults()).isEmpty();
    }
  }

  private JsonNode seen(FakeFal fal) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path trouble = folder.resolve("trouble");
    Process node =
        new ProcessBuilder("node", "client.mjs", fal.server().origin(), FakeFal.KEY)
            .directory(PROJECT.toFile())
            .redirectOutput(out.toFile())
            .redirectError(trouble.toFile())
            .start();
    try {
      assertThat(node.waitFor()).as(Files.readString(trouble)).isZero();
      return Json.MAPPER.readTree(Files.readString(out, StandardCharsets.UTF_8));
    } finally {
      node.destroyForcibly();
    }
  }

  private boolean hasNode() throws InterruptedException {
    try {
      return new ProcessBuilder("node", "--version")
              .redirectOutput(folder.resolve("version").toFile())
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}

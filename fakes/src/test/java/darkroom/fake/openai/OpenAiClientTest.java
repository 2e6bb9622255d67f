package darkroom.fake.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import darkroom.fake.kit.Json;
import darkroom.fake.kit.Pictures;
import darkroom.fake.kit.Pixels;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * OpenAI's official client, unmodified, takes the fake for the vendor. Needs Node, and {@code npm
 * ci} in {@code fakes/src/test/node/openai}.
 */
@Timeout(120)
class OpenAiClientTest {
  @TempDir private Path folder;

  @Test
  void the_official_client_gets_pictures_and_errors() throws IOException, InterruptedException {
    Path scripts = scripts();
    assumeTrue(isNodeThere(), "node is not on the PATH");
    assumeTrue(
        Files.isDirectory(scripts.resolve("node_modules/openai")),
        "npm ci was not run in fakes/src/test/node/openai");
    Path png =
        Files.write(folder.resolve("in.png"), new Pictures().png(new Pixels(64, 48), "reference"));

    try (FakeOpenAi fake = FakeOpenAi.start(OpenAiDialect.OPENAI)) {
      JsonNode seen = run(scripts, fake.baseUrl(), png);

      assertThat(seen.path("generated").toString()).isEqualTo("[\"1536x1024\",\"1536x1024\"]");
      assertThat(seen.path("usage").booleanValue()).isTrue();
      assertThat(seen.path("edited").toString()).isEqualTo("[\"1024x1024\"]");
      assertThat(seen.path("editedFromTwo").toString()).isEqualTo("[\"1024x1024\"]");
      assertError(seen.path("badSize"), "BadRequestError", 400, "invalid_value", "size");
      assertError(seen.path("blocked"), "BadRequestError", 400, "moderation_blocked", "");
      assertError(seen.path("busy"), "RateLimitError", 429, "rate_limit_exceeded", "");
      assertError(seen.path("broken"), "InternalServerError", 500, "server_error", "");
      assertError(seen.path("wrongKey"), "AuthenticationError", 401, "invalid_api_key", "");

      assertThat(fake.billed()).isEqualTo(4);
      assertThat(fake.received().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(8);
      assertThat(fake.forms()).hasSize(2);
      assertThat(fake.forms().getFirst().path("image").size()).isEqualTo(1);
      assertThat(fake.forms().getLast().path("image[]").size()).isEqualTo(2);
      // the one thing that it did wrong on purpose
      assertThat(fake.faults()).singleElement().asString().contains("size");
    }
  }

  private static void assertError(
      JsonNode error, String type, int status, String code, String param) {
    assertThat(error.path("class").stringValue()).as(error.toString()).isEqualTo(type);
    assertThat(error.path("status").intValue()).isEqualTo(status);
    assertThat(error.path("code").stringValue()).isEqualTo(code);
    assertThat(error.path("param").asString("")).isEqualTo(param);
    assertThat(error.path("request").booleanValue()).isTrue();
  }

  private JsonNode run(Path scripts, String baseUrl, Path png)
      throws IOException, InterruptedException {
    Path complaints = folder.resolve("stderr");
    var builder =
        new ProcessBuilder(
            "node",
            scripts.resolve("client.mjs").toString(),
            baseUrl,
            OpenAiVendor.KEY,
            png.toString());
    builder.redirectError(complaints.toFile());
    // what its environment says about keys and proxies is not to change the test
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeIf(
            name -> name.startsWith("OPENAI") || name.toLowerCase(Locale.ROOT).contains("proxy"));
    Process node = builder.start();
    try {
      byte[] out = node.getInputStream().readAllBytes();
      assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(node.exitValue()).as(Files.readString(complaints)).isZero();
      return Json.MAPPER.readTree(new String(out, StandardCharsets.UTF_8));
    } finally {
      node.destroyForcibly();
    }
  }

  private static boolean isNodeThere() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator, -1))
        .map(place -> Path.of(place).resolve("node"))
        .anyMatch(Files::isExecutable);
  }

  /** Tests start in the module's folder or in the root. */
  private static Path scripts() {
    Path here = Path.of("src/test/node/openai");
    return Files.isDirectory(here) ? here : Path.of("fakes").resolve(here);
  }
}

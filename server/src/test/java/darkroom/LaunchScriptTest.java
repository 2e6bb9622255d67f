package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.ConfigurationDocTest.Generated;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The script {@code ./darkroom} keeps what a crash could show to the owner (threats T47, T56). */
class LaunchScriptTest {

  @Test
  void no_picture_of_the_memory_leaves_the_process() throws IOException {
    String script = Files.readString(Generated.root().resolve("darkroom"));

    assertThat(script)
        .contains(
            "umask 077",
            "-XX:-HeapDumpOnOutOfMemoryError",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:-UsePerfData",
            "-XX:ErrorFile=${DARKROOM_DATA:-data}/hs_err_%p.log");
  }
}

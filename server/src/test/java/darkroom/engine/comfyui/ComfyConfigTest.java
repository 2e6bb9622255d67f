package darkroom.engine.comfyui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.config.ConfigException;
import darkroom.config.ConfigReader;
import darkroom.engine.EngineTraits.Cost;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComfyConfigTest {
  private static final String URL = "http://127.0.0.1:8188";

  @TempDir private Path folder;

  @Test
  void nothing_set_is_no_engine() {
    ComfyConfig config = ComfyFixture.config(Map.of());

    assertThat(config.url()).isEmpty();
    assertThat(config.text()).isEmpty();
    assertThat(config.edit()).isEmpty();
    assertThat(config.canvas()).isEqualTo(new Canvas(16, 1_048_576));
    assertThat(config.cost()).isEqualTo(Cost.LOCAL);
    assertThat(config.limits().concurrency()).isEqualTo(2);
    assertThat(config.limits().resends()).isEqualTo(1);
    assertThat(config.progress()).isTrue();
  }

  @Test
  void what_costs_money_is_not_sent_again_unless_somebody_says_so() {
    assertThat(resends(Map.of("engine.comfyui.cost", "money"))).isZero();
    assertThat(resends(Map.of("engine.comfyui.cost", "money", "engine.comfyui.resends", "1")))
        .isEqualTo(1);
    assertThat(resends(Map.of("engine.comfyui.resends", "0"))).isZero();
  }

  @Test
  void the_workflows_of_the_documentation_fit_its_settings() {
    ComfyConfig config = ComfyFixture.config(ComfyFixture.settings(URL + "/"));

    assertThat(config.url()).contains(URI.create(URL));
    assertThat(config.text().orElseThrow().slots().outputs()).containsExactly("7");
    assertThat(config.text().orElseThrow().takesSizes()).isTrue();
    assertThat(config.edit().orElseThrow().slots().images())
        .containsExactly(new Slot("8", "image"));
  }

  @Test
  void an_address_alone_is_told_what_it_lacks() {
    assertThat(problems(Map.of("engine.comfyui.url", URL)))
        .containsExactly(
            "engine.comfyui.workflow: missing (expected: a workflow's file, because"
                + " engine.comfyui.url is set)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "prompt  | 99.text   | no node 99 in 'FILE' (expected: one of 1, 2, 3, 4, 5, 6, 7)",
        "prompt  | 2.txt     | node 2 (CLIPTextEncode) has no input txt in 'FILE' (expected: one of text, clip)",
        "prompt  | 2.clip    | 2.clip comes from node 1 in 'FILE' (expected: an input whose value stands in its own node, such as one of that node)",
        "prompt  | 4.width   | 4.width of node 4 (EmptyLatentImage) holds something else in 'FILE' (expected: a text)",
        "width   | 2.text    | 2.text of node 2 (CLIPTextEncode) holds something else in 'FILE' (expected: a whole number)",
        "seed    | 5.cfg     | 5.cfg of node 5 (KSampler) holds something else in 'FILE' (expected: a whole number)",
        "seed    | 5         | '5' (expected: NODE.INPUT such as 6.text)",
        "prompt  | ##        | missing (expected: NODE.INPUT of the node that takes the prompt in FILE)",
        "height  | ##        | SIZES",
        "outputs | 8         | no node 8 in 'FILE' (expected: one of 1, 2, 3, 4, 5, 6, 7)",
      })
  void a_slot_that_does_not_fit_its_file_stops_the_start(
      String name, String value, String problem) {
    Map<String, String> settings = ComfyFixture.settings(URL);
    String file = String.valueOf(settings.get("engine.comfyui.workflow"));
    settings.put("engine.comfyui." + name, value);
    String expected =
        problem.equals("SIZES")
            ? "engine.comfyui.width: without its other half (expected: width and height, or neither)"
            : "engine.comfyui." + name + ": " + problem.replace("FILE", file);

    assertThat(problems(settings)).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "no json                                | is no JSON object",
        "[]                                     | is no JSON object",
        "{}                                     | : holds no nodes",
        "{\"nodes\":[],\"links\":[]}            | : is a workflow as ComfyUI saves it for itself",
        "{\"1\":{\"inputs\":{}}}                | : node 1 has no class_type",
        "{\"1\":{\"class_type\":\"SaveImage\"}} | : node 1 has no inputs",
        "{\"1\":{\"class_type\":\"SaveImage\",\"inputs\":{\"images\":[\"6\",0]}}}"
            + " | : node 1: images comes from node 6, which is not there",
      })
  void a_file_that_is_no_workflow_says_so(String content, String fault) throws IOException {
    Path file = Files.writeString(folder.resolve("workflow.json"), content);
    Map<String, String> settings = ComfyFixture.settings(URL);
    settings.put("engine.comfyui.workflow", file.toString());

    assertThat(problems(settings)).hasSize(1);
    assertThat(problems(settings).getFirst())
        .startsWith("engine.comfyui.workflow: '" + file + "'")
        .contains(fault)
        .endsWith("(expected: what `Export (API)` writes)");
  }

  @Test
  void a_workflow_that_saves_by_a_node_of_another_class_names_it() throws IOException {
    String text = "{\"1\":{\"class_type\":\"FancySave\",\"inputs\":{\"title\":\"x\"}}}";
    Path file = Files.writeString(folder.resolve("workflow.json"), text);
    var settings = new HashMap<String, String>();
    settings.put("engine.comfyui.url", URL);
    settings.put("engine.comfyui.workflow", file.toString());
    settings.put("engine.comfyui.prompt", "1.title");

    assertThat(problems(settings))
        .containsExactly(
            "engine.comfyui.outputs: missing (expected: the node that saves the picture; none in "
                + file
                + " is a SaveImage)");
    settings.put("engine.comfyui.outputs", "1");
    assertThat(ComfyFixture.config(settings).text().orElseThrow().takesSizes()).isFalse();
  }

  @Test
  void a_file_that_is_not_there_and_an_edit_without_images_are_told() {
    Map<String, String> settings = ComfyFixture.settings(URL);
    settings.put("engine.comfyui.workflow", folder.resolve("none.json").toString());
    settings.remove("engine.comfyui.edit.images");

    assertThat(problems(settings))
        .containsExactlyInAnyOrder(
            "engine.comfyui.workflow: '"
                + folder.resolve("none.json")
                + "' cannot be read (expected: a readable file)",
            "engine.comfyui.edit.images: missing (expected: NODE.INPUT of the node that loads a"
                + " picture)");
  }

  private static int resends(Map<String, String> settings) {
    return ComfyFixture.config(settings).limits().resends();
  }

  private static List<String> problems(Map<String, String> settings) {
    var reader = new ConfigReader(settings, Map.of());
    ComfyConfig.read(reader);
    var thrown = new AtomicReference<List<String>>(List.of());
    assertThatThrownBy(reader::check)
        .isInstanceOfSatisfying(ConfigException.class, e -> thrown.set(e.problems()));
    return thrown.get();
  }
}

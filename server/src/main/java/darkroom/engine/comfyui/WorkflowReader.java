package darkroom.engine.comfyui;

import darkroom.config.ConfigReader;
import darkroom.engine.upstream.UpstreamJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a workflow's file and the settings that name its slots, and checks one against the other,
 * so that a node that was renumbered is found at start and not by the first caller. For one thread.
 */
final class WorkflowReader {
  private static final String SAVES = "SaveImage";
  private static final long MOST_BYTES = 8 << 20;

  private final ConfigReader reader;
  private final String prefix;
  private boolean named;

  /**
   * @param prefix of the settings, such as {@code engine.comfyui}
   */
  WorkflowReader(ConfigReader reader, String prefix) {
    this.reader = reader;
    this.prefix = prefix;
  }

  /** The workflow for pictures from text alone. */
  Optional<Workflow> text() {
    Optional<String> file =
        reader.optionalText(
            prefix + ".workflow",
            "File with the workflow for pictures from text, as ComfyUI's `Export (API)` writes it.");
    Slots slots = slots(List.of());
    return file.flatMap(path -> read(path, slots, SpareImages.REPEAT));
  }

  /** The workflow for pictures from references. */
  Optional<Workflow> edit() {
    Optional<String> file =
        reader.optionalText(
            prefix + ".workflow",
            "File with the workflow for pictures from references; without it there are none.");
    List<Slot> images =
        list(
            "images",
            "Inputs that take a reference, one for each that a caller may give, such as `8.image`.");
    Slots slots = slots(images);
    SpareImages spare =
        reader.choice(
            prefix + ".spare-images",
            SpareImages.class,
            SpareImages.REPEAT,
            "What becomes of those inputs when a caller gives fewer references: the last one again,"
                + " or their nodes are left out.");
    if (file.isPresent() && images.isEmpty()) {
      reader.problem(prefix + ".images", "missing", "NODE.INPUT of the node that loads a picture");
    }
    return file.flatMap(path -> read(path, slots, spare));
  }

  /** Whether a file was named at all, usable or not. */
  boolean isNamed() {
    return named;
  }

  private Slots slots(List<Slot> images) {
    return new Slots(
        list("prompt", "Inputs of that workflow that take the prompt, as NODE.INPUT: `6.text`."),
        list("width", "Inputs that take the width; without, the workflow decides the size."),
        list("height", "Inputs that take the height."),
        list("seed", "Inputs that take the seed."),
        images,
        reader.list(
            prefix + ".outputs",
            "Nodes that save the picture, the preferred one first; without, all of class SaveImage."));
  }

  private List<Slot> list(String name, String description) {
    var slots = new ArrayList<Slot>();
    for (String text : reader.list(prefix + "." + name, description)) {
      Optional<Slot> slot = Slot.of(text);
      slot.ifPresentOrElse(
          slots::add,
          () -> reader.problem(prefix + "." + name, "'" + text + "'", "NODE.INPUT such as 6.text"));
    }
    return slots;
  }

  private Optional<Workflow> read(String file, Slots slots, SpareImages spare) {
    named = true;
    Optional<ObjectNode> graph = graph(file);
    if (graph.isEmpty()) {
      return Optional.empty();
    }
    var check = new WorkflowCheck(file, graph.get());
    List<String> outputs = slots.outputs().isEmpty() ? check.nodesOf(SAVES) : slots.outputs();
    if (slots.prompt().isEmpty()) {
      problem("prompt", "missing", "NODE.INPUT of the node that takes the prompt in " + file);
    }
    if (slots.width().isEmpty() != slots.height().isEmpty()) {
      problem("width", "without its other half", "width and height, or neither");
    }
    if (outputs.isEmpty()) {
      problem(
          "outputs",
          "missing",
          "the node that saves the picture; none in " + file + " is a " + SAVES);
    }
    slots.prompt().forEach(slot -> told("prompt", check.text(slot)));
    slots.width().forEach(slot -> told("width", check.number(slot)));
    slots.height().forEach(slot -> told("height", check.number(slot)));
    slots.seed().forEach(slot -> told("seed", check.number(slot)));
    slots.images().forEach(slot -> told("images", check.text(slot)));
    outputs.forEach(node -> told("outputs", check.node(node)));
    return Optional.of(new Workflow(graph.get(), slots.savedBy(outputs), spare));
  }

  /** Nodes by id; whatever else the file holds is a problem. */
  private Optional<ObjectNode> graph(String file) {
    try {
      Path path = Path.of(file);
      if (Files.size(path) > MOST_BYTES) {
        problem("workflow", "'" + file + "' is too large", "at most " + MOST_BYTES + " bytes");
        return Optional.empty();
      }
      Optional<JsonNode> json = UpstreamJson.object(Files.readAllBytes(path));
      if (json.isEmpty()) {
        problem("workflow", "'" + file + "' is no JSON object", "what `Export (API)` writes");
        return Optional.empty();
      }
      Optional<String> fault = WorkflowCheck.fault(json.get());
      if (fault.isPresent()) {
        problem("workflow", "'" + file + "': " + fault.get(), "what `Export (API)` writes");
        return Optional.empty();
      }
      return Optional.of(json.get().asObject());
    } catch (IOException | InvalidPathException e) {
      problem("workflow", "'" + file + "' cannot be read", "a readable file");
      return Optional.empty();
    }
  }

  private void told(String name, Optional<WorkflowCheck.Fault> fault) {
    fault.ifPresent(found -> problem(name, found.found(), found.expected()));
  }

  private void problem(String name, String found, String expected) {
    reader.problem(prefix + "." + name, found, expected);
  }
}

package darkroom.verify.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the rig has to know of an engine beside its fake's settings. One without a row is taken for
 * an engine that costs money, draws what the bundled model allows and carries out no misfortunes
 * but those of the wire.
 *
 * @param model the vendor's name for the rig's models; empty where the engine needs none
 * @param size the smallest legal one, since pictures cost processor time here
 * @param local whether a picture costs nothing but time, so that it may be asked for again
 * @param found how it comes out what became of a lost answer
 * @param jobs whether it works on jobs that are polled
 * @param inline whether the answer holds the picture itself, not its address
 */
record Vendor(
    String name,
    String model,
    String size,
    boolean local,
    Found found,
    boolean jobs,
    boolean inline) {
  private static final String USUAL_SIZE = "1920x1920";

  private static final List<Vendor> KNOWN =
      List.of(
          // the fourth generation takes pictures of a quarter of the pixels
          new Vendor("ark", "seedream-4-0-250828", "960x960", false, Found.NEVER, false, false),
          new Vendor(
              "fal",
              "fal-ai/bytedance/seedream/v4.5/text-to-image",
              USUAL_SIZE,
              false,
              Found.BY_RECORDS,
              true,
              false),
          new Vendor(
              "replicate",
              "bytedance/seedream-4.5",
              USUAL_SIZE,
              false,
              Found.BY_RECORDS,
              true,
              false),
          new Vendor("poyo", "seedream-4.5", USUAL_SIZE, false, Found.BY_CALLBACK, true, false),
          new Vendor("openai", "gpt-image-2", "1024x1024", false, Found.NEVER, false, true),
          new Vendor("sdserver", "", "512x512", true, Found.NEVER, true, true),
          new Vendor("comfyui", "", "512x512", true, Found.BY_RECORDS, true, false));

  /**
   * What an operator sets beside what the fake says.
   *
   * @param folder for files that settings name
   */
  Map<String, String> settings(Path folder) throws IOException {
    if (!name.equals("comfyui")) {
      return Map.of();
    }
    Path workflow = folder.resolve("comfyui.json");
    try (InputStream in =
        Objects.requireNonNull(Vendor.class.getResourceAsStream("/upstream/comfyui.json"))) {
      Files.write(workflow, in.readAllBytes());
    }
    String prefix = "engine.comfyui.";
    return Map.of(
        prefix + "workflow", workflow.toString(),
        prefix + "prompt", "2.text",
        prefix + "width", "4.width",
        prefix + "height", "4.height",
        prefix + "seed", "5.seed");
  }

  /** Whether its fake takes references without more than a model; PoYo's takes five a minute. */
  boolean edits() {
    return List.of("ark", "fal", "replicate", "openai").contains(name);
  }

  /** The vendor's name for models with references, where that is another; else empty. */
  String editModel() {
    return name.equals("fal") ? "fal-ai/bytedance/seedream/v4.5/edit" : "";
  }

  static Vendor of(String name) {
    return KNOWN.stream()
        .filter(vendor -> vendor.name.equals(name))
        .findFirst()
        .orElseGet(() -> new Vendor(name, "", USUAL_SIZE, false, Found.NEVER, false, false));
  }

  /** How it comes out whether a submit without an answer was taken. */
  enum Found {
    NEVER,
    /** A callback that comes while nobody listens is lost. */
    BY_CALLBACK,
    BY_RECORDS
  }

  /** How often a shot may be asked for at most. */
  int mostSubmits() {
    return local ? 2 : 1;
  }
}

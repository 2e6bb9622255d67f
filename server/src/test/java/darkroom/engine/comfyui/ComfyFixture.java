package darkroom.engine.comfyui;

import darkroom.config.ConfigReader;
import darkroom.engine.Requests;
import darkroom.engine.upstream.Spool;
import darkroom.net.EngineHttp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Engines as an operator would set them up, with the workflows of the documentation. */
public final class ComfyFixture implements AutoCloseable {
  private static final Path WORKFLOWS = Path.of("..", "docs", "engines", "comfyui");

  private final EngineHttp http = new EngineHttp(Duration.ofSeconds(5));
  private final Path folder;

  ComfyFixture(Path folder) {
    this.folder = folder;
  }

  /** Settings as they stand in the documentation, with room for large pictures. */
  public static Map<String, String> settings(String url) {
    var settings = new HashMap<String, String>();
    settings.put("engine.comfyui.url", url);
    settings.put("engine.comfyui.workflow", WORKFLOWS.resolve("sdxl-text.json").toString());
    settings.put("engine.comfyui.prompt", "2.text");
    settings.put("engine.comfyui.width", "4.width");
    settings.put("engine.comfyui.height", "4.height");
    settings.put("engine.comfyui.seed", "5.seed");
    settings.put("engine.comfyui.edit.workflow", WORKFLOWS.resolve("sdxl-edit.json").toString());
    settings.put("engine.comfyui.edit.prompt", "2.text");
    settings.put("engine.comfyui.edit.images", "8.image");
    settings.put("engine.comfyui.edit.width", "9.width");
    settings.put("engine.comfyui.edit.height", "9.height");
    settings.put("engine.comfyui.edit.seed", "5.seed");
    settings.put("engine.comfyui.native-pixels", "16777216");
    return settings;
  }

  static ComfyConfig config(Map<String, String> settings) {
    var reader = new ConfigReader(settings, Map.of());
    ComfyConfig config = ComfyConfig.read(reader);
    reader.check();
    return config;
  }

  /** A new instance, as after a restart. */
  ComfyEngine engine(String url, Map<String, String> more) {
    Map<String, String> settings = settings(url);
    settings.putAll(more);
    return new ComfyEngine(
        config(settings), http, Requests.decoder(), new Spool(folder), () -> Requests.NOW);
  }

  @Override
  public void close() {
    http.close();
  }
}

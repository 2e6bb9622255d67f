package darkroom;

import darkroom.config.ConfigReader;
import darkroom.engine.ark.ArkConfig;
import darkroom.engine.builtin.BuiltinConfig;
import darkroom.engine.comfyui.ComfyConfig;

/** Settings of all engines, each switched on by its key or its address. */
record EngineSettings(ArkConfig ark, ComfyConfig comfyui, BuiltinConfig builtin) {

  static EngineSettings read(ConfigReader reader) {
    return new EngineSettings(
        ArkConfig.read(reader), ComfyConfig.read(reader), BuiltinConfig.read(reader));
  }
}

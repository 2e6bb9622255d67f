package darkroom;

import darkroom.config.ConfigReader;
import darkroom.engine.ark.ArkConfig;
import darkroom.engine.builtin.BuiltinConfig;
import darkroom.engine.fal.FalConfig;
import darkroom.engine.replicate.ReplicateConfig;

/** Settings of all engines, each switched on by its key or its address. */
record EngineSettings(
    ArkConfig ark, FalConfig fal, ReplicateConfig replicate, BuiltinConfig builtin) {

  static EngineSettings read(ConfigReader reader) {
    return new EngineSettings(
        ArkConfig.read(reader),
        FalConfig.read(reader),
        ReplicateConfig.read(reader),
        BuiltinConfig.read(reader));
  }
}

package darkroom;

import darkroom.config.ConfigReader;
import darkroom.engine.ark.ArkConfig;
import darkroom.engine.builtin.BuiltinConfig;
import darkroom.engine.poyo.PoyoConfig;
import darkroom.engine.replicate.ReplicateConfig;

/** Settings of all engines, each switched on by its key or its address. */
record EngineSettings(
    ArkConfig ark, ReplicateConfig replicate, PoyoConfig poyo, BuiltinConfig builtin) {

  static EngineSettings read(ConfigReader reader) {
    return new EngineSettings(
        ArkConfig.read(reader),
        ReplicateConfig.read(reader),
        PoyoConfig.read(reader),
        BuiltinConfig.read(reader));
  }
}

package darkroom;

import darkroom.config.ConfigReader;
import darkroom.engine.ark.ArkConfig;
import darkroom.engine.builtin.BuiltinConfig;
import darkroom.engine.poyo.PoyoConfig;

/** Settings of all engines, each switched on by its key or its address. */
record EngineSettings(ArkConfig ark, PoyoConfig poyo, BuiltinConfig builtin) {

  static EngineSettings read(ConfigReader reader) {
    return new EngineSettings(
        ArkConfig.read(reader), PoyoConfig.read(reader), BuiltinConfig.read(reader));
  }
}

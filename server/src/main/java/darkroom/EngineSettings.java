package darkroom;

import darkroom.config.ConfigReader;
import darkroom.engine.ark.ArkConfig;
import darkroom.engine.builtin.BuiltinConfig;
import darkroom.engine.comfyui.ComfyConfig;
import darkroom.engine.fal.FalConfig;
import darkroom.engine.openai.OpenAiConfig;
import darkroom.engine.poyo.PoyoConfig;
import darkroom.engine.replicate.ReplicateConfig;
import darkroom.engine.sdserver.SdServerConfig;

/** Settings of all engines, each switched on by its key or its address. */
record EngineSettings(
    ArkConfig ark,
    FalConfig fal,
    ReplicateConfig replicate,
    OpenAiConfig openai,
    SdServerConfig sdserver,
    ComfyConfig comfyui,
    PoyoConfig poyo,
    BuiltinConfig builtin) {

  static EngineSettings read(ConfigReader reader) {
    return new EngineSettings(
        ArkConfig.read(reader),
        FalConfig.read(reader),
        ReplicateConfig.read(reader),
        OpenAiConfig.read(reader),
        SdServerConfig.read(reader),
        ComfyConfig.read(reader),
        PoyoConfig.read(reader),
        BuiltinConfig.read(reader));
  }
}

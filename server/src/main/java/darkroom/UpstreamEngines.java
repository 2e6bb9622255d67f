package darkroom;

import darkroom.engine.Engine;
import darkroom.engine.HeldJobs;
import darkroom.engine.ark.ArkEngine;
import darkroom.engine.comfyui.ComfyEngine;
import darkroom.engine.fal.FalEngine;
import darkroom.engine.openai.OpenAiEngine;
import darkroom.engine.poyo.PoyoEngine;
import darkroom.engine.replicate.ReplicateEngine;
import darkroom.engine.sdserver.SdServerEngine;
import darkroom.engine.upstream.Spool;
import darkroom.image.Decoder;
import darkroom.net.EngineHttp;
import darkroom.net.GuardedHttp;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the engines that are switched on.
 *
 * @param http to the engines' own addresses
 * @param results for pictures on hosts that the engines name
 * @param spool for answers that hold a picture themselves
 * @param held jobs that attempts have
 * @param callbacks whether engines can reach us
 */
record UpstreamEngines(
    EngineHttp http,
    GuardedHttp results,
    Decoder decoder,
    Spool spool,
    HeldJobs held,
    InstantSource clock,
    boolean callbacks) {

  List<Engine> build(EngineSettings settings) {
    var engines = new ArrayList<Engine>();
    if (settings.ark().key().isPresent()) {
      engines.add(new ArkEngine(settings.ark(), http, results, decoder, clock));
    }
    if (settings.fal().key().isPresent()) {
      engines.add(new FalEngine(settings.fal(), http, results, decoder, spool, clock));
    }
    if (settings.replicate().key().isPresent()) {
      engines.add(
          new ReplicateEngine(settings.replicate(), http, results, decoder, spool, held, clock));
    }
    if (settings.openai().isOn()) {
      engines.add(new OpenAiEngine(settings.openai(), http, results, decoder, spool, clock));
    }
    if (settings.sdserver().baseUrl().isPresent()) {
      engines.add(new SdServerEngine(settings.sdserver(), http, decoder, spool, clock));
    }
    if (settings.comfyui().url().isPresent()) {
      engines.add(new ComfyEngine(settings.comfyui(), http, decoder, spool, clock));
    }
    if (settings.poyo().key().isPresent()) {
      engines.add(new PoyoEngine(settings.poyo(), http, results, decoder, spool, clock, callbacks));
    }
    return engines;
  }
}

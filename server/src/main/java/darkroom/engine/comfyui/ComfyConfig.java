package darkroom.engine.comfyui;

import darkroom.config.ConfigReader;
import darkroom.engine.EngineLimits;
import darkroom.engine.EngineTraits.Cost;
import darkroom.engine.upstream.UpstreamSettings;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of the engine. Without an address there is no such engine; with one there is a workflow.
 *
 * @param url of the server, without a slash at its end
 * @param text for pictures from text alone
 * @param edit for pictures from references
 * @param timeout of one call; drawing happens between calls
 * @param progress whether its steps are listened to
 */
public record ComfyConfig(
    Optional<URI> url,
    Optional<Workflow> text,
    Optional<Workflow> edit,
    Cost cost,
    Canvas canvas,
    EngineLimits limits,
    Duration timeout,
    boolean progress) {
  private static final String PREFIX = "engine.comfyui";

  public static ComfyConfig read(ConfigReader reader) {
    Optional<URI> url =
        UpstreamSettings.optionalUrl(
            reader,
            PREFIX + ".url",
            "Address of your ComfyUI, such as `http://127.0.0.1:8188`; with a workflow it switches"
                + " this engine on.");
    var texts = new WorkflowReader(reader, PREFIX);
    var edits = new WorkflowReader(reader, PREFIX + ".edit");
    Optional<Workflow> text = texts.text();
    Optional<Workflow> edit = edits.edit();
    if (url.isPresent() && !texts.isNamed() && !edits.isNamed()) {
      reader.problem(
          PREFIX + ".workflow", "missing", "a workflow's file, because engine.comfyui.url is set");
    }
    Cost cost =
        reader.choice(
            PREFIX + ".cost",
            Cost.class,
            Cost.LOCAL,
            "Whether its pictures cost `money`: then it holds nodes of paid partners, and nothing is"
                + " sent again unless `engine.comfyui.resends` says so.");
    return new ComfyConfig(
        url,
        text,
        edit,
        cost,
        canvas(reader),
        limits(reader, cost),
        reader.duration(
            PREFIX + ".timeout",
            "30s",
            "1s",
            "30m",
            "Longest wait for one answer; drawing happens between calls and has no such limit."),
        reader.flag(
            PREFIX + ".progress",
            true,
            "Listen to its steps over a web socket while it draws; without, progress is estimated."));
  }

  private static Canvas canvas(ConfigReader reader) {
    return new Canvas(
        reader.integer(
            PREFIX + ".size-step",
            16,
            1,
            256,
            "Both sides that it is asked for are multiples of that; what stands over is cut off."),
        reader.integer(
            PREFIX + ".native-pixels",
            1_048_576,
            65_536,
            33_554_432,
            "Most pixels that it is asked for; the picture is then scaled to the caller's size."));
  }

  /** A picture drawn twice on a card of one's own costs time; on a bill it costs money. */
  private static EngineLimits limits(ConfigReader reader, Cost cost) {
    int resends = cost == Cost.LOCAL ? 1 : 0;
    return EngineLimits.read(
        reader, PREFIX, cost, new EngineLimits(2, 0, resends, 1, BigDecimal.ZERO));
  }
}

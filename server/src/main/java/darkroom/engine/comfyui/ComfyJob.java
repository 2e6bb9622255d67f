package darkroom.engine.comfyui;

import darkroom.engine.EngineResult;
import tools.jackson.databind.JsonNode;

/** What a ComfyUI knows of a job. */
sealed interface ComfyJob {

  /** It waits for its turn. */
  record Pending() implements ComfyJob {}

  record Running() implements ComfyJob {}

  /**
   * @param outputs what its nodes left behind, by node id
   */
  record Done(JsonNode outputs) implements ComfyJob {}

  /** A node failed, or somebody stopped it. */
  record Failed(String detail) implements ComfyJob {}

  /** It never came, or the server was started anew since: queue and history live in memory. */
  record Absent() implements ComfyJob {}

  /** The question got lost: that says nothing about the job. */
  record Unclear(EngineResult why) implements ComfyJob {}
}

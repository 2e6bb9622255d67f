package darkroom.engine.comfyui;

import darkroom.engine.EngineResult;
import darkroom.engine.Refusal;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.engine.upstream.VendorText;
import darkroom.net.EngineAnswer;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * Turns what came back from {@code POST /prompt} into what it proves. A refusal is nearly always a
 * fault of the workflow, and so the operator's matter: a node or a model that is not installed
 * there. Stateless.
 */
final class ComfyAnswer {
  private static final int OK = 200;

  /** Statuses that, in the server's own shape, say that nothing was queued. */
  private static final Set<Integer> REFUSALS = Set.of(400, 401, 402, 403, 404, 413, 415, 422);

  /** Those of them that are about who asks, whatever the workflow. */
  private static final Set<Integer> LOCKED = Set.of(401, 402, 403);

  private static final Set<String> OUT_OF_RANGE =
      Set.of("value_smaller_than_min", "value_bigger_than_max");

  private ComfyAnswer() {}

  /**
   * @param slots of the workflow that was sent
   * @param prompt must not get into a log by way of the server's text
   */
  static EngineResult result(EngineAnswer answer, Slots slots, String prompt) {
    return switch (answer) {
      case EngineAnswer.NotSent(String detail) -> new EngineResult.NotSent(detail);
      case EngineAnswer.NoAnswer(String detail) -> new EngineResult.Unknown(detail);
      case EngineAnswer.Cut cut ->
          new EngineResult.Unknown("status " + cut.status() + ", " + cut.detail());
      case EngineAnswer.Complete whole ->
          UpstreamJson.object(whole.body())
              .map(json -> judge(whole.status(), json, slots, prompt))
              .orElseGet(() ->
                  new EngineResult.Unknown("status " + whole.status() + ", not ComfyUI's JSON"));
    };
  }

  static EngineResult judge(int status, JsonNode json, Slots slots, String prompt) {
    if (status == OK) {
      return UpstreamJson.text(json, "prompt_id")
          .filter(PromptId::isUsable)
          .<EngineResult>map(EngineResult.Accepted::new)
          .orElseGet(() -> new EngineResult.Unknown("status 200 without a usable prompt_id"));
    }
    JsonNode error = json.path("error");
    Optional<String> type = UpstreamJson.text(error, "type");
    if (type.isEmpty() || !REFUSALS.contains(status)) {
      return new EngineResult.Unknown("status " + status + ", no refusal of ComfyUI");
    }
    String detail =
        status
            + " "
            + ComfyJobs.word(error, "type")
            + nodes(json.path("node_errors"))
            + VendorText.shown(error.path("message").asString(""), prompt);
    Refusal refusal =
        LOCKED.contains(status) ? Refusal.ACCOUNT : refusal(json.path("node_errors"), slots);
    return new EngineResult.Refused(refusal, detail);
  }

  /**
   * Only what a caller could mend, and nothing else, is put down to the caller. The other workflow
   * may be sound.
   */
  private static Refusal refusal(JsonNode nodes, Slots slots) {
    Set<Refusal> all =
        nodes.properties().stream()
            .flatMap(node ->
                StreamSupport.stream(node.getValue().path("errors").spliterator(), false)
                    .map(error -> refusal(node.getKey(), error, slots)))
            .collect(Collectors.toSet());
    return all.size() == 1 ? all.iterator().next() : Refusal.MODEL;
  }

  private static Refusal refusal(String node, JsonNode error, Slots slots) {
    var slot = new Slot(node, error.path("extra_info").path("input_name").asString(""));
    if (slots.isSize(slot) && OUT_OF_RANGE.contains(error.path("type").asString(""))) {
      return Refusal.SIZE_UNSUPPORTED;
    }
    return slots.images().contains(slot) ? Refusal.REFERENCE_UNREADABLE : Refusal.MODEL;
  }

  /** Names only: what a node was given may be the prompt. */
  private static String nodes(JsonNode nodes) {
    return nodes.properties().stream()
        .limit(3)
        .map(node -> {
          JsonNode first = node.getValue().path("errors").path(0);
          return ", "
              + ComfyJobs.word(node.getValue(), "class_type")
              + " "
              + ComfyJobs.word(first, "type")
              + " "
              + ComfyJobs.word(first.path("extra_info"), "input_name");
        })
        .collect(Collectors.joining());
  }
}

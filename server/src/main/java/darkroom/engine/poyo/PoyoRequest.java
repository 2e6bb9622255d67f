package darkroom.engine.poyo;

import darkroom.engine.EngineRequest;
import darkroom.engine.upstream.UpstreamJson;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of one submit. Always one picture: each shot is an attempt of its own, with its own key,
 * outcome and retry, which a task of several pictures would tie together. Stateless.
 */
final class PoyoRequest {

  private PoyoRequest() {}

  /**
   * @param model the upstream's id
   * @param references addresses of uploads
   */
  static String body(String model, EngineRequest request, List<String> references) {
    ObjectNode json = UpstreamJson.MAPPER.createObjectNode();
    json.put("model", model);
    ObjectNode input = json.putObject("input");
    input.put("prompt", request.input().prompt());
    // exact pixels even for a ratio: the upstream's pixels of ratios are not published
    input.put("size", request.input().size().wire());
    input.put("n", 1);
    if (!references.isEmpty()) {
      ArrayNode urls = input.putArray("image_urls");
      references.forEach(urls::add);
    }
    input.put("enable_safety_checker", request.input().safetyChecker());
    request.callbackUrl().ifPresent(url -> json.put("callback_url", url.toString()));
    return UpstreamJson.MAPPER.writeValueAsString(json);
  }
}

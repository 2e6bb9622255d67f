package darkroom.verify.fault;

import darkroom.verify.rig.Lies;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * One picture wanted.
 *
 * @param key its Idempotency-Key, which also stands in the prompt
 * @param script word for the engine mock, such as {@code {{fail}}}; may be empty
 * @param edit whether it comes with a picture to work from
 * @param hook where its end is to be told; empty for nowhere
 */
record Order(String key, String script, boolean edit, String hook) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String REFERENCE =
      "data:image/png;base64," + Base64.getEncoder().encodeToString(Lies.picture(1));

  static Order plain(String key, String hook) {
    return new Order(key, "", false, hook);
  }

  /** Whether the engine mock draws it once it has taken it, and tells of it when it is asked. */
  boolean isDrawn() {
    return script.isEmpty() || script.matches("\\{\\{(slow .*|lose)}}");
  }

  String body() {
    var input = new LinkedHashMap<String, Object>();
    input.put("prompt", (key + " " + script).strip());
    if (edit) {
      input.put("image_urls", List.of(REFERENCE));
    }
    var body = new LinkedHashMap<String, Object>();
    body.put("model", edit ? "seedream-4.5-edit" : "seedream-4.5");
    body.put("input", input);
    if (!hook.isEmpty()) {
      body.put("callback_url", hook);
    }
    return JSON.writeValueAsString(Map.copyOf(body));
  }
}

package darkroom.engine.fal;

import darkroom.engine.upstream.UpstreamJson;
import darkroom.engine.upstream.VendorText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * An error in one of fal's two shapes: the model's own is a list of entries with a type, the
 * platform's a sentence, at times with an {@code error_type}.
 *
 * @param fromModel whether it is the model's own
 * @param type machine-readable; empty when the platform gave none
 * @param message fal's words; may repeat the prompt
 * @param field the input field that it is about; empty when it names none
 */
record FalError(boolean fromModel, String type, String message, String field) {
  private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  /**
   * @param headers names in lower case
   * @return empty when it is none of fal's errors, such as the page of a proxy
   */
  static Optional<FalError> read(Map<String, String> headers, byte[] body) {
    JsonNode root = parse(body);
    JsonNode detail = root.isArray() ? root : root.path("detail");
    if (detail.isArray()) {
      JsonNode first = detail.path(0);
      return UpstreamJson.text(first, "type")
          .filter(type -> TYPE.matcher(type).matches())
          .map(type ->
              new FalError(
                  true,
                  type,
                  UpstreamJson.text(first, "msg").orElse(""),
                  field(first.path("loc"))));
    }
    String type =
        UpstreamJson.text(root, "error_type")
            .or(() -> Optional.ofNullable(headers.get("x-fal-error-type")))
            .filter(word -> TYPE.matcher(word).matches())
            .orElse("");
    return detail.isString()
        ? Optional.of(new FalError(false, type, detail.stringValue(), ""))
        : Optional.empty();
  }

  /** For the log. */
  String shown(int status, String prompt) {
    String word = type.isEmpty() ? "" : " " + type;
    return status + word + VendorText.shown(message, prompt);
  }

  /** The part after {@code body}. */
  private static String field(JsonNode loc) {
    return loc.path(1).isString() ? loc.path(1).stringValue() : "";
  }

  private static JsonNode parse(byte[] body) {
    try {
      return UpstreamJson.MAPPER.readTree(new String(body, StandardCharsets.UTF_8));
    } catch (JacksonException | ArithmeticException | NumberFormatException e) {
      return UpstreamJson.MAPPER.missingNode();
    }
  }
}

package darkroom.verify.request;

import java.nio.charset.StandardCharsets;

/**
 * A request that two readers may cut differently, with another request hidden behind the place
 * where one of them would stop.
 *
 * @param head request line and headers; {@code {target}}, {@code {auth}} and {@code {len}} (of body
 *     and hidden request) are filled in
 * @param body what comes before the hidden request
 * @param legal whether it is a well-formed request after all, whose body holds the hidden one
 */
record SmuggleCase(String head, String body, boolean legal) {

  static SmuggleCase bad(String head, String body) {
    return new SmuggleCase(head, body, false);
  }

  static SmuggleCase legal(String head, String body) {
    return new SmuggleCase(head, body, true);
  }

  /**
   * @param auth a header with its line end, or nothing
   */
  byte[] bytes(String target, String auth, String hidden) {
    String inner = body.contains("{hidden}") ? body.replace("{hidden}", hidden) : body + hidden;
    inner = inner.replace("{size}", Integer.toHexString(hidden.length()));
    String text =
        head.replace("{target}", target)
                .replace("{auth}", auth)
                .replace("{len}", Integer.toString(inner.length()))
            + inner;
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  String shown() {
    return (head + body).replace("\r", "\\r").replace("\n", "\\n");
  }
}

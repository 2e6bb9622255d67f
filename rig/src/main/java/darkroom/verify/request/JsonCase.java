package darkroom.verify.request;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * One body and whether it is JSON. Bodies name a model that does not exist: whoever reads them gets
 * as far as that (404), whoever does not says 400, and no task comes of either.
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
record JsonCase(byte[] body, boolean taken) {
  private static final String HEAD = "{\"model\": \"nobody\", \"x\": ";

  /** The text stands where a value belongs. */
  static JsonCase value(String text, boolean taken) {
    return whole(HEAD + text + "}", taken);
  }

  static JsonCase value(byte[] bytes, boolean taken) {
    var all = new ByteArrayOutputStream();
    all.writeBytes(HEAD.getBytes(StandardCharsets.US_ASCII));
    all.writeBytes(bytes);
    all.write('}');
    return new JsonCase(all.toByteArray(), taken);
  }

  static JsonCase whole(String text, boolean taken) {
    return new JsonCase(text.getBytes(StandardCharsets.UTF_8), taken);
  }

  static JsonCase encoded(String text, Charset charset, boolean taken) {
    return new JsonCase(text.getBytes(charset), taken);
  }

  boolean isRight(Caller.Reply reply) {
    return taken
        ? reply.status() == 404 && reply.message().equals("model: no such model")
        : reply.status() == 400
            && reply.json().path("error").path("type").asString("").equals("invalid_request_error");
  }

  String shown() {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    return text.length() < 120 ? text : text.substring(0, 120) + "…";
  }
}

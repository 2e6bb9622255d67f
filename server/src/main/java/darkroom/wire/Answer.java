package darkroom.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a request is answered with. Immutable.
 *
 * @param headers in the order given; Content-Length is added from the content
 */
public record Answer(int status, Map<String, String> headers, Content content) {

  /** The body. */
  public sealed interface Content {
    long length();

    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    record Bytes(byte[] bytes) implements Content {
      @Override
      public long length() {
        return bytes.length;
      }
    }

    /** A body that is opened when it is sent. */
    record Stream(long length, Opener opener) implements Content {}
  }

  /** Opens a body; the caller closes it. */
  @FunctionalInterface
  public interface Opener {
    InputStream open() throws IOException;
  }

  /** 200 with {@code {"code": 200, "data": …}}. */
  public static Answer data(JsonNode data) {
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    envelope.put("code", 200);
    envelope.set("data", data);
    return json(200, envelope);
  }

  public static Answer json(int status, JsonNode body) {
    return of(status, "application/json", Json.bytes(body));
  }

  public static Answer text(int status, String body) {
    return of(status, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
  }

  public static Answer of(int status, String contentType, byte[] body) {
    return new Answer(status, Map.of("Content-Type", contentType), new Content.Bytes(body));
  }

  /** The error envelope: PoYo's, with the message at the top level as well. */
  public static Answer error(ApiError error, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("code", error.status());
    body.put("message", message);
    ObjectNode inner = body.putObject("error");
    inner.put("message", message);
    inner.put("type", error.type());
    return json(error.status(), body);
  }

  public Answer with(String header, String value) {
    return with(Map.of(header, value));
  }

  public Answer with(Map<String, String> more) {
    var all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new Answer(status, all, content);
  }
}

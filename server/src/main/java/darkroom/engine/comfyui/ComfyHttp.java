package darkroom.engine.comfyui;

import darkroom.net.EngineAnswer;
import darkroom.net.EngineBody;
import darkroom.net.EngineCall;
import darkroom.net.EngineHttp;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Calls of one ComfyUI by path. It knows no keys: whoever reaches it may use it. Thread-safe.
 *
 * @param base without a slash at its end
 * @param timeout of one call
 */
record ComfyHttp(EngineHttp http, URI base, Duration timeout) {
  /** A queue holds the graphs of all that waits, of other clients too. */
  private static final long MOST_JSON = 16 << 20;

  private static final long MOST_PICTURE = 256L << 20;
  private static final Duration PICTURE_TIMEOUT = Duration.ofMinutes(2);
  private static final String JSON = "application/json";

  /** The one call that starts work. */
  EngineAnswer submit(String json) {
    return http.post(post("/prompt", JSON, EngineBody.of(json), timeout));
  }

  EngineAnswer get(String path) {
    return http.ask(
        new EngineCall(
            "GET", uri(path), Map.of("Accept", JSON), EngineBody.NONE, timeout, MOST_JSON));
  }

  /** A POST that starts nothing. */
  EngineAnswer tell(String path, String json, Duration within) {
    return http.ask(post(path, JSON, EngineBody.of(json), within));
  }

  EngineAnswer upload(String contentType, EngineBody body) {
    return http.ask(post("/upload/image", contentType, body, timeout));
  }

  /** For a picture that a node has saved. */
  EngineCall view(SavedImage image) {
    String query =
        "/view?filename=%s&subfolder=%s&type=output"
            .formatted(encoded(image.filename()), encoded(image.subfolder()));
    return new EngineCall(
        "GET",
        uri(query),
        Map.of("Accept", "image/png, image/jpeg, image/webp"),
        EngineBody.NONE,
        PICTURE_TIMEOUT,
        MOST_PICTURE);
  }

  private EngineCall post(String path, String type, EngineBody body, Duration within) {
    return new EngineCall(
        "POST", uri(path), Map.of("Content-Type", type, "Accept", JSON), body, within, MOST_JSON);
  }

  private URI uri(String path) {
    return URI.create(base + path);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

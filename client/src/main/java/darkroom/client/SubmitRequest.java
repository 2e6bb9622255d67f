package darkroom.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to draw.
 *
 * @param model such as {@code seedream-4.5}
 * @param input fields of the model: {@code prompt}, {@code size}, {@code n}, {@code image_urls} …
 * @param callbackUrl where to tell that the task has ended; null for nowhere
 * @param idempotencyKey 1 to 255 visible ASCII characters; the same key never makes a second task.
 *     Null when two equal submits are two tasks
 */
public record SubmitRequest(
    String model,
    Map<String, Object> input,
    @Nullable String callbackUrl,
    @Nullable String idempotencyKey) {

  public SubmitRequest {
    input = Map.copyOf(input);
  }

  public SubmitRequest(String model, Map<String, Object> input) {
    this(model, input, null, null);
  }

  public SubmitRequest withCallbackUrl(String url) {
    return new SubmitRequest(model, input, url, idempotencyKey);
  }

  public SubmitRequest withIdempotencyKey(String key) {
    return new SubmitRequest(model, input, callbackUrl, key);
  }
}

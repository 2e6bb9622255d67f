package darkroom.client;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The form of every answer: {@code code}, then {@code data} or an error. */
final class Envelope {
  private static final int OK = 200;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private Envelope() {}

  /** The {@code data} of a good answer; an exception for every other. */
  static JsonNode open(HttpResponse<byte[]> response) {
    JsonNode body = parse(response);
    int code = body.path("code").isInt() ? body.path("code").intValue() : response.statusCode();
    if (response.statusCode() != OK || code != OK) {
      throw new ApiException(
          response.statusCode(),
          code,
          body.path("error").path("type").asString(""),
          message(body).orElse("the server answered with status " + response.statusCode()),
          retryAfter(response));
    }
    if (!body.path("data").isObject()) {
      throw new ConnectionException("the answer is not Darkroom's (is the address right?)", null);
    }
    return body.path("data");
  }

  /** A part of an answer as one of our records. */
  static <T> T read(JsonNode data, Class<T> type) {
    try {
      return Json.MAPPER.treeToValue(data, type);
    } catch (JacksonException e) {
      throw new ConnectionException(
          "the answer is not understood: " + e.getOriginalMessage().lines().findFirst().orElse(""),
          e);
    }
  }

  /** An error may come from a proxy that knows nothing of JSON; its status still counts. */
  private static JsonNode parse(HttpResponse<byte[]> response) {
    try {
      return Json.MAPPER.readTree(response.body());
    } catch (JacksonException e) {
      return Json.MAPPER.missingNode();
    }
  }

  private static Optional<String> message(JsonNode body) {
    return Stream.of(body.path("error").path("message"), body.path("message"), body.path("detail"))
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue)
        .filter(text -> !text.isBlank())
        .findFirst();
  }

  private static Optional<Duration> retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("\\d{1,9}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .map(wish -> wish.compareTo(LONGEST_PAUSE) < 0 ? wish : LONGEST_PAUSE);
  }
}

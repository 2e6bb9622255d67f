package darkroom.engine.ark;

import darkroom.engine.EngineResult;
import darkroom.engine.Refusal;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.net.EngineAnswer;
import darkroom.net.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Turns what came back from a paid POST into what it proves. Stateless. */
final class ArkAnswer {
  private static final int OK = 200;
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");

  private ArkAnswer() {}

  /**
   * @param events what read along
   * @param now for a {@code Retry-After} that names a date
   */
  static EngineResult result(EngineAnswer answer, ArkEvents events, String prompt, Instant now) {
    return switch (answer) {
      case EngineAnswer.NotSent(String detail) -> new EngineResult.NotSent(detail);
      case EngineAnswer.NoAnswer(String detail) -> new EngineResult.Unknown(detail);
      case EngineAnswer.Cut cut ->
          traced(
              cut.headers(),
              cut.status() == OK && events.decisive().isPresent()
                  ? item(events.decisive().get(), prompt)
                  : new EngineResult.Unknown("status " + cut.status() + ", " + cut.detail()));
      case EngineAnswer.Complete whole when isStream(whole) ->
          traced(
              whole.headers(),
              events
                  .decisive()
                  .map(event -> item(event, prompt))
                  .orElseGet(
                      () -> new EngineResult.Unknown("events without a picture or an error")));
      case EngineAnswer.Complete whole -> traced(whole.headers(), whole(whole, prompt, now));
    };
  }

  /** With Ark's id of the request, by which its support finds it. */
  private static EngineResult traced(Map<String, String> headers, EngineResult result) {
    String id = headers.getOrDefault("x-request-id", "");
    if (!REQUEST_ID.matcher(id).matches()) {
      return result;
    }
    return switch (result) {
      case EngineResult.Refused(Refusal refusal, String detail, Optional<Duration> pause) ->
          new EngineResult.Refused(refusal, traced(detail, id), pause);
      case EngineResult.Unknown(String detail) -> new EngineResult.Unknown(traced(detail, id));
      case EngineResult.NotSent _,
          EngineResult.NotReady _,
          EngineResult.Accepted _,
          EngineResult.Running _,
          EngineResult.Gone _,
          EngineResult.Produced _ ->
          result;
    };
  }

  private static String traced(String detail, String id) {
    return detail.contains(id) ? detail : detail + ", request " + id;
  }

  private static EngineResult whole(EngineAnswer.Complete answer, String prompt, Instant now) {
    Optional<JsonNode> json = UpstreamJson.object(answer.body());
    if (json.isEmpty()) {
      return new EngineResult.Unknown("status " + answer.status() + ", not Ark's JSON");
    }
    JsonNode body = json.get();
    if (answer.status() == OK) {
      JsonNode first = body.path("data").path(0);
      return item(first.isObject() ? first : body, prompt);
    }
    Optional<Duration> wait =
        RetryAfter.read(answer.headers().get("retry-after"), now)
            .map(until -> Duration.between(now, until));
    return ArkErrors.judge(answer.status(), body.path("error"), prompt, wait);
  }

  /** One picture of a good answer, or its error, or an error for all of it. */
  private static EngineResult item(JsonNode item, String prompt) {
    return UpstreamJson.text(item, "url")
        .<EngineResult>map(url -> new EngineResult.Accepted(ArkEngine.jobId(url)))
        .orElseGet(() -> ArkErrors.judge(OK, item.path("error"), prompt, Optional.empty()));
  }

  private static boolean isStream(EngineAnswer.Complete answer) {
    return answer.status() == OK
        && ArkEvents.isStream(answer.headers().getOrDefault("content-type", ""));
  }
}

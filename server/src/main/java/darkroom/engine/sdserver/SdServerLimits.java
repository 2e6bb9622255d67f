package darkroom.engine.sdserver;

import darkroom.engine.upstream.NativeSizes;
import darkroom.engine.upstream.SizeSettings;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.net.EngineAnswer;
import darkroom.net.EngineBody;
import darkroom.net.EngineCall;
import darkroom.net.EngineHttp;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/**
 * What the server says that it can draw ({@code GET /sdcpp/v1/capabilities}), asked at the first
 * job and kept. A server that does not say, or is not there yet, is taken at the settings' word and
 * asked again at the next job. Thread-safe.
 */
final class SdServerLimits {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MAX_ANSWER = 4 << 20;

  private final SizeSettings sizes;
  private final EngineHttp http;
  private final URI place;
  private final AtomicReference<Optional<NativeSizes>> known =
      new AtomicReference<>(Optional.empty());

  /**
   * @param place of the route
   */
  SdServerLimits(SizeSettings sizes, EngineHttp http, URI place) {
    this.sizes = sizes;
    this.http = http;
    this.place = place;
  }

  /** What is known without asking. */
  NativeSizes now() {
    return known.get().orElseGet(sizes::natives);
  }

  /** The same, asked for where it was not yet. */
  NativeSizes asked() {
    if (known.get().isEmpty() && sizes.sizes().isEmpty()) {
      var call =
          new EngineCall(
              "GET",
              place,
              Map.of("Accept", "application/json"),
              EngineBody.NONE,
              PATIENCE,
              MAX_ANSWER);
      if (http.ask(call) instanceof EngineAnswer.Complete answer) {
        read(answer).ifPresent(limits -> known.set(Optional.of(limits)));
      }
    }
    return now();
  }

  /** Empty for anything but limits: a server that is still loading may say what it will. */
  private Optional<NativeSizes> read(EngineAnswer.Complete answer) {
    JsonNode limits =
        UpstreamJson.object(answer.body())
            .map(body -> body.path("limits"))
            .orElse(UpstreamJson.MAPPER.missingNode());
    return answer.status() == 200 && limits.isObject()
        ? Optional.of(
            new NativeSizes.Budget(
                sizes.nativePixels(),
                sizes.multiple(),
                Math.max(side(limits, "min_width").orElse(1), side(limits, "min_height").orElse(1)),
                side(limits, "max_width").orElse(Integer.MAX_VALUE),
                side(limits, "max_height").orElse(Integer.MAX_VALUE)))
        : Optional.empty();
  }

  /** One that is no sensible number of pixels counts as unsaid. */
  private static OptionalInt side(JsonNode limits, String name) {
    JsonNode side = limits.path(name);
    return side.isInt() && side.intValue() >= 1 && side.intValue() <= 65_536
        ? OptionalInt.of(side.intValue())
        : OptionalInt.empty();
  }
}

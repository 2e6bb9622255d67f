package darkroom.verify.rig;

import darkroom.catalog.ImageInput;
import darkroom.catalog.Model;
import darkroom.engine.Engine;
import darkroom.engine.EngineLimits;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.EngineTraits;
import darkroom.engine.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The victim's side of the {@link EngineMock}: an asynchronous, paid engine that is asked by our
 * own id when an answer was lost. It goes under the name {@code ark}, which the bundled models list
 * first. Thread-safe.
 */
public final class MockedEngine implements Engine {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

  private final URI mock;
  private final JsonMapper json = new JsonMapper();
  // HTTP/1.1 and no redirects: nothing that could send a paid request twice
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  public MockedEngine(URI mock) {
    this.mock = mock;
  }

  @Override
  public String name() {
    return "ark";
  }

  @Override
  public EngineTraits traits() {
    return EngineTraits.paid(EngineLimits.unbounded(64))
        .reconciledBy(EngineTraits.Reconcile.HISTORY)
        .tellingProgress();
  }

  @Override
  public Optional<String> cannot(Model model, ImageInput input) {
    return Optional.empty();
  }

  @Override
  public EngineResult submit(EngineRequest request) {
    String body =
        json.writeValueAsString(
            Map.of(
                "attempt", request.attemptId(),
                "prompt", request.input().prompt(),
                "shot", request.shot(),
                "references", request.references().size()));
    return call(
        HttpRequest.newBuilder(mock.resolve("/jobs"))
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Override
  public EngineResult poll(EngineRequest request, String jobId) {
    return call(HttpRequest.newBuilder(mock.resolve("/jobs/" + jobId)));
  }

  @Override
  public EngineResult reconcile(EngineRequest request) {
    return call(HttpRequest.newBuilder(mock.resolve("/attempts/" + request.attemptId())));
  }

  private EngineResult call(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          http.send(request.timeout(ANSWER_WITHIN).build(), HttpResponse.BodyHandlers.ofString());
      return read(answer);
    } catch (ConnectException e) {
      return new EngineResult.NotSent("connect: " + e.getMessage());
    } catch (HttpTimeoutException e) {
      return new EngineResult.Unknown("no answer in time");
    } catch (IOException e) {
      return new EngineResult.Unknown(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new EngineResult.Unknown("interrupted");
    }
  }

  private EngineResult read(HttpResponse<String> answer) {
    JsonNode body;
    try {
      body = json.readTree(answer.body());
    } catch (JacksonException e) {
      return new EngineResult.Unknown(answer.statusCode() + " without JSON");
    }
    String state = body.path("state").asString("");
    return switch (answer.statusCode()) {
      case 200 ->
          switch (state) {
            case "accepted" -> new EngineResult.Accepted(body.path("job").stringValue());
            case "running" ->
                new EngineResult.Running(OptionalInt.of(body.path("percent").asInt(0)));
            case "done" -> produced(body.path("picture").stringValue());
            case "failed" -> new EngineResult.Refused(Refusal.FAILED, "the job failed");
            default -> new EngineResult.Unknown("state '" + state + "'");
          };
      case 400 -> new EngineResult.Refused(Refusal.INVALID_INPUT, state);
      case 403 -> new EngineResult.Refused(Refusal.CONTENT_POLICY, state);
      case 401, 402 -> new EngineResult.Refused(Refusal.ACCOUNT, state);
      case 429 -> new EngineResult.Refused(Refusal.BUSY, state);
      default -> new EngineResult.Unknown("status " + answer.statusCode());
    };
  }

  private EngineResult produced(String path) {
    URI picture = mock.resolve(path);
    return new EngineResult.Produced(out -> {
      try {
        HttpResponse<InputStream> answer =
            http.send(
                HttpRequest.newBuilder(picture).timeout(ANSWER_WITHIN).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = answer.body()) {
          if (answer.statusCode() != 200) {
            throw new IOException("status " + answer.statusCode());
          }
          in.transferTo(out);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    });
  }
}

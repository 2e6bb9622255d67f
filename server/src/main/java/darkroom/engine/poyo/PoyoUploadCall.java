package darkroom.engine.poyo;

import darkroom.config.Secret;
import darkroom.engine.EngineResult;
import darkroom.engine.Reference;
import darkroom.engine.Refusal;
import darkroom.engine.upstream.Multipart;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.net.EngineAnswer;
import darkroom.net.EngineCall;
import darkroom.net.EngineHttp;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One upload. It costs nothing, so whatever went wrong with it, no submit was sent. Thread-safe.
 */
final class PoyoUploadCall {
  private static final Duration TOTAL = Duration.ofMinutes(2);
  private static final Duration A_SLOT = Duration.ofSeconds(12);
  private static final int MAX_ANSWER = 1 << 16;
  private static final int LONGEST_URL = 2048;

  private final EngineHttp http;
  private final URI endpoint;
  private final Secret key;
  private final InstantSource clock;

  PoyoUploadCall(EngineHttp http, URI baseUrl, Secret key, InstantSource clock) {
    this.http = http;
    this.endpoint = URI.create(baseUrl + "/api/common/upload/stream");
    this.key = key;
    this.clock = clock;
  }

  /**
   * @param id random, for the body's boundary
   * @param name of the file without its ending; PoYo makes it the public path, so it holds chance
   * @throws IOException when the file cannot be looked at
   */
  PoyoUpload send(String id, String name, Reference picture) throws IOException {
    var kind = picture.header().kind();
    var body =
        new Multipart(id).file("file", name + "." + kind.word(), kind.mediaType(), picture.file());
    var headers =
        Map.of(
            "Authorization",
            "Bearer " + key.value(),
            "Content-Type",
            body.contentType(),
            "Accept",
            "application/json");
    return switch (http.ask(new EngineCall("POST", endpoint, headers, body, TOTAL, MAX_ANSWER))) {
      case EngineAnswer.NotSent(String detail) -> notSent(detail);
      case EngineAnswer.NoAnswer(String detail) -> notSent(detail);
      case EngineAnswer.Cut cut -> notSent("status " + cut.status() + ", " + cut.detail());
      case EngineAnswer.Complete whole -> read(whole);
    };
  }

  private PoyoUpload read(EngineAnswer.Complete answer) {
    Optional<JsonNode> json = UpstreamJson.object(answer.body());
    Optional<Integer> verdict = json.flatMap(body -> PoyoAnswer.verdict(answer.status(), body));
    if (verdict.isEmpty()) {
      return notSent("status " + answer.status() + ", not PoYo's JSON");
    }
    int code = verdict.get();
    String detail = "upload: " + code;
    return switch (code) {
      case 200 ->
          UpstreamJson.text(json.orElseThrow().path("data"), "file_url")
              .filter(PoyoUploadCall::isAddress)
              .<PoyoUpload>map(PoyoUpload.Ready::new)
              .orElseGet(() -> notSent("a good answer without an address"));
      case 400, 413, 415, 422 -> refused(Refusal.REFERENCE_UNREADABLE, detail, Optional.empty());
      case 401, 402, 403 -> refused(Refusal.ACCOUNT, detail, Optional.empty());
      // no such route, as at a Darkroom: what needs no upload is drawn there all the same
      case 404, 405 -> refused(Refusal.FAILED, detail, Optional.empty());
      case 429 ->
          refused(
              Refusal.BUSY,
              detail,
              PoyoAnswer.patience(answer, clock.instant()).or(() -> Optional.of(A_SLOT)));
      default -> notSent("status " + code);
    };
  }

  private static PoyoUpload refused(Refusal refusal, String detail, Optional<Duration> pause) {
    return new PoyoUpload.Failed(new EngineResult.Refused(refusal, detail, pause));
  }

  private static PoyoUpload notSent(String detail) {
    return new PoyoUpload.Failed(new EngineResult.NotSent("upload: " + detail));
  }

  private static boolean isAddress(String text) {
    try {
      var url = new URI(text);
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      return web && url.getHost() != null && text.length() <= LONGEST_URL;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}

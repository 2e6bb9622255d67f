package darkroom.engine.comfyui;

import darkroom.engine.EngineResult;
import darkroom.engine.Reference;
import darkroom.engine.Refusal;
import darkroom.engine.upstream.Multipart;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.net.EngineAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings references into the server's folder of inputs, under a folder of the attempt's own. It
 * starts no work and costs nothing. Thread-safe.
 */
final class ReferenceUpload {
  /** Beside other people's files; an operator empties it by age. */
  private static final String FOLDER = "darkroom/";

  private final ComfyHttp http;

  ReferenceUpload(ComfyHttp http) {
    this.http = http;
  }

  /** What became of it. */
  sealed interface Result {

    /**
     * @param names as nodes that load pictures take them, in the order of the references
     */
    record There(List<String> names) implements Result {}

    /**
     * @param why proven: no work was started
     */
    record Not(EngineResult why) implements Result {}
  }

  Result send(String attemptId, List<Reference> references) throws IOException {
    var names = new ArrayList<String>();
    for (Reference reference : references) {
      String extension = reference.header().kind().extension();
      var body =
          new Multipart(attemptId)
              .field("type", "input")
              .field("subfolder", FOLDER + attemptId)
              .field("overwrite", "true")
              .file(
                  "image",
                  "reference-" + (names.size() + 1) + "." + extension,
                  reference.header().kind().mediaType(),
                  reference.file());
      switch (http.upload(body.contentType(), body)) {
        case EngineAnswer.Complete whole when whole.status() == 200 -> {
          String name = name(whole.body());
          if (name.isEmpty()) {
            return lost("an answer to an upload without a name");
          }
          names.add(name);
        }
        case EngineAnswer.Complete whole when whole.status() == 400 || whole.status() == 413 -> {
          String detail = "upload of a reference: status " + whole.status();
          return new Result.Not(new EngineResult.Refused(Refusal.REFERENCE_UNREADABLE, detail));
        }
        case EngineAnswer.Complete whole -> {
          return lost("upload of a reference: status " + whole.status());
        }
        case EngineAnswer.Cut cut -> {
          return lost("upload of a reference: " + cut.detail());
        }
        case EngineAnswer.NotSent(String detail) -> {
          return lost("upload of a reference: " + detail);
        }
        case EngineAnswer.NoAnswer(String detail) -> {
          return lost("upload of a reference: " + detail);
        }
      }
    }
    return new Result.There(names);
  }

  private static Result lost(String detail) {
    return new Result.Not(new EngineResult.NotSent(detail));
  }

  /** Empty when there is none. */
  private static String name(byte[] answer) {
    return UpstreamJson.object(answer)
        .flatMap(json ->
            UpstreamJson.text(json, "name")
                .map(name ->
                    UpstreamJson.text(json, "subfolder").map(f -> f + "/").orElse("") + name))
        .orElse("");
  }
}

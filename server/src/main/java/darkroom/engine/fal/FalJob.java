package darkroom.engine.fal;

import darkroom.engine.upstream.UpstreamJson;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Where a job is asked about. Its id alone says that, as long as fal keeps its jobs where it
 * documents; an answer that names another path of the queue is believed, one that names another
 * host is not, since the key goes where we ask. Stateless.
 */
final class FalJob {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
  private static final Pattern PATH =
      Pattern.compile("(?:[A-Za-z0-9][A-Za-z0-9._-]*/){1,10}[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

  private FalJob() {}

  /**
   * The handle to write down.
   *
   * @param answer to a submit
   * @return the request's id, or its path where that is not the documented one; empty when the
   *     answer names no job
   */
  static Optional<String> of(JsonNode answer, FalEndpoint endpoint, URI baseUrl) {
    Optional<String> id = id(answer);
    String prefix = baseUrl + "/";
    return id.map(known ->
        UpstreamJson.text(answer, "response_url")
            .filter(url -> url.startsWith(prefix))
            .map(url -> url.substring(prefix.length()))
            .filter(path -> PATH.matcher(path).matches() && !path.equals(path(known, endpoint)))
            .orElse(known));
  }

  /** The id in a field {@code request_id}, if it looks like one. */
  static Optional<String> id(JsonNode object) {
    return UpstreamJson.text(object, "request_id").filter(FalJob::isId);
  }

  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** Address of the job, to which {@code /status} and {@code /cancel} are appended. */
  static URI url(String jobId, FalEndpoint endpoint, URI baseUrl) {
    return URI.create(baseUrl + "/" + (isId(jobId) ? path(jobId, endpoint) : jobId));
  }

  private static String path(String id, FalEndpoint endpoint) {
    return endpoint.app() + "/requests/" + id;
  }
}

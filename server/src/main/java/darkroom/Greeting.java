package darkroom;

import java.net.URI;

/** The commands that a first start prints. */
final class Greeting {

  private Greeting() {}

  /** A submit and the question for its status, ready to paste. */
  static String curl(URI url, String key) {
    return """
    Try it:

      curl -s %1$s/api/generate/submit \\
        -H "Authorization: Bearer %2$s" -H "Content-Type: application/json" \\
        -d '{"model": "seedream-4.5", "input": {"prompt": "A lighthouse in fog", "size": "3:2"}}'

      curl -s %1$s/api/generate/status/TASK_ID -H "Authorization: Bearer %2$s"

    or, in this folder:  DARKROOM_KEY="%2$s" ./darkroom generate "A lighthouse in fog"
    """
        .formatted(url, key)
        .stripTrailing();
  }
}

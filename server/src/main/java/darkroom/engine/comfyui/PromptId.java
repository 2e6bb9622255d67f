package darkroom.engine.comfyui;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The names of a job there. ComfyUI takes an id of ours, if it is a UUID in small letters with
 * hyphens; it follows from the attempt's id, so that a job is found again after a restart. It is no
 * idempotency key: what is sent twice is drawn twice. Stateless.
 */
final class PromptId {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9-]{1,64}");

  private PromptId() {}

  static String of(String attemptId) {
    return UUID.nameUUIDFromBytes(("darkroom " + attemptId).getBytes(StandardCharsets.UTF_8))
        .toString();
  }

  /** Whether such an id can stand in a path: servers before ids of ours gave their own. */
  static boolean isUsable(String id) {
    return FORM.matcher(id).matches();
  }
}

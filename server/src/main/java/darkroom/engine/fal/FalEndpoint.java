package darkroom.engine.fal;

import java.util.regex.Pattern;

/**
 * What fal calls an endpoint: a model and a way to use it.
 *
 * @param id at least two parts parted by slashes, such as {@code
 *     fal-ai/bytedance/seedream/v4.5/edit}
 */
public record FalEndpoint(String id) {
  private static final String PART = "[A-Za-z0-9][A-Za-z0-9._-]*";
  private static final Pattern FORM = Pattern.compile(PART + "(?:/" + PART + "){1,9}");

  public FalEndpoint {
    if (!isEndpoint(id)) {
      throw new IllegalArgumentException("endpoint: " + id);
    }
  }

  static boolean isEndpoint(String id) {
    return FORM.matcher(id).matches();
  }

  /** The first two parts, under which fal keeps the jobs of all its endpoints. */
  String app() {
    String[] parts = id.split("/", 3);
    return parts[0] + "/" + parts[1];
  }
}

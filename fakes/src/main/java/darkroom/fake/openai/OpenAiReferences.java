package darkroom.fake.openai;

import darkroom.fake.kit.ReferenceHeader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What a dialect refuses in pictures to work from. Stateless. */
final class OpenAiReferences {
  private static final int MOST = 16;
  private static final int MOST_BYTES = 50_000_000;
  private static final Pattern HEAD = Pattern.compile("data:image/(jpeg|png|webp);base64,");

  private OpenAiReferences() {}

  static Optional<OpenAiProblem> broken(
      OpenAiDialect dialect, boolean edit, JsonNode body, boolean form) {
    List<JsonNode> given = given(dialect, body, form);
    if (!edit) {
      return broken(dialect, given);
    }
    if (given.isEmpty() || given.size() > MOST) {
      return refused(dialect, "at least one image required, at most " + MOST);
    }
    return broken(dialect, given);
  }

  static int count(OpenAiDialect dialect, JsonNode body, boolean form) {
    return given(dialect, body, form).size();
  }

  /** Under whichever of its names. */
  private static List<JsonNode> given(OpenAiDialect dialect, JsonNode body, boolean form) {
    var images = new ArrayList<JsonNode>();
    if (dialect == OpenAiDialect.TOGETHER) {
      if (body.has("image_url")) {
        images.add(body.path("image_url"));
      }
      images.addAll(body.path("reference_images").values());
    } else if (form) {
      images.addAll(body.path("image").values());
      images.addAll(body.path("image[]").values());
    } else {
      body.path("images").values().forEach(image -> images.add(image.path("image_url")));
    }
    return images;
  }

  private static Optional<OpenAiProblem> broken(OpenAiDialect dialect, List<JsonNode> images) {
    return images.stream()
        .map(image -> broken(dialect, image.asString("")))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<OpenAiProblem> broken(OpenAiDialect dialect, String text) {
    // a pattern over millions of letters would need a deep stack
    Matcher head = HEAD.matcher(text).region(0, Math.min(text.length(), 40));
    if (!head.lookingAt()) {
      // an address of a caller must not get here at all
      return refused(dialect, "no bytes of a jpeg, png or webp");
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text.substring(head.end()));
    } catch (IllegalArgumentException e) {
      return refused(dialect, "no base64");
    }
    boolean fine =
        bytes.length < MOST_BYTES
            && ReferenceHeader.of(bytes)
                .filter(header -> header.kind().equals(head.group(1)))
                .filter(header -> reads(dialect, header.kind()))
                .isPresent();
    return fine ? Optional.empty() : refused(dialect, "unreadable, too large or of another kind");
  }

  /** Builds of stable-diffusion.cpp without WebP drop such a picture without a word. */
  private static boolean reads(OpenAiDialect dialect, String kind) {
    return dialect != OpenAiDialect.SD_SERVER || !kind.equals("webp");
  }

  private static Optional<OpenAiProblem> refused(OpenAiDialect dialect, String message) {
    return Optional.of(OpenAiProblem.of(dialect, "invalid_image_file", "image", message));
  }
}

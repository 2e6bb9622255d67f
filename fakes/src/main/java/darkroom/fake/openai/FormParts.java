package darkroom.fake.openai;

import darkroom.fake.kit.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@code multipart/form-data} body (RFC 7578) as the object that the same request would be in
 * JSON: texts under their names, files as data URIs in an array. Stateless.
 */
final class FormParts {
  private static final Pattern BOUNDARY =
      Pattern.compile("multipart/form-data; ?boundary=\"?([-A-Za-z0-9'()+_,./:=?]{1,70})\"?");
  private static final Pattern NAME = Pattern.compile("\\bname=\"([^\"]*)\"");
  private static final Pattern TYPE = Pattern.compile("(?i)content-type: *([a-z]+/[a-z0-9.+-]+)");

  private FormParts() {}

  /**
   * @param type the header {@code Content-Type}
   * @return empty when it is no such body
   */
  static Optional<ObjectNode> read(String type, byte[] body) {
    Matcher boundary = BOUNDARY.matcher(type);
    if (!boundary.matches()) {
      return Optional.empty();
    }
    // one byte is one character, so that places in the text are places in the body
    String text = "\r\n" + new String(body, StandardCharsets.ISO_8859_1);
    String mark = "\r\n--" + boundary.group(1);
    ObjectNode form = Json.MAPPER.createObjectNode();
    int at = text.indexOf(mark);
    while (at >= 0 && text.startsWith("\r\n", at + mark.length())) {
      int head = at + mark.length();
      int end = text.indexOf("\r\n\r\n", head);
      int next = end < 0 ? -1 : text.indexOf(mark, end + 2);
      if (next < 0
          || !add(form, text.substring(head, end), text.substring(Math.min(end + 4, next), next))) {
        return Optional.empty();
      }
      at = next;
    }
    return at >= 0 && text.startsWith("--", at + mark.length())
        ? Optional.of(form)
        : Optional.empty();
  }

  /** Whether it is a part, and no text that was there before. */
  private static boolean add(ObjectNode form, String head, String content) {
    Matcher name = NAME.matcher(head);
    if (!name.find()) {
      return false;
    }
    byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
    if (!head.contains("filename=")) {
      return form.optional(name.group(1)).isEmpty()
          && form.put(name.group(1), new String(bytes, StandardCharsets.UTF_8)) != null;
    }
    Matcher type = TYPE.matcher(head);
    String media = type.find() ? type.group(1) : "application/octet-stream";
    ArrayNode files =
        form.path(name.group(1)).isArray()
            ? (ArrayNode) form.get(name.group(1))
            : form.putArray(name.group(1));
    files.add("data:" + media + ";base64," + Base64.getEncoder().encodeToString(bytes));
    return true;
  }
}

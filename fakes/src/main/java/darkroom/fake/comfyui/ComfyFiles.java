package darkroom.fake.comfyui;

import darkroom.fake.kit.Json;
import darkroom.fake.wire.Asked;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** The folder of inputs, as uploads fill it. It outlives a restart. Thread-safe. */
final class ComfyFiles {
  private static final Pattern BOUNDARY =
      Pattern.compile("multipart/form-data; ?boundary=\"?([^\";]{1,70})\"?");
  private static final Pattern NAME = Pattern.compile("(?<![a-z])name=\"([^\"]*)\"");
  private static final Pattern FILE = Pattern.compile("filename=\"([^\"]*)\"");

  private final Map<String, byte[]> files = new ConcurrentHashMap<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Part(String name, Optional<String> file, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  boolean has(String name) {
    return files.containsKey(name);
  }

  byte[] bytes(String name) {
    return files.getOrDefault(name, new byte[0]);
  }

  /** Names with their folders. */
  Map<String, byte[]> all() {
    return Map.copyOf(files);
  }

  /** The answer to an upload; empty when it is none that this server takes. */
  Optional<String> upload(Asked asked) {
    Matcher type = BOUNDARY.matcher(asked.headers().getOrDefault("content-type", ""));
    if (!type.matches()) {
      return Optional.empty();
    }
    var fields = new LinkedHashMap<String, Part>();
    for (Part part : parts(asked.body(), type.group(1))) {
      fields.put(part.name(), part);
    }
    Part image = fields.get("image");
    boolean known = Set.of("image", "type", "subfolder", "overwrite").containsAll(fields.keySet());
    if (!known || image == null || image.file().isEmpty() || image.body().length == 0) {
      return Optional.empty();
    }
    String folder = fields.containsKey("subfolder") ? fields.get("subfolder").text() : "";
    String name = image.file().get();
    if (folder.contains("..") || name.contains("/")) {
      return Optional.empty();
    }
    files.put(folder.isEmpty() ? name : folder + "/" + name, image.body());
    ObjectNode json = Json.MAPPER.createObjectNode().put("name", name);
    return Optional.of(json.put("subfolder", folder).put("type", "input").toString());
  }

  private static List<Part> parts(byte[] body, String boundary) {
    // one byte a letter, so that positions are those of the bytes
    String text = new String(body, StandardCharsets.ISO_8859_1);
    String mark = "--" + boundary;
    var parts = new ArrayList<Part>();
    int at = text.indexOf(mark);
    while (at >= 0 && !text.startsWith("--", at + mark.length())) {
      int next = text.indexOf("\r\n" + mark, at);
      int split = text.indexOf("\r\n\r\n", at);
      if (next < 0 || split < 0 || split > next) {
        break;
      }
      String head = text.substring(at, split);
      Matcher name = NAME.matcher(head);
      Matcher file = FILE.matcher(head);
      if (name.find()) {
        parts.add(
            new Part(
                name.group(1),
                file.find() ? Optional.of(file.group(1)) : Optional.empty(),
                Arrays.copyOfRange(body, split + 4, next)));
      }
      at = next + 2;
    }
    return parts;
  }
}

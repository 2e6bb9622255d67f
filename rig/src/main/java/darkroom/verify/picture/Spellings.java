package darkroom.verify.picture;

import java.util.List;
import java.util.Random;

/** Targets that want to be another file: ways out of the folder, and near misses of a true URL. */
final class Spellings {
  private static final List<String> ROUTES =
      List.of(
          "/f/",
          "/f/TOKEN/",
          "/f/TOKEN/1.png/",
          "/",
          "/health/",
          "/api/generate/status/",
          "/v2/admin/",
          "/metrics/",
          "/f//",
          "/f/TOKEN/1.png;",
          "/F/TOKEN/");
  private static final List<String> DOTS =
      List.of(
          "..",
          "%2e%2e",
          "%2E.",
          ".%2e",
          "%252e%252e",
          "%c0%ae%c0%ae",
          "%e0%80%ae%e0%80%ae",
          "%uff0e%uff0e",
          "....",
          "..%00",
          "..;",
          "%2e%2e;x=1",
          "..%0d%0a",
          "\u00c0\u00ae.",
          "...",
          ".%00.",
          "%ff%2e");
  private static final List<String> SLASHES =
      List.of(
          "/",
          "%2f",
          "%2F",
          "\\",
          "%5c",
          "%252f",
          "%255c",
          "%c0%af",
          "%c1%9c",
          "//",
          "/./",
          "%u2215",
          "%00/",
          ";/",
          "/%20/",
          "\u00c0\u00af");
  private static final List<String> ENDS =
      List.of(
          "canary",
          "darkroom.db",
          "admin-key",
          "secret-key",
          "outside.txt",
          "etc/passwd",
          "etc/passwd%00.png",
          "data/canary",
          "objects",
          "objects/file",
          "tmp/draft-1",
          "proc/self/environ",
          "file:///etc/passwd",
          "");
  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private final Random random;
  private final String path;
  private final String token;

  /**
   * @param path of a file that exists, {@code /f/<token>/<name>}
   */
  Spellings(Random random, String path) {
    this.random = random;
    this.path = path;
    this.token = path.split("/", -1)[2];
  }

  String traversal() {
    var target = new StringBuilder(any(ROUTES).replace("TOKEN", token));
    String dots = any(DOTS);
    String slash = any(SLASHES);
    int depth = 1 + random.nextInt(9);
    for (int i = 0; i < depth; i++) {
      boolean mixed = random.nextInt(6) == 0;
      target.append(mixed ? any(DOTS) : dots).append(mixed ? any(SLASHES) : slash);
    }
    return target.append(any(ENDS)).toString();
  }

  /** Never the path itself nor another spelling of it. */
  String mutant() {
    String name = path.substring(path.lastIndexOf('/') + 1);
    char[] changed = token.toCharArray();
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> {
        int at = random.nextInt(changed.length);
        changed[at] = other(changed[at]);
        yield "/f/" + new String(changed) + "/" + name;
      }
      case 3 -> "/f/" + random(token.length()) + "/" + name;
      case 4 -> "/f/" + token + "/" + (2 + random.nextInt(9)) + ".png";
      case 5 -> "/f/" + token.substring(0, random.nextInt(token.length())) + "/" + name;
      case 6 -> "/f/" + token + random(1 + random.nextInt(8)) + "/" + name;
      default -> "/f/" + swapped(changed) + "/" + name + (random.nextBoolean() ? "" : "x");
    };
  }

  private String swapped(char[] characters) {
    int at = random.nextInt(characters.length);
    char swapped =
        Character.isUpperCase(characters[at])
            ? Character.toLowerCase(characters[at])
            : Character.toUpperCase(characters[at]);
    characters[at] = swapped == characters[at] ? other(swapped) : swapped;
    return new String(characters);
  }

  private char other(char one) {
    char other = one;
    while (other == one) {
      other = BASE62.charAt(random.nextInt(BASE62.length()));
    }
    return other;
  }

  private String random(int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(BASE62.charAt(random.nextInt(BASE62.length())));
    }
    return text.toString();
  }

  private String any(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}

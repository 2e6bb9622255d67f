package darkroom.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Map;

/**
 * Takes our key out of what an engine says: some servers repeat a key that they do not accept, and
 * their words are logged (G11). Covers what is held in memory, which is where errors are.
 * Stateless.
 */
final class KeyEcho {
  /** Anything shorter is no key, and might be a word of any answer. */
  private static final int SHORTEST = 8;

  private KeyEcho() {}

  static EngineAnswer removed(EngineAnswer answer, Map<String, String> asked) {
    String key = key(asked);
    if (key.length() < SHORTEST) {
      return answer;
    }
    return switch (answer) {
      case EngineAnswer.Complete(int status, Map<String, String> headers, byte[] body) ->
          new EngineAnswer.Complete(status, headers, without(body, key));
      case EngineAnswer.Cut(int status, Map<String, String> headers, byte[] body, String detail) ->
          new EngineAnswer.Cut(status, headers, without(body, key), detail);
      case EngineAnswer.NotSent _, EngineAnswer.NoAnswer _ -> answer;
    };
  }

  private static String key(Map<String, String> asked) {
    for (Map.Entry<String, String> header : asked.entrySet()) {
      if (header.getKey().equalsIgnoreCase("authorization")) {
        String value = header.getValue().strip();
        return value.substring(value.lastIndexOf(' ') + 1);
      }
    }
    return "";
  }

  /** A header's value is ASCII, so bytes and characters are the same thing here. */
  private static byte[] without(byte[] body, String key) {
    String text = new String(body, ISO_8859_1);
    return text.contains(key) ? text.replace(key, "***").getBytes(ISO_8859_1) : body;
  }
}

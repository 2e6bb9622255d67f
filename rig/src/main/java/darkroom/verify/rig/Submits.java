package darkroom.verify.rig;

import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The submits of one run, each decided by the seed and its number alone. Immutable. */
final class Submits {
  private static final List<String> SCRIPTS =
      List.of(
          "",
          "",
          "",
          "",
          "",
          "",
          "{{refuse}}",
          "{{moderate}}",
          "{{fail}}",
          "{{lose}}",
          "{{drop}}",
          "{{slow 1500}}",
          "{{lie html}}",
          "{{lie png-half}}");

  private static final int TEST_ONE_IN = 25; // such a picture costs a core most of a second

  private final URI callback;
  private final long seed;
  private final JsonMapper json = new JsonMapper();

  /**
   * @param key its Idempotency-Key; stands in its prompt too, so that the engine's log can be
   *     matched
   * @param script what the engine mock is told to do
   * @param test with the test key, which the built-in engine serves free of charge
   */
  record Submit(String key, int n, String script, boolean test, String body) {}

  Submits(URI callback, long seed) {
    this.callback = callback;
    this.seed = seed;
  }

  Submit number(int number) {
    var random = new Random(seed * 1_000_003 + number);
    String key = "submit-" + number;
    String script = SCRIPTS.get(random.nextInt(SCRIPTS.size()));
    int wanted = random.nextInt(3) == 0 ? 2 + random.nextInt(3) : 1;
    boolean edit = random.nextInt(8) == 0;
    boolean test = random.nextInt(TEST_ONE_IN) == 0;
    int n = test ? 1 : wanted;
    ObjectNode body = json.createObjectNode();
    body.put("model", edit ? "seedream-4.5-edit" : "seedream-4.5");
    ObjectNode input = body.putObject("input");
    input.put("prompt", key + " " + script + " a quiet sea");
    input.put("size", "1920x1920");
    input.put("n", n);
    if (edit) {
      String reference = Base64.getEncoder().encodeToString(Lies.picture(number));
      input.putArray("image_urls").add("data:image/png;base64," + reference);
    }
    String door = random.nextInt(10) == 0 ? "/flaky/" : "/hook/";
    body.put("callback_url", callback.resolve(door + number).toString());
    return new Submit(key, n, script, test, json.writeValueAsString(body));
  }
}

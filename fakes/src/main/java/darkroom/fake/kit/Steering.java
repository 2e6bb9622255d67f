package darkroom.fake.kit;

import darkroom.fake.wire.Asked;
import java.io.IOException;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a test in another process looks at a fake and steers it: {@code GET /_fake/stats}, {@code
 * POST /_fake/reset}, {@code POST /_fake/script} with {@code {"directive":"never","times":2}}.
 */
final class Steering {
  private static final String PREFIX = "/_fake/";

  private final Desk desk;
  private final VendorFake vendor;

  Steering(Desk desk, VendorFake vendor) {
    this.desk = desk;
    this.vendor = vendor;
  }

  boolean steers(Asked asked) {
    return asked.path().startsWith(PREFIX);
  }

  void serve(Asked asked, Answer answer) throws IOException, InterruptedException {
    switch (asked.method() + " " + asked.path()) {
      case "GET /_fake/stats" -> answer.json(200, stats());
      case "POST /_fake/reset" -> {
        desk.reset();
        vendor.reset();
        answer.json(200, "{}");
      }
      case "POST /_fake/script" -> script(asked, answer);
      default -> refuse(answer, 404, "no such route: " + asked.line());
    }
  }

  private ObjectNode stats() {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("name", vendor.name());
    desk.bill().writeTo(json);
    desk.faults().list().forEach(json.putArray("faults")::add);
    json.put("fetched", desk.results().fetched().size());
    return json;
  }

  private void script(Asked asked, Answer answer) throws IOException, InterruptedException {
    try {
      JsonNode body = Json.MAPPER.readTree(asked.body());
      String directive = body.path("directive").asString("");
      desk.fates().script(Directive.of(directive), body.path("times").asInt(1));
      answer.json(200, "{}");
    } catch (JacksonException | IllegalArgumentException e) {
      refuse(answer, 400, String.valueOf(e.getMessage()));
    }
  }

  private static void refuse(Answer answer, int status, String why)
      throws IOException, InterruptedException {
    answer.json(status, Json.MAPPER.writeValueAsString(Map.of("error", why)));
  }
}

package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.ConfigurationDocTest.Generated;
import darkroom.catalog.ImageInput;
import darkroom.config.ConfigReader;
import darkroom.engine.Engine;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.HeldJobs;
import darkroom.engine.Refusal;
import darkroom.engine.Requests;
import darkroom.engine.upstream.Spool;
import darkroom.fake.Fakes;
import darkroom.fake.kit.Desk;
import darkroom.fake.kit.FakeServer;
import darkroom.net.EngineHttp;
import darkroom.net.GuardedHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * {@code docs/engines/sizes.md} says what each engine is sent for each form of {@code size}: read
 * off its strict fake, which would refuse what the vendor does not document.
 */
@Timeout(120)
class SentSizesDocTest {
  /** The forms of {@code size} as a caller writes them; empty for none. */
  private static final List<String> FORMS =
      List.of(
          "",
          "\"1:1\"",
          "\"4:3\"",
          "\"3:4\"",
          "\"16:9\"",
          "\"9:16\"",
          "\"3:2\"",
          "\"2:3\"",
          "\"21:9\"",
          "\"2K\"",
          "\"4K\"",
          "\"1920x1920\"",
          "\"4096x4096\"",
          "\"5504x3040\"",
          "\" 01920 X 4096 \"",
          "{\"width\": 2304, \"height\": 3072}",
          "\"16384x1024\"");

  /** Fields that say how large the picture shall be, whoever is asked. */
  private static final Set<String> FIELDS =
      Set.of("size", "image_size", "width", "height", "aspect_ratio", "quality", "resolution");

  @TempDir private Path folder;

  @Test
  void the_page_says_what_each_engine_is_sent() throws IOException {
    var columns = new LinkedHashMap<String, List<String>>();
    for (String name : new TreeSet<>(Fakes.names())) {
      columns.put(name, sent(name));
    }

    var page = new StringBuilder();
    page.append("| `size` |");
    columns.keySet().forEach(name -> page.append(" `").append(name).append("` |"));
    page.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
    for (int row = 0; row < FORMS.size(); row++) {
      String form = FORMS.get(row);
      page.append(form.isEmpty() ? "| absent |" : "| `" + form + "` |");
      for (List<String> column : columns.values()) {
        page.append(' ').append(column.get(row)).append(" |");
      }
      page.append('\n');
    }
    Generated.compare(
        "docs/engines/sizes.md", old -> Generated.replaced(old, "sizes", page.toString()));
  }

  /** What this engine was sent for each form, in their order. */
  private List<String> sent(String name) throws IOException {
    var column = new ArrayList<String>();
    try (FakeServer fake = FakeServer.start(Fakes.find(name).orElseThrow());
        GuardedHttp results = Requests.results();
        EngineHttp http = new EngineHttp(Duration.ofSeconds(5))) {
      Engine engine = engine(fake, http, results);
      for (int row = 0; row < FORMS.size(); row++) {
        column.add(sent(engine, fake.desk(), FORMS.get(row), row));
      }
      assertThat(fake.desk().faults().list()).as(name).isEmpty();
    }
    return column;
  }

  /** As the server would build it from what an operator sets for this fake. */
  private Engine engine(FakeServer fake, EngineHttp http, GuardedHttp results) {
    Map<String, String> settings =
        fake.vendor().settings().entrySet().stream()
            .filter(setting -> setting.getKey().startsWith("engine."))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    var reader = new ConfigReader(settings, Map.of());
    EngineSettings read = EngineSettings.read(reader);
    reader.check();
    var engines =
        new UpstreamEngines(
            http,
            results,
            Requests.decoder(),
            new Spool(folder),
            HeldJobs.NONE,
            InstantSource.system(),
            false);
    List<Engine> built = engines.build(read);
    assertThat(built).as(fake.vendor().name()).hasSize(1);
    return built.getFirst();
  }

  private static String sent(Engine engine, Desk desk, String form, int row) {
    String size = form.isEmpty() ? "" : ", \"size\": " + form;
    ImageInput input = Requests.input("seedream-4.5", "{\"prompt\": \"a fox\"" + size + "}");
    Optional<String> cannot = engine.cannot(Requests.model("seedream-4.5"), input);
    if (cannot.isPresent()) {
      return "refused";
    }
    var request =
        new EngineRequest(
            "sizes000000000000000".substring(0, 18) + (char) ('a' + row / 10) + row % 10,
            Requests.model("seedream-4.5"),
            input,
            0,
            List.of(),
            Requests.NOW,
            Optional.empty());
    int before = desk.bodies().size();
    EngineResult result = engine.submit(request);
    if (result instanceof EngineResult.Refused refused
        && refused.refusal() == Refusal.SIZE_UNSUPPORTED) {
      return "not made there";
    }
    assertThat(result).as(engine.name() + " " + form).isInstanceOf(EngineResult.Accepted.class);
    assertThat(desk.bodies()).hasSizeGreaterThan(before);
    return shown(desk.bodies().getLast());
  }

  private static String shown(JsonNode body) {
    var found = new LinkedHashMap<String, String>();
    collect(body, found);
    if (found.keySet().equals(Set.of("width", "height"))) {
      return found.get("width") + "x" + found.get("height");
    }
    return found.entrySet().stream()
        .map(field -> field.getKey() + " " + field.getValue())
        .collect(Collectors.joining(", "));
  }

  private static void collect(JsonNode node, Map<String, String> found) {
    if (node.isObject()) {
      node.properties()
          .forEach(field -> {
            JsonNode value = field.getValue();
            boolean plain = value.isString() || value.isNumber();
            if (FIELDS.contains(field.getKey()) && plain) {
              found.put(field.getKey(), value.asString());
            } else if (FIELDS.contains(field.getKey()) && value.isObject()) {
              found.put(
                  field.getKey(),
                  value.path("width").asString() + "x" + value.path("height").asString());
            } else {
              collect(value, found);
            }
          });
    } else if (node.isArray()) {
      node.values().forEach(value -> collect(value, found));
    }
  }
}

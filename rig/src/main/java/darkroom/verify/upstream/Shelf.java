package darkroom.verify.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rig's models: one for each engine, {@code seedream-4.5-via-ark}, and one for each two that
 * make the same sizes, {@code seedream-4.5-via-fal-or-poyo}. Immutable.
 */
final class Shelf {
  private static final String BUNDLED = "/models/seedream-4.5.json";
  private static final int LEAST_PIXELS = 262_144;
  private static final int MOST_PAIRS = 6;

  /** One model. */
  record Entry(String id, List<Vendor> vendors) {}

  private final List<Entry> single;
  private final List<Entry> pairs;

  Shelf(List<Vendor> vendors) {
    single =
        vendors.stream()
            .map(vendor -> new Entry("seedream-4.5-via-" + vendor.name(), List.of(vendor)))
            .toList();
    var two = new ArrayList<Entry>();
    for (Vendor first : vendors) {
      for (Vendor second : vendors) {
        if (!first.equals(second) && first.size().equals(second.size())) {
          String id = "seedream-4.5-via-" + first.name() + "-or-" + second.name();
          two.add(new Entry(id, List.of(first, second)));
        }
      }
    }
    pairs = List.copyOf(two.subList(0, Math.min(MOST_PAIRS, two.size())));
  }

  List<Entry> single() {
    return single;
  }

  List<Entry> pairs() {
    return pairs;
  }

  /** Copies of the bundled descriptor, as an operator would write them. */
  void writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    var json = new JsonMapper();
    try (InputStream in =
        Objects.requireNonNull(Shelf.class.getResourceAsStream(BUNDLED), BUNDLED)) {
      var bundled = (ObjectNode) json.readTree(in);
      ((ObjectNode) bundled.at("/sizes/custom")).put("min_pixels", LEAST_PIXELS);
      for (List<Entry> entries : List.of(single, pairs)) {
        for (Entry entry : entries) {
          ObjectNode model = bundled.deepCopy().put("id", entry.id());
          var engines = model.putArray("engines");
          entry.vendors().forEach(vendor -> engines.add(vendor.name()));
          Files.writeString(folder.resolve(entry.id() + ".json"), json.writeValueAsString(model));
        }
      }
    }
  }

  /** The setting {@code engine.NAME.models} for this engine. */
  String names(Vendor vendor) {
    var all = new ArrayList<Entry>(single);
    all.addAll(pairs);
    return all.stream()
        .filter(entry -> entry.vendors().contains(vendor))
        .map(entry -> entry.id() + "=" + vendor.model())
        .collect(Collectors.joining(", "));
  }
}

package darkroom.verify.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rig's models: one for each engine, {@code seedream-4.5-via-ark}, and one for each two that
 * make the same sizes, {@code seedream-4.5-via-fal-or-poyo}, or are made to; and one with references
 * for each engine that takes them. Immutable.
 */
final class Shelf {
  private static final String BUNDLED = "/models/seedream-4.5.json";
  private static final String BUNDLED_EDIT = "/models/seedream-4.5-edit.json";
  private static final int LEAST_PIXELS = 262_144;
  private static final int MOST_PAIRS = 6;

  /** Of pictures that these make beside each other. */
  private static final String SHARED_SIZE = "1024x1024";

  private static final List<List<String>> SHARING =
      List.of(List.of("ark", "openai"), List.of("openai", "ark"));

  /** What costs nothing but time, and what costs money. */
  private static final List<List<String>> MIXED =
      List.of(List.of("comfyui", "openai"), List.of("ark", "sdserver"));

  /**
   * One model.
   *
   * @param vendors engines of that model, in their order
   * @param size of its pictures here
   * @param edit whether it wants references
   */
  record Entry(String id, List<Vendor> vendors, String size, boolean edit) {
    Entry {
      vendors = List.copyOf(vendors);
    }
  }

  private final List<Entry> single;
  private final List<Entry> pairs;
  private final List<Entry> mixed;
  private final List<Entry> edits;

  Shelf(List<Vendor> vendors) {
    single = vendors.stream().map(vendor -> entry("", List.of(vendor), vendor.size())).toList();
    edits =
        vendors.stream()
            .filter(Vendor::edits)
            .map(vendor -> entry("-edit", List.of(vendor), vendor.size()))
            .toList();
    var two = new ArrayList<Entry>();
    for (Vendor first : vendors) {
      for (Vendor second : vendors) {
        if (!first.equals(second) && first.size().equals(second.size())) {
          two.add(entry("", List.of(first, second), first.size()));
        }
      }
    }
    var all = new ArrayList<Entry>(two.subList(0, Math.min(MOST_PAIRS, two.size())));
    all.addAll(of(vendors, SHARING));
    pairs = List.copyOf(all);
    mixed = of(vendors, MIXED);
  }

  private static List<Entry> of(List<Vendor> vendors, List<List<String>> names) {
    return names.stream()
        .map(two ->
            two.stream()
                .flatMap(name -> vendors.stream().filter(vendor -> vendor.name().equals(name)))
                .toList())
        .filter(two -> two.size() == 2)
        .map(two -> entry("", two, SHARED_SIZE))
        .toList();
  }

  private static Entry entry(String kind, List<Vendor> vendors, String size) {
    String names = vendors.stream().map(Vendor::name).collect(Collectors.joining("-or-"));
    return new Entry(
        "seedream-4.5" + kind + "-via-" + names, vendors, size, kind.equals("-edit"));
  }

  List<Entry> single() {
    return single;
  }

  List<Entry> pairs() {
    return pairs;
  }

  /** Pairs of an engine that costs money and one that does not; not for every misfortune. */
  List<Entry> mixed() {
    return mixed;
  }

  /** Models with references. */
  List<Entry> edits() {
    return edits;
  }

  /** Copies of the bundled descriptors, as an operator would write them. */
  void writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    var json = new JsonMapper();
    for (Entry entry : all()) {
      String file = entry.edit() ? BUNDLED_EDIT : BUNDLED;
      try (InputStream in = Objects.requireNonNull(Shelf.class.getResourceAsStream(file), file)) {
        var model = (ObjectNode) json.readTree(in);
        model.put("id", entry.id());
        ((ObjectNode) model.at("/sizes/custom")).put("min_pixels", LEAST_PIXELS);
        var engines = model.putArray("engines");
        entry.vendors().forEach(vendor -> engines.add(vendor.name()));
        Files.writeString(folder.resolve(entry.id() + ".json"), json.writeValueAsString(model));
      }
    }
  }

  private List<Entry> all() {
    return Stream.of(single, pairs, mixed, edits).flatMap(List::stream).toList();
  }

  /** The setting {@code engine.NAME.models} for this engine. */
  String names(Vendor vendor) {
    return named(vendor, vendor.model(), entry -> true);
  }

  /** The same for models with references where they have a setting of their own. */
  String editNames(Vendor vendor, String model) {
    return named(vendor, model, Entry::edit);
  }

  private String named(Vendor vendor, String model, Predicate<Entry> which) {
    return all().stream()
        .filter(which)
        .filter(entry -> entry.vendors().contains(vendor))
        .map(entry -> entry.id() + "=" + model)
        .collect(Collectors.joining(", "));
  }
}

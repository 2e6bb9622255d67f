package darkroom.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import darkroom.credit.Credits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ModelCatalogTest {
  @TempDir Path folder;

  @Test
  void every_bundled_file_is_found_and_named_by_its_id() throws IOException, URISyntaxException {
    List<String> names;
    try (Stream<Path> files = Files.list(bundledFolder())) {
      names = files.map(ModelCatalogTest::name).filter(name -> name.endsWith(".json")).toList();
    }

    List<String> ids =
        ModelCatalog.load(Optional.empty()).models().stream().map(Model::id).toList();

    assertThat(ids).isSorted().contains("seedream-4.5", "seedream-4.5-edit");
    assertThat(ids.stream().map(id -> id + ".json")).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void descriptors_are_found_in_a_jar_without_folder_entries() throws IOException {
    Path jar = folder.resolve("server.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        var entries = new JarOutputStream(out)) {
      for (String name :
          List.of(
              "models/README.md",
              "models/b.json",
              "models/a.json",
              "models/deep/c.json",
              "d.json")) {
        entries.putNextEntry(new JarEntry(name));
        entries.write(name.getBytes(StandardCharsets.UTF_8));
        entries.closeEntry();
      }
    }
    List<String> problems = new ArrayList<>();

    try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      URL readme = Objects.requireNonNull(loader.getResource("models/README.md"));

      assertThat(new DescriptorFiles(problems).beside(readme))
          .containsExactly(
              new DescriptorFile("a.json", "models/a.json"),
              new DescriptorFile("b.json", "models/b.json"));
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void the_bundled_models_are_as_sold() {
    ModelCatalog catalog = ModelCatalog.load(Optional.empty());

    for (String id : List.of("seedream-4.5", "seedream-4.5-edit")) {
      Model model = catalog.find(id).orElseThrow();
      assertThat(model.engines())
          .containsExactly(
              "ark", "fal", "replicate", "poyo", "openai", "sdserver", "comfyui", "builtin");
      assertThat(model.price().picture()).isEqualTo(Credits.of(5));
      assertThat(model.category()).isEqualTo("image");
      assertThat(model.title()).startsWith("Seedream 4.5");
    }
    assertThat(catalog.find("seedream-4.6")).isEmpty();
  }

  @Test
  void the_edit_twin_differs_only_in_needing_references() {
    ModelCatalog catalog = ModelCatalog.load(Optional.empty());
    Model plain = catalog.find("seedream-4.5").orElseThrow();
    Model edit = catalog.find("seedream-4.5-edit").orElseThrow();

    assertThat(edit.sizes()).isEqualTo(plain.sizes());
    assertThat(edit.price()).isEqualTo(plain.price());
    // as text, because patterns have no equality
    assertThat(rules(edit)).isEqualTo(rules(plain));
    assertThat(required(plain)).containsExactly("prompt");
    assertThat(required(edit)).containsExactly("prompt", "image_urls");
  }

  @Test
  void a_file_in_the_operators_folder_is_a_new_model() throws IOException {
    ObjectNode descriptor = descriptor("own/model-1");
    descriptor.putObject("price").put("unit", "picture").put("credits", "8.48");
    properties(descriptor).remove("n");
    write("own.json", descriptor);
    Files.writeString(folder.resolve("notes.txt"), "no descriptor");

    ModelCatalog catalog = ModelCatalog.load(Optional.of(folder));

    assertThat(catalog.models()).extracting(Model::id).contains("own/model-1", "seedream-4.5");
    assertThat(catalog.quote("own/model-1", json("{'prompt': 'p', 'n': 4, 'size': '4k'}")))
        .isInstanceOfSatisfying(
            QuoteResult.Quote.class,
            quote -> {
              assertThat(quote.input().n()).isEqualTo(1);
              assertThat(quote.input().size()).isEqualTo(new Size.Tier("4K"));
              assertThat(quote.total()).isEqualTo(Credits.parse("8.48"));
            });
  }

  @Test
  void the_same_id_replaces_the_bundled_model() throws IOException {
    ObjectNode descriptor = descriptor("seedream-4.5");
    ((ObjectNode) properties(descriptor).get("n")).put("default", 2).put("maximum", 4);
    ((ObjectNode) properties(descriptor).get("size")).put("default", "2K");
    write("mine.json", descriptor);

    ModelCatalog catalog = ModelCatalog.load(Optional.of(folder));

    assertThat(catalog.models()).extracting(Model::id).doesNotHaveDuplicates();
    assertThat(catalog.quote("seedream-4.5", json("{'prompt': 'p'}")))
        .isInstanceOfSatisfying(
            QuoteResult.Quote.class,
            quote -> {
              assertThat(quote.total()).isEqualTo(Credits.of(10));
              assertThat(quote.input().size()).isEqualTo(new Size.Tier("2K"));
            });
    assertThat(catalog.quote("seedream-4.5", json("{'prompt': 'p', 'n': 5}")))
        .isInstanceOf(QuoteResult.Invalid.class);
  }

  @Test
  void every_problem_of_every_file_is_reported_together() throws IOException {
    ObjectNode first = descriptor("first");
    first.put("titel", "typo");
    first.remove("title");
    ((ObjectNode) first.get("price")).put("credits", "5.0001");
    write("a.json", first);
    Files.writeString(folder.resolve("b.json"), "{\n  \"id\": \"b\",\n  \"id\": \"c\"\n}");
    Files.writeString(folder.resolve("c.json"), "[]");
    Files.write(folder.resolve("d.json"), new byte[] {'"', (byte) 0xc0, (byte) 0xaf, '"'});
    write("e.json", descriptor("twice"));
    write("f.json", descriptor("twice"));

    assertThatExceptionOfType(CatalogException.class)
        .isThrownBy(() -> ModelCatalog.load(Optional.of(folder)))
        .satisfies(e -> {
          assertThat(e.problems())
              .anyMatch(problem -> problem.startsWith("d.json: cannot be read as UTF-8"))
              .anyMatch(problem -> problem.startsWith("b.json: line 3: "))
              .contains(
                  "a.json: title: must be a string that is not blank",
                  "a.json: titel: no such key (known: id, title, description, category, tags,"
                      + " engines, price, sizes, input)",
                  "a.json: price.credits: must be a decimal such as 5 or 8.48, at most three"
                      + " places",
                  "c.json: must be a JSON object",
                  "f.json: id: twice is used by e.json already")
              .hasSize(7);
          assertThat(e).hasMessage(String.join("\n", e.problems()));
        });
  }

  @Test
  void a_missing_folder_is_a_problem() {
    assertThatExceptionOfType(CatalogException.class)
        .isThrownBy(() -> ModelCatalog.load(Optional.of(folder.resolve("absent"))))
        .withMessageStartingWith("catalog.folder: ");
  }

  /** One change to a good descriptor, and the one problem it makes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "/id ; 'A b' ; id: must be lower-case letters, digits and ._/- (at most 100)",
        "/title ; 7 ; title: must be a string that is not blank",
        "/tags ; [] ; tags: must be an array of different strings, at least one",
        "/tags ; ['a', 'a'] ; tags: must be an array of different strings, at least one",
        "/engines ; ['Ark'] ; engines: names must be lower-case letters, digits and -",
        "/price ; '5' ; price: must be an object",
        "/price/unit ; 'request' ; price.unit: must be picture",
        "/price/credits ; 5 ; price.credits: must be a string that is not blank",
        "/price/credits ; '-5' ; price.credits: must be a decimal such as 5 or 8.48, at most three"
            + " places",
        "/price/by ; {} ; price.by: no such key (known: unit, credits)",
        "/sizes/tiers ; ['3K'] ; sizes.tiers: 3K has no row",
        "/sizes/ratio_row ; '1K' ; sizes.ratio_row: must name a row",
        "/sizes/rows/2K/1:1 ; null ; sizes.rows.2K.1:1: must be a string that is not blank",
        "/sizes/rows/2K/16:9 ; '2848*1600' ; sizes.rows.2K.16:9: must be WIDTHxHEIGHT",
        "/sizes/rows/2K/16:9 ; '284x1600' ; sizes.rows.2K.16:9: 284x1600 has 454400 pixels, must"
            + " have 3686400 to 16777216",
        "/sizes/rows/2K/wide ; '2048x2048' ; sizes.rows.2K.wide: must be named like 16:9",
        "/sizes/rows/XL ; {'1:1': '2048x2048'} ; sizes.rows.XL: must be named like 2K",
        "/sizes/custom/max_ratio ; 0 ; sizes.custom.max_ratio: must be an integer from 1 to 1000",
        "/sizes/custom/min_pixels ; 99999999 ; sizes.custom.min_pixels: must not be above max_pixels",
        "/sizes/custom/multiple_of ; 16 ; sizes.custom.multiple_of: no such key (known: min_pixels,"
            + " max_pixels, max_ratio)",
        "/input/type ; 'array' ; input.type: must be object",
        "/input/required ; ['n'] ; input.required: must name prompt",
        "/input/required ; ['prompt', 'promt'] ; input.required: promt is no property",
        "/input/additionalProperties ; false ; input.additionalProperties: no such key (known: type,"
            + " required, properties)",
        "/input/properties/size/default ; '5000x5000' ; input.properties.size.default: 5000x5000 has"
            + " 25000000 pixels, must have 3686400 to 16777216",
        "/input/properties/size/default ; {'width': 2048, 'height': 2048} ;"
            + " input.properties.size.default: must be a size as a string",
        "/input/properties/size/type ; 'string' ; input.properties.size.type: no such key (known:"
            + " default, title, description, examples, format)",
        "/input/properties/n/minimum ; null ; input.properties.n.minimum: must be an integer from"
            + " -1000000000 to 1000000000",
        "/input/properties/n/minimum ; 0 ; input.properties.n: minimum and maximum must be within 1"
            + " to 100",
        "/input/properties/n/minimum ; 16 ; input.properties.n.minimum: must not be above maximum",
        "/input/properties/n/default ; 16 ; input.properties.n.default: must be an integer from 1 to"
            + " 15",
        "/input/properties/n/multipleOf ; 2 ; input.properties.n.multipleOf: no such key (known:"
            + " default, title, description, examples, format, type, minimum, maximum)",
        "/input/properties/n/type ; 'number' ; input.properties.n.type: must be string, integer,"
            + " boolean or array (or format: size)",
        "/input/properties/quality ; {'type': 'string', 'enum': ['low']} ; input.properties.quality:"
            + " this release knows no such field (known: enable_safety_checker, image_urls, n,"
            + " optimize_prompt, prompt, size)",
        "/input/properties/optimize_prompt ; {'type': 'integer', 'minimum': 0, 'maximum': 1} ;"
            + " input.properties.optimize_prompt: must have the type it has in every model",
        "/input/properties/prompt/pattern ; '(a+)+$' ; input.properties.prompt.pattern: must hold no"
            + " group, no | and at most one repetition, then begin with ^",
        "/input/properties/prompt/pattern ; 'a+b' ; input.properties.prompt.pattern: must hold no"
            + " group, no | and at most one repetition, then begin with ^",
        "/input/properties/prompt/pattern ; '[' ; input.properties.prompt.pattern: Unclosed character"
            + " class",
        "/input/properties/prompt/x-rule ; null ; input.properties.prompt.pattern: goes with x-rule,"
            + " the same in words",
        "/input/properties/prompt/maxLength ; 'many' ; input.properties.prompt.maxLength: must be an"
            + " integer from 0 to 2147483647",
        "/input/properties/image_urls/items ; null ; input.properties.image_urls.items: must be an"
            + " object",
        "/input/properties/image_urls/items/type ; 'integer' ; input.properties.image_urls.items.type:"
            + " must be string",
        "/input/properties/image_urls/maxItems ; 0 ; input.properties.image_urls.maxItems: must be an"
            + " integer from 1 to 1000",
        "/input/properties/image_urls/uniqueItems ; true ; input.properties.image_urls.uniqueItems: no"
            + " such key (known: default, title, description, examples, format, type, minItems,"
            + " maxItems, items)",
      })
  void a_broken_descriptor_is_refused_with_its_key(String pointer, String value, String problem) {
    ObjectNode descriptor = descriptor("broken");
    int slash = pointer.lastIndexOf('/');
    ((ObjectNode) descriptor.at(pointer.substring(0, slash)))
        .set(pointer.substring(slash + 1), json(value));
    List<String> problems = new ArrayList<>();

    Optional<Model> model =
        ModelReader.read(new DescriptorFile("x.json", descriptor.toString()), problems);

    assertThat(model).isEmpty();
    assertThat(problems).contains("x.json: " + problem);
  }

  @Test
  void the_published_schema_cannot_be_changed_from_outside() {
    Model model = ModelCatalog.load(Optional.empty()).find("seedream-4.5").orElseThrow();

    model.input().json().removeAll();

    assertThat(model.input().json().has("properties")).isTrue();
  }

  private static List<String> rules(Model model) {
    return model.input().fields().stream()
        .map(field -> field.name() + " " + field.rule() + " " + field.standard())
        .toList();
  }

  private static List<String> required(Model model) {
    return model.input().json().get("required").values().stream()
        .map(JsonNode::stringValue)
        .toList();
  }

  private static ObjectNode descriptor(String id) {
    try {
      String text = Files.readString(bundledFolder().resolve("seedream-4.5.json"));
      return ((ObjectNode) CatalogJson.MAPPER.readTree(text)).put("id", id);
    } catch (IOException | URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static ObjectNode properties(ObjectNode descriptor) {
    return (ObjectNode) descriptor.at("/input/properties");
  }

  private void write(String name, ObjectNode descriptor) throws IOException {
    Files.writeString(folder.resolve(name), descriptor.toString());
  }

  private static Path bundledFolder() throws URISyntaxException {
    URI readme =
        Objects.requireNonNull(ModelCatalog.class.getResource("/models/README.md")).toURI();
    return Path.of(readme).resolveSibling("");
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static JsonNode json(String text) {
    return CatalogJson.MAPPER.readTree(text.replace('\'', '"'));
  }
}

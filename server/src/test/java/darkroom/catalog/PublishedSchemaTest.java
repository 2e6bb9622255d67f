package darkroom.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An independent validator reads the published schemas, and agrees with our own check. */
class PublishedSchemaTest {
  private static final SpecificationVersion VERSION = SpecificationVersion.DRAFT_2020_12;
  private static final int INPUTS = 5_000;

  private static final List<String> PROMPTS =
      List.of("'p'", "''", "' '", "'\\n\\t'", "'\\ud83d\\ude00'", "7", "true", "['p']", "{}");
  private static final List<String> NUMBERS =
      List.of(
          "1",
          "15",
          "16",
          "0",
          "-0",
          "-1",
          "1.0",
          "15.0",
          "1.5",
          "1e0",
          "1.5e1",
          "0.0",
          "'1'",
          "true",
          "[1]",
          "{}",
          "9007199254740993",
          "18446744073709551617");
  private static final List<String> FLAGS =
      List.of("true", "false", "'true'", "0", "1", "[]", "{}", "''");
  private static final List<String> URLS =
      List.of("'https://a.example/1.png'", "'no URL'", "''", "7", "null", "['u']");

  static List<Model> models() {
    return ModelCatalog.load(Optional.empty()).models();
  }

  @ParameterizedTest
  @MethodSource("models")
  void every_published_schema_is_valid_2020_12(Model model) {
    Schema metaSchema =
        SchemaRegistry.withDefaultDialect(VERSION)
            .getSchema(SchemaLocation.of(VERSION.getDialectId()));
    ObjectNode broken = model.input().json();
    broken.put("required", "prompt");

    assertThat(metaSchema.validate(model.input().json())).isEmpty();
    assertThat(metaSchema.validate(broken)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("models")
  void every_default_and_example_passes_our_own_check(Model model) {
    for (SchemaField field : model.input().fields()) {
      JsonNode property = model.input().json().at("/properties/" + field.name());
      ObjectNode input = CatalogJson.MAPPER.createObjectNode();
      input.put("prompt", "p");
      input.putArray("image_urls").add("u");
      property.optional("default").ifPresent(value -> input.set(field.name(), value));

      assertThat(model.input().check(input)).isEmpty();

      for (JsonNode example : property.path("examples").values()) {
        input.set(field.name(), example);
        assertThat(model.input().check(input)).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void the_size_is_published_without_a_type(Model model) {
    JsonNode size = model.input().json().at("/properties/size");

    assertThat(size.isObject()).isTrue();
    assertThat(size.has("type")).isFalse();
  }

  /**
   * Without what JSON Schema cannot say: sizes, null or an empty array as absent, decent strings.
   */
  @ParameterizedTest
  @MethodSource("models")
  void our_check_and_the_published_schema_agree(Model model) {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Schema published = SchemaRegistry.withDefaultDialect(VERSION).getSchema(model.input().json());
    int accepted = 0;

    for (int i = 0; i < INPUTS; i++) {
      JsonNode input = json(input(random));
      boolean ours = model.input().check(input).isEmpty();
      boolean theirs = published.validate(input).isEmpty();

      assertThat(ours).as("seed %d, input %d: %s", seed, i, shortened(input)).isEqualTo(theirs);
      accepted += ours ? 1 : 0;
    }

    // a generator that makes only good or only bad inputs would prove nothing
    assertThat(accepted).as("seed %d", seed).isBetween(INPUTS / 20, INPUTS * 19 / 20);
  }

  private static String input(Random random) {
    StringBuilder input = new StringBuilder("{'unknown': 1");
    add(input, "prompt", random, 0.95, prompt(random));
    add(input, "n", random, 0.5, odd(random, "7", NUMBERS));
    add(input, "image_urls", random, 0.7, urls(random));
    add(input, "enable_safety_checker", random, 0.4, odd(random, "true", FLAGS));
    add(input, "optimize_prompt", random, 0.4, odd(random, "false", FLAGS));
    return input.append('}').toString();
  }

  private static void add(
      StringBuilder input, String name, Random random, double chance, String value) {
    if (random.nextDouble() < chance) {
      input.append(", '").append(name).append("': ").append(value);
    }
  }

  private static String prompt(Random random) {
    if (random.nextInt(10) == 0) {
      String character = random.nextBoolean() ? "a" : "\ud83d\ude00";
      return "'" + character.repeat(2_999 + random.nextInt(3)) + "'";
    }
    return odd(random, "'A lighthouse'", PROMPTS);
  }

  private static String urls(Random random) {
    if (random.nextInt(10) == 0) {
      return odd(random, "'https://a.example/1.png'", FLAGS.subList(0, 4));
    }
    int count = random.nextInt(10) == 0 ? 9 + random.nextInt(3) : 1 + random.nextInt(3);
    StringBuilder urls = new StringBuilder("[");
    for (int i = 0; i < count; i++) {
      urls.append(i == 0 ? "" : ", ").append(odd(random, "'https://a.example/2.png'", URLS));
    }
    return urls.append(']').toString();
  }

  /** Mostly the plain value, so that whole inputs are good often enough. */
  private static String odd(Random random, String plain, List<String> values) {
    return random.nextInt(5) > 0 ? plain : values.get(random.nextInt(values.size()));
  }

  private static String shortened(JsonNode input) {
    String text = input.toString();
    return text.length() > 500 ? text.substring(0, 500) + "…" : text;
  }

  private static JsonNode json(String text) {
    return CatalogJson.MAPPER.readTree(text.replace('\'', '"'));
  }
}

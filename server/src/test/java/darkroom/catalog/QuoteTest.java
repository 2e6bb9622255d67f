package darkroom.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.credit.Credits;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the bundled models take, and what they answer (contract 4.1). */
class QuoteTest {
  private static final String SIZE_FORMS =
      "input.size: must be 2K, 4K, one of 1:1 4:3 3:4 16:9 9:16 3:2 2:3 21:9, WIDTHxHEIGHT or"
          + " {\"width\": W, \"height\": H}";

  private final ModelCatalog catalog = ModelCatalog.load(Optional.empty());

  @Test
  void a_prompt_alone_gets_the_defaults() {
    assertThat(quoted("seedream-4.5", "{'prompt': 'A lighthouse'}"))
        .isEqualTo(
            new ImageInput("A lighthouse", new Size.Pixels(2048, 2048), 1, List.of(), true, false));
  }

  @Test
  void a_ratio_preset_is_quoted() {
    assertThat(quoted("seedream-4.5", "{'prompt': 'A lighthouse in fog', 'size': '16:9', 'n': 2}"))
        .isEqualTo(
            new ImageInput(
                "A lighthouse in fog", new Size.Pixels(2848, 1600), 2, List.of(), true, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1920x4096", " 1920 X 4096 "})
  void a_custom_size_as_text_is_quoted(String size) {
    assertThat(quoted("seedream-4.5", "{'prompt': 'A tower', 'size': '" + size + "', 'n': 1}"))
        .isEqualTo(
            new ImageInput("A tower", new Size.Pixels(1920, 4096), 1, List.of(), true, false));
  }

  @Test
  void a_custom_size_as_object_is_quoted() {
    String input =
        "{'prompt': 'A poster', 'size': {'width': 2304, 'height': 3072}, 'n': 1,"
            + " 'enable_safety_checker': false}";

    assertThat(quoted("seedream-4.5", input))
        .isEqualTo(
            new ImageInput("A poster", new Size.Pixels(2304, 3072), 1, List.of(), false, false));
  }

  @Test
  void an_edit_with_a_custom_size_is_quoted() {
    String input =
        "{'prompt': 'Make it night', 'image_urls': ['https://a.example/1.png'], 'size':"
            + " '1920x4096', 'n': 1, 'optimize_prompt': true}";

    assertThat(quoted("seedream-4.5-edit", input))
        .isEqualTo(
            new ImageInput(
                "Make it night",
                new Size.Pixels(1920, 4096),
                1,
                List.of("https://a.example/1.png"),
                true,
                true));
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "2, 10", "15, 75"})
  void every_picture_costs_five_credits(int n, long total) {
    QuoteResult result = catalog.quote("seedream-4.5", json("{'prompt': 'p', 'n': " + n + "}"));

    assertThat(result)
        .isInstanceOfSatisfying(
            QuoteResult.Quote.class,
            quote -> {
              assertThat(quote.model().id()).isEqualTo("seedream-4.5");
              assertThat(quote.unitPrice()).isEqualTo(Credits.of(5));
              assertThat(quote.total()).isEqualTo(Credits.of(total));
            });
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1.0, 1",
    "1e0, 1",
    "1.5e1, 15",
    "10e-1, 1",
    "15, 15",
    "15.000, 15",
    "null, 1",
  })
  void n_is_read_by_its_value(String spelling, int n) {
    assertThat(quoted("seedream-4.5", "{'prompt': 'p', 'n': " + spelling + "}").n()).isEqualTo(n);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "16",
        "0",
        "-0",
        "-0.0",
        "-1",
        "1.5",
        "'1'",
        "1e999",
        "1e-999",
        "1e999999999",
        "9007199254740993",
        "4294967297",
        "18446744073709551617",
        "true",
        "false",
        "[]",
        "[1]",
        "{}",
        "''",
        "'one'"
      })
  void n_outside_its_range_or_type_is_refused(String spelling) {
    assertThat(refused("seedream-4.5", "{'prompt': 'p', 'n': " + spelling + "}"))
        .containsExactly("input.n: must be an integer from 1 to 15");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | input.prompt: is required, must be a string of at most 3000 characters",
        "{'prompt': null} | input.prompt: is required, must be a string of at most 3000 characters",
        "{'prompt': 7} | input.prompt: must be a string of at most 3000 characters",
        "{'prompt': ['p']} | input.prompt: must be a string of at most 3000 characters",
        "{'prompt': ''} | input.prompt: must not be blank",
        "{'prompt': ' \\t\\n '} | input.prompt: must not be blank",
        "{'prompt': '\\u3000\\u00a0'} | input.prompt: must not be blank",
        "{'prompt': 'p', 'enable_safety_checker': 'true'}"
            + " | input.enable_safety_checker: must be true or false",
        "{'prompt': 'p', 'enable_safety_checker': 1}"
            + " | input.enable_safety_checker: must be true or false",
        "{'prompt': 'p', 'optimize_prompt': []} | input.optimize_prompt: must be true or false",
        "{'prompt': []} | input.prompt: must be a string of at most 3000 characters",
        "{'prompt': 'p', 'optimize_prompt': 'false'}"
            + " | input.optimize_prompt: must be true or false",
        "{'prompt': 'p', 'image_urls': 'https://a.example/1.png'}"
            + " | input.image_urls: must be an array of 1 to 10 URLs",
        "{'prompt': 'p', 'image_urls': {}} | input.image_urls: must be an array of 1 to 10 URLs",
        "{'prompt': 'p', 'image_urls': ['1','2','3','4','5','6','7','8','9','10','11']}"
            + " | input.image_urls: must hold 1 to 10 URLs",
        "{'prompt': 'p', 'image_urls': ['https://a.example/1.png', 7]}"
            + " | input.image_urls[1]: must be a string",
        "{'prompt': 'p', 'image_urls': [null]} | input.image_urls[0]: must be a string",
        "{'prompt': 'p', 'size': '1500x1500'}"
            + " | input.size: 1500x1500 has 2250000 pixels, must have 3686400 to 16777216",
        "{'prompt': 'p', 'size': {'width': '2304', 'height': 3072}}"
            + " | input.size: width and height must both be integers above zero",
        "{'prompt': 'a\\u0000b'} | input.prompt: must not hold the character U+0000",
        "{'prompt': 'a\\ud800'} | input.prompt: must not hold half a surrogate pair",
        "{'prompt': '\\ud800b'} | input.prompt: must not hold half a surrogate pair",
        "{'prompt': '\\udc00\\ud800'} | input.prompt: must not hold half a surrogate pair",
        "{'prompt': 'p', 'image_urls': ['u\\u0000']}"
            + " | input.image_urls: must not hold the character U+0000",
        "{'prompt': 'p', 'other': {'deep': ['\\ud800']}}"
            + " | input.other: must not hold half a surrogate pair",
      })
  void a_wrong_input_is_refused_naming_field_and_rule(String input, String message) {
    assertThat(refused("seedream-4.5", input)).containsExactly(message);
  }

  @Test
  void a_size_of_no_form_is_refused_with_all_forms() {
    assertThat(refused("seedream-4.5", "{'prompt': 'p', 'size': '5:4'}"))
        .containsExactly(SIZE_FORMS);
  }

  @Test
  void all_problems_come_in_the_order_of_the_fields() {
    String input =
        "{'optimize_prompt': 1, 'image_urls': 'u', 'n': 16, 'size': '1K', 'prompt': '',"
            + " 'enable_safety_checker': 0}";

    assertThat(refused("seedream-4.5", input))
        .containsExactly(
            "input.prompt: must not be blank",
            SIZE_FORMS,
            "input.n: must be an integer from 1 to 15",
            "input.image_urls: must be an array of 1 to 10 URLs",
            "input.enable_safety_checker: must be true or false",
            "input.optimize_prompt: must be true or false");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'prompt': 'p'}",
        "{'prompt': 'p', 'image_urls': null}",
        "{'prompt': 'p', 'image_urls': []}"
      })
  void edit_needs_references(String input) {
    assertThat(refused("seedream-4.5-edit", input))
        .containsExactly("input.image_urls: is required, must hold 1 to 10 URLs");
  }

  @Test
  void no_references_is_text_to_image() {
    assertThat(quoted("seedream-4.5", "{'prompt': 'p', 'image_urls': []}").imageUrls()).isEmpty();
  }

  @Test
  void null_and_unknown_keys_count_as_absent() {
    String input =
        "{'prompt': 'p', 'size': null, 'n': null, 'image_urls': null, 'enable_safety_checker':"
            + " null, 'optimize_prompt': null, 'seed': 7, 'nested': {'a': [1, {}]}}";

    assertThat(quoted("seedream-4.5", input))
        .isEqualTo(new ImageInput("p", new Size.Pixels(2048, 2048), 1, List.of(), true, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "'prompt'", "7", "true"})
  void an_input_that_is_no_object_is_refused(String input) {
    assertThat(refused("seedream-4.5", input)).containsExactly("input: must be an object");
  }

  @Test
  void a_missing_input_is_refused() {
    assertThat(catalog.quote("seedream-4.5", null))
        .isEqualTo(
            new QuoteResult.Invalid(
                List.of(
                    new InputProblem(
                        "input", "input: must be an object", InputProblem.Kind.VALIDATION))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "\u00e9", "\u6f22", "\ud83d\ude00", "\u0301"})
  void the_prompt_is_counted_in_code_points(String character) {
    ObjectNode fits = prompt(character.repeat(3000));
    ObjectNode exceeds = prompt(character.repeat(3001));

    assertThat(catalog.quote("seedream-4.5", fits)).isInstanceOf(QuoteResult.Quote.class);
    assertThat(catalog.quote("seedream-4.5", exceeds))
        .isEqualTo(
            new QuoteResult.Invalid(
                List.of(
                    new InputProblem(
                        "input.prompt",
                        "input.prompt: has 3001 characters, must have at most 3000",
                        InputProblem.Kind.PROMPT_TOO_LONG))));
  }

  @Test
  void a_prompt_keeps_every_character() {
    String text =
        "  \u202eRTL\u202c \ud83d\udc69\u200d\ud83d\ude80 e\u0301\t\r\n\"\\ \u0001\uffff ";

    QuoteResult result = catalog.quote("seedream-4.5", prompt(text));

    assertThat(result)
        .isInstanceOfSatisfying(
            QuoteResult.Quote.class, quote -> assertThat(quote.input().prompt()).isEqualTo(text));
  }

  @ParameterizedTest
  @CsvSource({
    "a, 65536, 65537",
    "\u00e9, 32768, 65538",
    "\u6f22, 21845, 65538",
    "\ud83d\ude00, 16384, 65540"
  })
  void other_strings_are_limited_in_bytes(String character, int most, int refusedBytes) {
    ObjectNode fits = prompt("p").put("note", character.repeat(most));
    ObjectNode exceeds = prompt("p").put("note", character.repeat(most + 1));

    assertThat(catalog.quote("seedream-4.5", fits)).isInstanceOf(QuoteResult.Quote.class);
    assertThat(messages(catalog.quote("seedream-4.5", exceeds)))
        .containsExactly("input.note: has " + refusedBytes + " bytes, must have at most 65536");
  }

  @Test
  void references_may_be_longer_than_other_strings() {
    ObjectNode input = prompt("p");
    input.putArray("image_urls").add("data:image/png;base64," + "A".repeat(100_000));

    assertThat(catalog.quote("seedream-4.5", input)).isInstanceOf(QuoteResult.Quote.class);
  }

  @Test
  void foreign_names_are_shortened_and_escaped() {
    String name = "\u001b[31m\u202e" + "x".repeat(10_000);
    ObjectNode input = prompt("p");
    input.put(name, "\u0000");
    String shown = "\\u001b[31m\\u202e" + "x".repeat(34) + "…";

    assertThat(catalog.quote(name, input)).isEqualTo(new QuoteResult.UnknownModel(shown));
    assertThat(messages(catalog.quote("seedream-4.5", input)))
        .containsExactly("input." + shown + ": must not hold the character U+0000");
  }

  private ImageInput quoted(String model, String input) {
    return switch (catalog.quote(model, json(input))) {
      case QuoteResult.Quote quote -> quote.input();
      case QuoteResult.Invalid(List<InputProblem> problems) ->
          throw new AssertionError("refused: " + problems);
      case QuoteResult.UnknownModel(String id) -> throw new AssertionError("unknown: " + id);
    };
  }

  private List<String> refused(String model, String input) {
    return messages(catalog.quote(model, json(input)));
  }

  private static List<String> messages(QuoteResult result) {
    assertThat(result).isInstanceOf(QuoteResult.Invalid.class);
    return ((QuoteResult.Invalid) result)
        .problems().stream()
            .peek(problem -> assertThat(problem.message()).startsWith(problem.field() + ": "))
            .map(InputProblem::message)
            .toList();
  }

  private static ObjectNode prompt(String text) {
    return CatalogJson.MAPPER.createObjectNode().put("prompt", text);
  }

  private static JsonNode json(String text) {
    return CatalogJson.MAPPER.readTree(text.replace('\'', '"'));
  }
}

package darkroom.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Keywords that no bundled model uses yet. */
class InputSchemaTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'enum': ['low', 'high'] | 'low' | ",
        "'enum': ['low', 'high'] | 'LOW' | input.x: must be one of low, high",
        "'enum': ['low', 'high'] | 7 | input.x: must be one of low, high",
        "'minLength': 3 | 'ab' | input.x: has 2 characters, must have at least 3",
        "'minLength': 3 | '\ud83d\ude00\ud83d\ude00' | input.x: has 2 characters, must have at least 3",
        "'minLength': 3 | 'abc' | ",
        "'maxLength': 3 | 'abcd' | input.x: has 4 characters, must have at most 3",
        "'pattern': '^[a-z]+$', 'x-rule': 'must be small letters' | 'abc' | ",
        "'pattern': '^[a-z]+$', 'x-rule': 'must be small letters' | 'a1' |"
            + " input.x: must be small letters",
        "'pattern': 'b', 'x-rule': 'must hold a b' | 'abc' | ",
      })
  void a_string_obeys_its_keywords(String keywords, String value, @Nullable String message) {
    List<String> problems = new ArrayList<>();
    InputSchema schema =
        InputSchema.read(
                new DescriptorObject(
                    "",
                    json(
                        "{'type': 'object', 'required': ['x'], 'properties': {'x': {'type': 'string', "
                            + keywords
                            + "}}}"),
                    problems),
                Optional.empty())
            .orElseThrow(() -> new AssertionError(problems));

    List<InputProblem> found = schema.check(json("{'x': " + value + "}"));

    if (message == null) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found)
          .containsExactly(new InputProblem("input.x", message, InputProblem.Kind.VALIDATION));
    }
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) CatalogJson.MAPPER.readTree(text.replace('\'', '"'));
  }
}

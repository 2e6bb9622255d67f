package darkroom.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** Hashes stand in databases, so what is hashed may never change. */
class CanonicalBodyTest {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"b\": 1.50, \"a\": [true, null, \"x\"]} | {1\"a\":[true,null,1\"x\",],1\"b\":1.5,}",
        "{\"model\": \"m\", \"input\": {}} | {5\"input\":{},5\"model\":1\"m\",}",
        "[1e2, 100, 1E+2, 100.0, -0.0] | [100,100,100,100,0,]",
        "\"Übergröße\" | 9\"Übergröße\"",
        "\"\\ud83d\\ude00\" | 2\"\uD83D\uDE00\"",
        "\"a\\ud83d\" | 2\"a?\"",
        "[\"\\ude00\\ud83d\", \"\\ude00\"] | [2\"??\",1\"?\",]"
      })
  void the_hash_is_that_of_the_canonical_form(String json, String canonical) throws Exception {
    assertThat(CanonicalBody.hash(MAPPER.readTree(json))).isEqualTo(sha256(canonical));
  }

  @ParameterizedTest
  @ValueSource(ints = {8_180, 8_190, 8_191, 8_192, 8_193, 16_384, 1_000_000})
  void long_texts_hash_as_a_whole_wherever_a_piece_ends(int length) throws Exception {
    for (String unit : new String[] {"a", "ß", "€", "\ud83d\ude00", "\ud83d"}) {
      String text = "x" + unit.repeat(length / unit.length());

      assertThat(CanonicalBody.hash(JsonNodeFactory.instance.stringNode(text)))
          .isEqualTo(sha256(text.length() + "\"" + text + "\""));
    }
  }

  @Test
  void a_hash_of_the_first_release_is_still_the_same() {
    String body =
        """
        {"model": "seedream-4.5", "input": {"prompt": "A lighthouse in fog", "size": "3:2", "n": 2}}\
        """;

    assertThat(CanonicalBody.hash(MAPPER.readTree(body)))
        .isEqualTo("311469d5eda5ea72e1a76e710c5e9cea91d6de4f743dbbe94f6b1fbe19ed961c");
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}

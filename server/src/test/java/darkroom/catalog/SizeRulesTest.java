package darkroom.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The forms of {@code size} and their pixels (contract 4.2). */
class SizeRulesTest {
  private final SizeRules sizes =
      ModelCatalog.load(Optional.empty()).find("seedream-4.5").orElseThrow().sizes();

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "null")
  void an_absent_size_is_the_square(@Nullable String json) {
    JsonNode given = json == null ? null : CatalogJson.MAPPER.readTree(json);

    assertThat(sizes.normalise(given)).isEqualTo(accepted("2048x2048"));
  }

  @ParameterizedTest
  @CsvSource({
    "1:1, 2048x2048",
    "4:3, 2304x1728",
    "3:4, 1728x2304",
    "16:9, 2848x1600",
    "9:16, 1600x2848",
    "3:2, 2496x1664",
    "2:3, 1664x2496",
    "21:9, 3136x1344",
    "2K, 2K",
    "4K, 4K",
    "2k, 2K",
    "4k, 4K",
    "'  16:9 ', 2848x1600",
    "'\t4K\n', 4K",
    "1920x1920, 1920x1920",
    "4096x4096, 4096x4096",
    "16384x1024, 16384x1024",
    "1024x16384, 1024x16384",
    "3750x1250, 3750x1250",
    "7680x480, 7680x480",
    "1920x4096, 1920x4096",
    "' 1920 X 4096 ', 1920x4096",
    "1920X4096, 1920x4096",
    "01920x04096, 1920x4096",
    "2560x1440, 2560x1440",
  })
  void a_size_as_text_is_accepted(String given, String wire) {
    assertThat(normalise(quoted(given))).isEqualTo(accepted(wire));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1K",
        "3K",
        "5:4",
        "2048",
        "-1x5",
        "",
        "  ",
        "x",
        "1920x",
        "x1920",
        "1920*1920",
        "1920x1920x1",
        "001920x1920",
        "123456x1",
        "1920.0x1920",
        "+1920x1920",
        "2 K",
        "1 : 1",
        "auto",
        "1920x1920px",
        "１９２０x1920",
        "2\u212A",
        "1920\u00D71920"
      })
  void another_text_is_refused_with_the_forms(String given) {
    assertThat(normalise(quoted(given)))
        .isEqualTo(
            new SizeResult.Refused(
                "must be 2K, 4K, one of 1:1 4:3 3:4 16:9 9:16 3:2 2:3 21:9, WIDTHxHEIGHT or"
                    + " {\"width\": W, \"height\": H}"));
  }

  @ParameterizedTest
  @CsvSource({
    "1500x1500, '1500x1500 has 2250000 pixels, must have 3686400 to 16777216'",
    "4097x4096, '4097x4096 has 16781312 pixels, must have 3686400 to 16777216'",
    "0x0, '0x0 has 0 pixels, must have 3686400 to 16777216'",
    "0x4096, '0x4096 has 0 pixels, must have 3686400 to 16777216'",
    "99999x99999, '99999x99999 has 9999800001 pixels, must have 3686400 to 16777216'",
    "1919x1920, '1919x1920 has 3684480 pixels, must have 3686400 to 16777216'",
    "7696x480, '7696x480 has one side more than 16 times the other, must be at most 16 times'",
    "480x7696, '480x7696 has one side more than 16 times the other, must be at most 16 times'",
    "16385x1023, '16385x1023 has one side more than 16 times the other, must be at most 16 times'",
  })
  void a_size_out_of_range_is_refused_with_value_and_limit(String given, String rule) {
    assertThat(normalise(quoted(given))).isEqualTo(new SizeResult.Refused(rule));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'width': 2304, 'height': 3072}",
        "{'height': 3072.0, 'width': 2.304e3}",
        "{'width': 2304, 'height': 3072, 'unit': 'px', 'depth': null}"
      })
  void an_object_with_two_sides_is_accepted(String given) {
    assertThat(normalise(json(given))).isEqualTo(accepted("2304x3072"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'width': '2304', 'height': 3072}",
        "{'width': 2304}",
        "{'height': 3072}",
        "{}",
        "{'width': 2304, 'height': null}",
        "{'width': 2304.5, 'height': 3072}",
        "{'width': true, 'height': 3072}",
        "{'width': 0, 'height': 3072}",
        "{'width': -2304, 'height': -3072}",
        "{'width': [2304], 'height': 3072}",
        "{'width': 1e999999999, 'height': 3072}",
        "{'width': 1e-999999999, 'height': 3072}",
        "{'width': 92233720368547758080, 'height': 3072}"
      })
  void an_object_without_two_integers_above_zero_is_refused(String given) {
    assertThat(normalise(json(given)))
        .isEqualTo(new SizeResult.Refused("width and height must both be integers above zero"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'width': 4294967296, 'height': 4294967297}",
        "{'width': 2147483648, 'height': 1}",
        "{'width': 9223372036854775807, 'height': 9223372036854775807}"
      })
  void a_product_beyond_64_bits_does_not_wrap_into_range(String given) {
    assertThat(normalise(json(given)))
        .isInstanceOfSatisfying(
            SizeResult.Refused.class,
            refused ->
                assertThat(refused.rule())
                    .endsWith("is too large, must have 3686400 to 16777216 pixels"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2048", "2048.0", "true", "false", "[]", "['1:1']", "[2048, 2048]"})
  void another_type_is_refused(String given) {
    assertThat(normalise(json(given)))
        .isInstanceOfSatisfying(
            SizeResult.Refused.class,
            refused -> assertThat(refused.rule()).startsWith("must be 2K"));
  }

  @ParameterizedTest
  @CsvSource({
    "2K, , 2048x2048",
    "4K, , 4096x4096",
    "2K, 1000x1000, 2048x2048",
    "2K, 1920x1080, 2848x1600",
    "4K, 1920x1080, 5504x3040",
    "4K, 1080x1920, 3040x5504",
    "2K, 4000x3000, 2304x1728",
    "4K, 3000x4000, 3520x4704",
    "2K, 3000x2000, 2496x1664",
    "4K, 2000x3000, 3328x4992",
    "4K, 10000x100, 6240x2656",
    "2K, 100x10000, 1600x2848",
    // the border of 1:1 and 4:3 is at the root of 4/3 = 1.1547; the arithmetic middle is 1.1667
    "2K, 1150x1000, 2048x2048",
    "2K, 1160x1000, 2304x1728",
    "2K, 1000x1150, 2048x2048",
    "2K, 1000x1160, 1728x2304",
    "1920x4096, 1000x1000, 1920x4096",
    "1920x4096, , 1920x4096",
  })
  void a_tier_takes_the_shape_of_the_first_reference(
      String size, @Nullable String reference, String pixels) {
    Optional<Size.Pixels> first =
        Optional.ofNullable(reference).map(text -> (Size.Pixels) Size.ofWire(text));

    assertThat(sizes.pixels(Size.ofWire(size), first).wire()).isEqualTo(pixels);
  }

  @Test
  void every_cell_of_the_tables_is_a_legal_custom_size() {
    assertThat(sizes.rows()).hasSize(2);
    for (SizeRow row : sizes.rows()) {
      assertThat(row.cells()).hasSize(8);
      for (Size.Pixels cell : row.cells().values()) {
        assertThat(normalise(quoted(cell.wire()))).isEqualTo(new SizeResult.Accepted(cell));
      }
    }
  }

  @Test
  void a_tier_without_a_row_is_an_error() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sizes.pixels(new Size.Tier("3K"), Optional.empty()))
        .withMessage("size: no row for 3K");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0x5", "-1x5", "1920X1080", " 2K", "01x5", "large", "9999999999x1"})
  void only_the_stored_form_is_read_back(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Size.ofWire(text));
  }

  private SizeResult normalise(JsonNode given) {
    return sizes.normalise(given);
  }

  private static SizeResult accepted(String wire) {
    return new SizeResult.Accepted(Size.ofWire(wire));
  }

  private static JsonNode quoted(String text) {
    return CatalogJson.MAPPER.getNodeFactory().stringNode(text);
  }

  private static JsonNode json(String text) {
    return CatalogJson.MAPPER.readTree(text.replace('\'', '"'));
  }
}

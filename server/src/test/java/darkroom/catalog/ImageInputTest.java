package darkroom.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageInputTest {
  private static final ImageInput INPUT =
      new ImageInput(
          "\"quoted\" \\ \ud83d\ude00\n",
          new Size.Pixels(1920, 4096),
          3,
          List.of("https://a.example/1.png", "https://b.example/2.png"),
          false,
          true);

  @Test
  void the_stored_form_has_every_field_in_one_order() {
    assertThat(INPUT.toJson())
        .isEqualTo(
            "{\"prompt\":\"\\\"quoted\\\" \\\\ \ud83d\ude00\\n\",\"size\":\"1920x4096\",\"n\":3,"
                + "\"image_urls\":[\"https://a.example/1.png\",\"https://b.example/2.png\"],"
                + "\"enable_safety_checker\":false,\"optimize_prompt\":true}");
  }

  @Test
  void the_stored_form_is_read_back() {
    var tier = new ImageInput("p", new Size.Tier("4K"), 15, List.of(), true, false);

    assertThat(ImageInput.fromJson(INPUT.toJson())).isEqualTo(INPUT);
    assertThat(ImageInput.fromJson(tier.toJson())).isEqualTo(tier);
  }

  @Test
  void keys_of_a_newer_release_are_ignored() {
    String json = INPUT.toJson().replace("{\"prompt\"", "{\"quality\":\"high\",\"prompt\"");

    assertThat(ImageInput.fromJson(json)).isEqualTo(INPUT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"prompt\":\"p\"",
        "{\"prompt\":7,\"size\":\"2K\",\"n\":1,\"image_urls\":[],\"enable_safety_checker\":true,"
            + "\"optimize_prompt\":false}",
        "{\"prompt\":\"p\",\"size\":\"2K\",\"n\":1.5,\"image_urls\":[],"
            + "\"enable_safety_checker\":true,\"optimize_prompt\":false}",
        "{\"prompt\":\"p\",\"size\":\"2K\",\"n\":0,\"image_urls\":[],"
            + "\"enable_safety_checker\":true,\"optimize_prompt\":false}",
        "{\"prompt\":\"p\",\"size\":\"2K\",\"n\":1,\"image_urls\":\"u\","
            + "\"enable_safety_checker\":true,\"optimize_prompt\":false}",
        "{\"prompt\":\"p\",\"size\":\"2K\",\"n\":1,\"image_urls\":[],"
            + "\"enable_safety_checker\":\"true\",\"optimize_prompt\":false}",
        "{\"prompt\":\"p\",\"size\":\"big\",\"n\":1,\"image_urls\":[],"
            + "\"enable_safety_checker\":true,\"optimize_prompt\":false}"
      })
  void a_damaged_form_is_an_error(String json) {
    assertThatIllegalArgumentException().isThrownBy(() -> ImageInput.fromJson(json));
  }

  @Test
  void other_references_change_nothing_else() {
    ImageInput changed = INPUT.withImageUrls(List.of("stored:1"));

    assertThat(changed.imageUrls()).containsExactly("stored:1");
    assertThat(changed.withImageUrls(INPUT.imageUrls())).isEqualTo(INPUT);
  }
}

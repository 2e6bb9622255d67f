package darkroom.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataUriTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 100})
  void a_picture_in_place_is_decoded(int size) {
    byte[] bytes = new byte[size];
    bytes[0] = (byte) 0xff;
    String uri = "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes);

    assertThat(((DataUri.Result.Decoded) DataUri.parse(uri, size)).bytes()).isEqualTo(bytes);
    assertThat(DataUri.parse(uri, size - 1))
        .isEqualTo(new DataUri.Result.Invalid("must be at most " + (size - 1) + " bytes"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data:image/svg+xml;base64,AAAA",
        "data:text/html;base64,AAAA",
        "data:image/png,AAAA",
        "data:;base64,AAAA",
        "data:image/png;charset=utf-8;base64,AAAA",
        "image/png;base64,AAAA",
        " data:image/png;base64,AAAA",
        "data:image/png;base64",
        "",
        "data:image/bmp;base64,AAAA"
      })
  void other_forms_are_refused(String uri) {
    assertThat(DataUri.parse(uri, 1_000))
        .isEqualTo(
            new DataUri.Result.Invalid(
                "must be a base64 data URI of a JPEG, PNG, WebP or GIF picture"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A",
        "AA",
        "AAA",
        "AAAA\n",
        "AA AAA==",
        "AA-_",
        "AAAAé===",
        "A===",
        "====",
        "AA=A",
        "%41AA"
      })
  void sloppy_base64_is_refused(String payload) {
    assertThat(DataUri.parse("DATA:image/JPEG;base64," + payload, 1_000))
        .isEqualTo(new DataUri.Result.Invalid("must hold padded base64"));
  }

  @Test
  void what_wants_to_be_a_data_uri_is_recognised() {
    assertThat(DataUri.looksLikeOne("DATA:image/png,x")).isTrue();
    assertThat(DataUri.looksLikeOne("https://example.com/data:")).isFalse();
  }
}

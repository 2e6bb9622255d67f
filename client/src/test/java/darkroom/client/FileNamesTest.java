package darkroom.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A lighthouse, in Fog!                                | a-lighthouse-in-fog",
        "../../etc/passwd                                     | etc-passwd",
        "C:\\Windows\\x.exe                                   | c-windows-x-exe",
        "灯台 im Nebel                                         | 灯台-im-nebel",
        "a prompt that is much too long for the name of a file | a-prompt-that-is-much-too-long-for-the-n",
        "....                                                 | picture",
        "-rf                                                  | rf"
      })
  void a_text_becomes_a_harmless_name(String text, String expected) {
    assertThat(FileNames.stem(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "jpeg, image/jpeg, jpg",
    "jpeg, , jpg",
    "png, image/png, png",
    ", image/webp, webp",
    "gif, , gif",
    "png, text/html, bin",
    ", , bin"
  })
  void the_extension_follows_the_type_not_the_name(String format, String type, String expected) {
    var item =
        new FileItem("https://x.example/evil.exe", "image", format, type, "evil.exe", 1L, null);

    assertThat(FileNames.extension(item)).isEqualTo(expected);
  }
}

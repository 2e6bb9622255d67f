package darkroom.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageKindTest {

  @Test
  void kinds_are_told_apart_by_their_first_bytes() throws IOException {
    assertThat(ImageKind.of(Fixtures.jpeg(8, 8))).contains(ImageKind.JPEG);
    assertThat(ImageKind.of(Fixtures.png(8, 8))).contains(ImageKind.PNG);
    assertThat(ImageKind.of(Fixtures.gif(8, 8))).contains(ImageKind.GIF);
    assertThat(ImageKind.of(Fixtures.WEBP_LOSSY)).contains(ImageKind.WEBP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "<html>", "<svg xmlns='http://www.w3.org/2000/svg'/>", "BM\0\0\0\0\0\0\0\0\0\0\0",
        "II*\0\u0008\0\0\0\0\0\0\0", "RIFF\0\0\0\0WAVE", "GIF88a\0\0\0\0\0\0", "%PDF-1.7 aaaaa",
        "\0\0\0\u0018ftypheic", "\u0089PNG\n\n\u001a\n", "\u00ff\u00d8", "RIFF\0\0\0\0WEB"
      })
  void anything_else_is_no_kind(String head) {
    assertThat(ImageKind.of(head.getBytes(StandardCharsets.ISO_8859_1))).isEmpty();
  }

  @Test
  void kinds_have_the_names_of_the_wire() {
    assertThat(ImageKind.JPEG.mediaType()).isEqualTo("image/jpeg");
    assertThat(ImageKind.JPEG.extension()).isEqualTo("jpg");
    assertThat(ImageKind.WEBP.word()).isEqualTo("webp");
  }
}

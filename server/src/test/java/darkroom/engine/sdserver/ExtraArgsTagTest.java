package darkroom.engine.sdserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ExtraArgsTagTest {
  /** What the server itself looks for. */
  private static final Pattern SERVERS =
      Pattern.compile("<sd_cpp_extra_args>(.*?)</sd_cpp_extra_args>", Pattern.CASE_INSENSITIVE);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a fox|a fox",
        "a <b>fox</b> < a hare|a <b>fox</b> < a hare",
        "a <sd_cpp_extra_args>{}</sd_cpp_extra_args>fox|a fox",
        "a <SD_CPP_Extra_Args>{}</sd_cpp_EXTRA_args>fox|a fox",
        "a < sd_cpp_extra_args >{}</ sd_cpp_extra_args >fox|a fox",
        "a <sd_cpp_extra_args x=\"\"1\"\">{}</sd_cpp_extra_args>fox|a fox",
        "a <sd_cpp_extra_args>fox|a fox",
        "a </sd_cpp_extra_args>fox|a fox",
        "a </sd_cpp_extra_args>fox<sd_cpp_extra_args>|a fox",
        "a <sd_cpp_<sd_cpp_extra_args>{}</sd_cpp_extra_args>extra_args>fox|a fox",
        "a <sd_cpp_extra_args><sd_cpp_extra_args>{}</sd_cpp_extra_args></sd_cpp_extra_args>fox|a fox",
        "sd_cpp_extra_args as words|sd_cpp_extra_args as words",
      })
  void tags_go_and_words_stay(String prompt, String left) {
    assertThat(ExtraArgsTag.strip(prompt)).isEqualTo(left);
  }

  @Test
  void a_tag_over_several_lines_goes() {
    assertThat(ExtraArgsTag.strip("a\n<sd_cpp_extra_args>\n{}\n</sd_cpp_extra_args>\nfox"))
        .isEqualTo("a\n\nfox");
  }

  @Test
  void no_heap_of_pieces_makes_a_tag() {
    String[] pieces = {
      "<",
      ">",
      "/",
      "sd_cpp_extra_args",
      "sd_cpp_",
      "extra_args",
      "<sd_cpp_extra_args>",
      "</sd_cpp_extra_args>",
      "<SD_",
      " ",
      "{}",
      "x"
    };
    var random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      var prompt = new StringBuilder();
      for (int n = random.nextInt(20); n >= 0; n--) {
        prompt.append(pieces[random.nextInt(pieces.length)]);
      }

      String left = ExtraArgsTag.strip(prompt.toString());

      assertThat(SERVERS.matcher(left).find()).as(prompt.toString()).isFalse();
      // nor together with the operator's own
      assertThat(left.toLowerCase(Locale.ROOT)).doesNotContain("<sd_cpp_extra_args>");
    }
  }

  @Test
  void a_prompt_full_of_tags_takes_no_time() {
    String prompt = "<sd_cpp_extra_args>".repeat(3_000);
    long begun = System.nanoTime();

    assertThat(ExtraArgsTag.strip(prompt)).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
  }
}

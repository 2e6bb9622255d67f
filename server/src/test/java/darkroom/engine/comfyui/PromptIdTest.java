package darkroom.engine.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromptIdTest {

  @Test
  void an_id_follows_from_the_attempt_and_is_a_canonical_uuid() {
    String id = PromptId.of("0123456789abcdefghij");

    assertThat(id)
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
        // jobs of an older release are found by it
        .isEqualTo("cec1f97a-23c4-34b2-8b5f-179647cdea14");
    assertThat(PromptId.of("0123456789abcdefghik")).isNotEqualTo(id);
  }
}

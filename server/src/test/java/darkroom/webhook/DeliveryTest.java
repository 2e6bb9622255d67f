package darkroom.webhook;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "msg_a.b", "msg a", "msg_\n"})
  void an_id_that_could_blur_the_signed_fields_is_refused(String id) {
    assertThatThrownBy(() ->
            new Delivery(
                id, "t1", "a1", URI.create("https://x.example"), new byte[0], 0, Instant.EPOCH))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package darkroom.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import darkroom.storage.LocalStorage;
import darkroom.task.TaskFile;
import darkroom.task.TaskStore;
import darkroom.wire.Answer;
import darkroom.wire.FakeExchange;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHandlerTest {
  private static final Instant EXPIRY = Instant.parse("2026-11-23T10:30:00Z");
  private static final String TOKEN = "2Jx9vQ2Jx9vQ2Jx9vQ2Jx9vQ";

  @TempDir private Path folder;
  private Instant now = EXPIRY;
  private FileHandler handler;

  @BeforeEach
  void open() throws IOException {
    handler = new FileHandler(storeOfOne(), new LocalStorage(folder), () -> now);
  }

  @Test
  void a_picture_is_served_until_its_expiry_and_cached_no_longer() {
    now = EXPIRY.minusSeconds(90);

    Answer answer = handler.get(asked("1.jpg"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("Cache-Control", "public, immutable, max-age=90");
    assertThat(answer.content().length()).isEqualTo(7);
  }

  @Test
  void a_picture_is_cached_for_a_day_at_most() {
    now = EXPIRY.minusSeconds(900_000);

    assertThat(handler.get(asked("1.jpg")).headers())
        .containsEntry("Cache-Control", "public, immutable, max-age=86400");
  }

  @Test
  void an_expired_picture_is_gone_and_says_so() {
    Answer answer = handler.get(asked("1.jpg"));

    assertThat(answer.status()).isEqualTo(410);
    assertThat(answer.headers())
        .containsEntry("Content-Type", "application/json")
        .doesNotContainKey("ETag")
        .doesNotContainKey("Cache-Control");
    assertThat(((Answer.Content.Bytes) answer.content()).bytes())
        .asString(UTF_8)
        .isEqualTo(
            "{\"code\":410,\"message\":\"This file expired; its retention time is over\",\"error\":"
                + "{\"message\":\"This file expired; its retention time is over\","
                + "\"type\":\"resource_not_found_error\"}}");
  }

  @Test
  void an_expired_picture_is_not_given_away_by_a_wrong_name() {
    assertThat(handler.get(asked("2.jpg")).status()).isEqualTo(404);
  }

  private static FakeExchange asked(String name) {
    return new FakeExchange("GET", "/f/" + TOKEN + "/" + name)
        .withPathParameters(Map.of("token", TOKEN, "name", name));
  }

  /** Knows one picture and nothing else. */
  private static TaskStore storeOfOne() {
    var file =
        new TaskFile(
            0,
            TOKEN,
            "pictures/1",
            "jpeg",
            "image/jpeg",
            "jpg",
            7,
            "0".repeat(64),
            1,
            1,
            "",
            EXPIRY);
    return (TaskStore)
        Proxy.newProxyInstance(
            FileHandlerTest.class.getClassLoader(),
            new Class<?>[] {TaskStore.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("findFile")) {
                throw new UnsupportedOperationException(method.getName());
              }
              return arguments[0].equals(TOKEN) ? Optional.of(file) : Optional.empty();
            });
  }
}

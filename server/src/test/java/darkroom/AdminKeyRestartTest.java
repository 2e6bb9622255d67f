package darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An operator who may restart the server gets back in. */
class AdminKeyRestartTest {
  private static final String KEYS = "/v2/admin/keys";
  @TempDir private Path folder;

  @Test
  void with_every_admin_key_revoked_the_next_start_writes_another() {
    String revoked;
    try (var first = DarkroomFixture.startIn(folder, Map.of())) {
      revoked = first.adminKey();
      for (JsonNode key : first.get(KEYS, revoked).data().path("items")) {
        if (key.path("scope").asString().equals("admin")) {
          String path = KEYS + "/" + key.path("id").asString() + "/revoke";
          assertThat(first.post(path, revoked, "").status()).isEqualTo(200);
        }
      }
      assertThat(first.get(KEYS, revoked).status()).isEqualTo(401);
    }

    try (var second = DarkroomFixture.startIn(folder, Map.of())) {
      assertThat(second.adminKey()).isNotEqualTo(revoked);
      assertThat(second.get(KEYS, second.adminKey()).status()).isEqualTo(200);
      assertThat(second.get(KEYS, revoked).status()).isEqualTo(401);
    }
  }

  @Test
  void an_admin_key_that_may_be_used_from_nowhere_does_not_count() {
    try (var first = DarkroomFixture.startIn(folder, Map.of())) {
      String admin = first.adminKey();
      first.newKey("owner@localhost", ", \"scope\": \"admin\", \"ip_allow\": []");
      String id = first.get(KEYS, admin).data().path("items").get(0).path("id").asString();
      first.post(KEYS + "/" + id + "/revoke", admin, "");
    }

    try (var second = DarkroomFixture.startIn(folder, Map.of())) {
      assertThat(second.get(KEYS, second.adminKey()).status()).isEqualTo(200);
    }
  }

  @Test
  void a_start_with_an_admin_key_left_writes_none() {
    String kept;
    try (var first = DarkroomFixture.startIn(folder, Map.of())) {
      kept = first.adminKey();
    }

    try (var second = DarkroomFixture.startIn(folder, Map.of())) {
      assertThat(second.adminKey()).isEqualTo(kept);
    }
  }
}

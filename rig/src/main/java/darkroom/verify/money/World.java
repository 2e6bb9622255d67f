package darkroom.verify.money;

import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/**
 * Two tenants with everything that belongs to one, an operator, and keys that are revoked or of no
 * use. Made once; then read only.
 *
 * @param revoked a revoked member key of the first tenant
 * @param revokedAdmin a revoked admin key
 * @param unknown a well-formed key that never was
 */
record World(
    Tenant ada,
    Tenant bob,
    String admin,
    String revoked,
    String revokedAdmin,
    String unknown,
    String absentTask,
    String absentToken) {
  private static final Duration DRAWN_WITHIN = Duration.ofSeconds(60);

  /**
   * One account.
   *
   * @param file path of a picture, below the server's address
   */
  record Tenant(
      String email,
      String id,
      String key,
      String keyId,
      String testKey,
      String task,
      String file,
      List<String> secrets) {

    /** What nobody else may ever be shown. */
    List<String> canaries() {
      var all = new ArrayList<>(List.of(email, id, key, keyId, testKey, task, file));
      all.addAll(secrets);
      return all;
    }
  }

  static World make(Victim victim, Wire wire, Random random) throws Exception {
    Tenant ada = tenant(wire, "ada@example.org");
    Tenant bob = tenant(wire, "bob@example.org");
    return new World(
        ada,
        bob,
        victim.adminKey(),
        revoked(wire, ada.email(), ""),
        revoked(wire, "owner@localhost", ", \"scope\": \"admin\""),
        KeyTexts.unknown(random),
        "task-unified-1795440233-" + KeyTexts.digits(random, 8).toLowerCase(java.util.Locale.ROOT),
        KeyTexts.digits(random, 24));
  }

  private static Tenant tenant(Wire wire, String email) throws Exception {
    wire.newAccount(email, "1000");
    JsonNode live = wire.newKey(email, ", \"name\": \"live\"");
    String key = live.path("api_key").asString();
    JsonNode test = wire.newKey(email, ", \"mode\": \"test\"");
    String small = Wire.TASK.replace("\"}", "\", \"size\": \"1920x1920\"}");
    String task = wire.post(Wire.SUBMIT, key, small).data().path("task_id").asString();
    JsonNode secrets = wire.get("/api/api-keys/webhook-secret", key).data();
    return new Tenant(
        email,
        live.path("account").asString(),
        key,
        live.path("id").asString(),
        test.path("api_key").asString(),
        task,
        file(wire, key, task),
        List.of(
            secrets.path("webhook_hmac_key").asString(),
            secrets.path("webhook_secret").asString()));
  }

  private static String file(Wire wire, String key, String task) throws Exception {
    long until = System.nanoTime() + DRAWN_WITHIN.toNanos();
    while (System.nanoTime() < until) {
      JsonNode files = wire.get("/api/generate/status/" + task, key).data().path("files");
      if (!files.isEmpty()) {
        return URI.create(files.get(0).path("file_url").asString()).getRawPath();
      }
      Thread.sleep(50);
    }
    throw new IOException("no picture within " + DRAWN_WITHIN);
  }

  private static String revoked(Wire wire, String email, String more) throws Exception {
    JsonNode key = wire.newKey(email, more);
    wire.admin("keys/" + key.path("id").asString() + "/revoke", "");
    return key.path("api_key").asString();
  }
}

package darkroom.fake.fal;

import darkroom.fake.kit.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Signs callbacks with a key pair of its own, and publishes its key set. Thread-safe. */
public final class FalSigner {
  private static final String USER = "fake-user";
  private static final int KEY_BYTES = 32;

  private final KeyPair keys;

  FalSigner() {
    try {
      keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no Ed25519 here", e);
    }
  }

  /**
   * What a callback carries beside its body.
   *
   * @param time in seconds since 1970
   * @param wrong whether the signature shall be over another body
   */
  public Map<String, String> headers(String requestId, long time, byte[] body, boolean wrong) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("X-Fal-Webhook-Request-Id", requestId);
    headers.put("X-Fal-Webhook-User-Id", USER);
    headers.put("X-Fal-Webhook-Timestamp", Long.toString(time));
    byte[] signed = wrong ? new byte[0] : body;
    headers.put("X-Fal-Webhook-Signature", signature(requestId, time, signed));
    return headers;
  }

  private String signature(String requestId, long time, byte[] body) {
    try {
      String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
      var signature = Signature.getInstance("Ed25519");
      signature.initSign(keys.getPrivate());
      String message = requestId + "\n" + USER + "\n" + time + "\n" + digest;
      signature.update(message.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A key that signs nothing, then the one that signs. */
  String keySet() {
    var root = Json.MAPPER.createObjectNode();
    var set = root.putArray("keys");
    set.addObject().put("kty", "OKP").put("crv", "Ed25519").put("x", text(new byte[KEY_BYTES]));
    // in X.509 the key's own bytes come last
    byte[] encoded = keys.getPublic().getEncoded();
    byte[] bare = Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
    set.addObject().put("kty", "OKP").put("crv", "Ed25519").put("x", text(bare));
    return root.toString();
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

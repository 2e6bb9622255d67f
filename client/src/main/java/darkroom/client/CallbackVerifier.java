package darkroom.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a callback was sent by your Darkroom. Give it the body's raw bytes, before any JSON
 * reader has seen them. Replays within the tolerance are for the receiver to drop, by {@code
 * webhook-id}. Thread-safe.
 *
 * <p>Headers are asked for by lower-case name through a function, so that every server's own
 * look-up fits: {@code request::getHeader}, {@code exchange.getRequestHeaders()::getFirst}.
 */
public final class CallbackVerifier {
  private static final String PREFIX = "whsec_";
  private static final int LEAST_BYTES = 24;
  private static final int MOST_BYTES = 64;
  private static final long TOLERANCE_SECONDS = 300;

  private final List<byte[]> keys;
  private final InstantSource clock;

  /**
   * Takes the secrets that count.
   *
   * @param secrets one {@code whsec_…}, or old and new while one is being rotated
   * @param clock {@code InstantSource.system()}; must be right within 300 s
   * @throws IllegalArgumentException when there is no secret, or one that cannot be used
   */
  public CallbackVerifier(List<String> secrets, InstantSource clock) {
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException("secrets: none (expected: at least one)");
    }
    this.keys = secrets.stream().map(CallbackVerifier::decoded).toList();
    this.clock = clock;
  }

  /**
   * Checks a Standard Webhooks signature over id, time and whole body.
   *
   * @throws CallbackRejectedException when a header is missing, the time is more than 300 s off, or
   *     no signature is by one of the secrets
   */
  public void verify(Function<String, @Nullable String> headers, byte[] body)
      throws CallbackRejectedException {
    String id = required(headers, "webhook-id");
    String timestamp = timely(required(headers, "webhook-timestamp"));
    String[] signatures = required(headers, "webhook-signature").split(" ", -1);
    byte[] start = (id + "." + timestamp + ".").getBytes(UTF_8);
    for (byte[] key : keys) {
      String expected = "v1," + hmac(key, start, body);
      for (String signature : signatures) {
        if (same(expected, signature)) {
          return;
        }
      }
    }
    throw new CallbackRejectedException("webhook-signature: by none of the secrets");
  }

  /**
   * Checks the headers of PoYo's scheme. <b>Weaker</b>: it proves that your Darkroom spoke of this
   * task at about this time, and nothing about the rest of the body, which anybody who has seen one
   * such callback may have written. Use {@link #verify} where you can; after this one, ask the
   * server for the task's status instead of trusting the body.
   *
   * @param hmacKey {@code webhook_hmac_key}
   * @param taskId as the body names it
   * @throws CallbackRejectedException as {@link #verify}
   */
  public void verifyPoyo(Function<String, @Nullable String> headers, String hmacKey, String taskId)
      throws CallbackRejectedException {
    String timestamp = timely(required(headers, "x-webhook-timestamp"));
    String signature = required(headers, "x-webhook-signature");
    byte[] signed = (taskId + "." + timestamp).getBytes(UTF_8);
    if (!same(hmac(hmacKey.getBytes(UTF_8), signed), signature)) {
      throw new CallbackRejectedException("x-webhook-signature: not by this key");
    }
  }

  private String timely(String timestamp) throws CallbackRejectedException {
    if (!timestamp.matches("[0-9]{1,12}")) {
      throw new CallbackRejectedException("timestamp: malformed (expected: Unix seconds)");
    }
    long off = clock.instant().getEpochSecond() - Long.parseLong(timestamp);
    if (Math.abs(off) > TOLERANCE_SECONDS) {
      throw new CallbackRejectedException(
          "timestamp: "
              + Instant.ofEpochSecond(Long.parseLong(timestamp))
              + " (expected: within 300 s)");
    }
    return timestamp;
  }

  private static String required(Function<String, @Nullable String> headers, String name)
      throws CallbackRejectedException {
    String value = headers.apply(name);
    if (value == null || value.isEmpty()) {
      throw new CallbackRejectedException(name + ": missing");
    }
    return value;
  }

  /**
   * Takes the same time wherever the two differ, so that a signature cannot be guessed bit by bit.
   */
  private static boolean same(String expected, String given) {
    return MessageDigest.isEqual(expected.getBytes(UTF_8), given.getBytes(UTF_8));
  }

  private static byte[] decoded(String secret) {
    if (!secret.startsWith(PREFIX)) {
      throw malformed();
    }
    byte[] key;
    try {
      key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      // the cause would quote a character of the secret
      throw malformed();
    }
    if (key.length < LEAST_BYTES || key.length > MOST_BYTES) {
      throw malformed();
    }
    return key;
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException(
        "secrets: malformed (expected: whsec_ and base64 of 24 to 64 bytes)");
  }

  private static String hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return Base64.getEncoder().encodeToString(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}

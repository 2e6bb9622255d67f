package darkroom.engine;

import darkroom.config.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The addresses at which engines tell that they are done, one for each attempt. The attempt's id
 * stands in the address, so a callback reaches its attempt even when the answer to the submit was
 * lost; a signature of ours beside it keeps others from making up such addresses. What comes in is
 * a hint and a wake-up: the result is asked for with our key. Thread-safe.
 */
public final class EngineCallbacks {
  private static final String HMAC = "HmacSHA256";

  private final Optional<URI> base;
  private final SecretKeySpec key;
  private final Engines engines;
  private final JobTold told;
  private final InstantSource clock;

  /** Takes what a callback told. */
  @FunctionalInterface
  public interface JobTold {
    /**
     * @return whether there is such an attempt, and its task is open
     */
    boolean told(String attemptId, String jobId);
  }

  /**
   * @param base our address as engines reach it; empty when they cannot
   */
  public EngineCallbacks(
      Optional<URI> base, Secret secret, Engines engines, JobTold told, InstantSource clock) {
    this.base = base;
    this.key = new SecretKeySpec(secret.value().getBytes(StandardCharsets.UTF_8), HMAC);
    this.engines = engines;
    this.told = told;
    this.clock = clock;
  }

  /** Where this engine may tell about this attempt. */
  public Optional<URI> url(String engine, String attemptId) {
    return base.map(url ->
        URI.create(
            url
                + "/engine-callback/"
                + engine
                + "/"
                + attemptId
                + "/"
                + signature(engine, attemptId)));
  }

  /** Whether we made this address; to be asked before anything of the request's body is read. */
  public boolean isOurs(String engine, String attemptId, String signature) {
    byte[] expected = signature(engine, attemptId).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Takes a callback that came to an address of ours.
   *
   * @param headers names in lower case
   * @return whether its content holds and is about an attempt that is open
   */
  public boolean receive(
      String engine, String attemptId, Map<String, String> headers, byte[] body) {
    var callback = new EngineCallback(attemptId, headers, body, clock.instant());
    return engines
        .named(engine)
        .flatMap(known -> known.jobOf(callback))
        .map(jobId -> told.told(attemptId, jobId))
        .orElse(false);
  }

  private String signature(String engine, String attemptId) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      byte[] signed =
          mac.doFinal(
              ("engine-callback." + engine + "." + attemptId).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(HMAC + " is missing", e);
    }
  }
}

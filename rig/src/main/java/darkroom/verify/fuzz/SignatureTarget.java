package darkroom.verify.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import darkroom.client.CallbackRejectedException;
import darkroom.client.CallbackVerifier;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * No change of id, time, signature or body is accepted by the receiver's check. An input is the
 * three headers and the body, each on a line; the good one is the vector of guarantees 1.1.
 */
final class SignatureTarget implements Target {
  private static final String SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  private static final String ID = "msg_test0001";
  private static final String TIME = "1700000000";
  private static final String SIGNATURE = "v1,5emNEdiZs0d1PUUVg3hiOEYFRjnftIF7lzCsV2UyVVU=";
  private static final String BODY = "{\"type\":\"task.finished\",\"data\":{\"task_id\":\"t1\"}}";

  private final CallbackVerifier verifier =
      new CallbackVerifier(List.of(SECRET), () -> Instant.ofEpochSecond(1_700_000_000));

  @Override
  public String name() {
    return "signature";
  }

  @Override
  public List<String> seeds() {
    return List.of(String.join("\n", ID, TIME, SIGNATURE, BODY));
  }

  @Override
  public List<String> words() {
    return List.of("v1,", "v1a,", " ", ".", "\n", "=", "==", SIGNATURE, TIME, ID, "01700000000");
  }

  @Override
  public String read(byte[] input) {
    String[] parts = Target.text(input).split("\n", 4);
    if (parts.length < 4) {
      return "too short";
    }
    Map<String, String> headers =
        Map.of(
            "webhook-id", parts[0], "webhook-timestamp", parts[1], "webhook-signature", parts[2]);
    boolean good =
        parts[0].equals(ID)
            && parts[1].equals(TIME)
            && List.of(parts[2].split(" ", -1)).contains(SIGNATURE)
            && parts[3].equals(BODY);
    try {
      verifier.verify(headers::get, parts[3].getBytes(UTF_8));
      Finding.unless(good, "a callback that nobody signed was accepted");
      return "accepted";
    } catch (CallbackRejectedException rejected) {
      Finding.unless(!good, "a good callback was rejected");
      return String.valueOf(rejected.getMessage()).replaceAll("[0-9]+", "n");
    }
  }
}

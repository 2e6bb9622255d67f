package darkroom.verify.upstream;

import darkroom.fake.kit.Journal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One task to submit.
 *
 * @param key its Idempotency-Key; stands in its prompt too, so that journals can be matched
 * @param model the rig's model
 * @param vendors engines of that model, in their order
 * @param n pictures
 * @param callback where its callback goes; empty for none
 */
record Order(String key, String model, List<Vendor> vendors, Mode mode, int n, String callback) {

  Order {
    vendors = List.copyOf(vendors);
  }

  String prompt() {
    return key + " [[" + mode.directive() + "]] a quiet sea";
  }

  /** As it stands in the journals of fakes. */
  String mark() {
    return Journal.hash(prompt());
  }

  Map<String, Object> body() {
    var body = new TreeMap<String, Object>();
    body.put("model", model);
    body.put("input", Map.of("prompt", prompt(), "n", n, "size", vendors.getFirst().size()));
    if (!callback.isEmpty()) {
      body.put("callback_url", callback);
    }
    return body;
  }

  /** What may become of it: with two engines, what may at either. */
  Set<String> ends() {
    return vendors.stream()
        .flatMap(vendor -> mode.ends(vendor).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether an engine's callback is waited for that may never come, until the deadline. */
  boolean isWaitedFor() {
    return mode.weighs()
        && vendors.stream().anyMatch(vendor -> vendor.found() == Vendor.Found.BY_CALLBACK);
  }

  boolean local() {
    return vendors.stream().allMatch(Vendor::local);
  }
}

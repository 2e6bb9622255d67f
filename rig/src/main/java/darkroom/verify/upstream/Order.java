package darkroom.verify.upstream;

import darkroom.fake.kit.Journal;
import darkroom.verify.rig.Lies;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One task to submit.
 *
 * @param key its Idempotency-Key; stands in its prompt too, so that journals can be matched
 * @param entry the rig's model
 * @param n pictures
 * @param callback where its callback goes; empty for none
 */
record Order(String key, Shelf.Entry entry, Mode mode, int n, String callback) {
  private static final String REFERENCE =
      "data:image/png;base64," + Base64.getEncoder().encodeToString(Lies.picture(1));

  /** Engines of its model, in their order. */
  List<Vendor> vendors() {
    return entry.vendors();
  }

  String model() {
    return entry.id();
  }

  String prompt() {
    return key + " [[" + mode.directive() + "]] a quiet sea";
  }

  /** As it stands in the journals of fakes. */
  String mark() {
    return Journal.hash(prompt());
  }

  Map<String, Object> body() {
    var input = new TreeMap<String, Object>();
    input.put("prompt", prompt());
    input.put("n", n);
    input.put("size", entry.size());
    if (entry.edit()) {
      input.put("image_urls", List.of(mode.unreadable() ? Modes.NOWHERE : REFERENCE));
    }
    var body = new TreeMap<String, Object>();
    body.put("model", model());
    body.put("input", input);
    if (!callback.isEmpty()) {
      body.put("callback_url", callback);
    }
    return body;
  }

  /** What may become of it: with two engines, what may at either. */
  Set<String> ends() {
    return vendors().stream()
        .flatMap(vendor -> mode.ends(vendor).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether an engine's callback is waited for that may never come, until the deadline. */
  boolean isWaitedFor() {
    return mode.weighs()
        && vendors().stream().anyMatch(vendor -> vendor.found() == Vendor.Found.BY_CALLBACK);
  }

  boolean local() {
    return vendors().stream().allMatch(Vendor::local);
  }
}

package darkroom.fake.kit;

import darkroom.fake.wire.Asked;
import java.io.IOException;
import java.util.Map;

/**
 * One vendor: its checks, its errors and its good answers. It is built with a {@link Desk} and is
 * called on many threads at once.
 */
public interface VendorFake {
  /** Lower-case words parted by hyphens. */
  String name();

  /** What an operator sets to use it, by the names of the settings. */
  Map<String, String> settings();

  /** Whether this is the request that a vendor bills; judged by line and headers alone. */
  boolean pays(Asked head);

  /**
   * Answers one request. Whatever a misfortune throws passes through.
   *
   * @throws IOException when the client left or is left
   */
  void serve(Asked asked, Answer answer) throws IOException, InterruptedException;

  /** Forgets jobs and all else of its own, at {@code POST /_fake/reset}. */
  default void reset() {}
}

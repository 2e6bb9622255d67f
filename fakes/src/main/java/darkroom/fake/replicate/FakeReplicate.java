package darkroom.fake.replicate;

import darkroom.fake.kit.FakeHandle;
import darkroom.fake.kit.FakeServer;
import darkroom.fake.kit.Json;
import darkroom.fake.kit.Misfortune;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Replicate on loopback inside a test. Thread-safe. */
public final class FakeReplicate extends FakeHandle {
  /** The token that it takes. */
  public static final String KEY = ReplicateVendor.KEY;

  /** What it signs callbacks with. */
  public static final String SECRET = ReplicateHooks.SECRET;

  private FakeReplicate(FakeServer server) {
    super(server);
  }

  public static FakeReplicate start() throws IOException {
    return start(Clock.systemUTC());
  }

  public static FakeReplicate start(Clock clock) throws IOException {
    return new FakeReplicate(FakeServer.start(ReplicateVendor::new, 0, Optional.empty(), clock));
  }

  /** What an operator would set as {@code engine.replicate.base-url}. */
  public String baseUrl() {
    return server().origin() + ReplicateVendor.BASE;
  }

  /** Ids of all predictions, oldest first. */
  public List<String> ids() {
    return shelf().all().stream().map(ReplicateJob::id).toList();
  }

  /** The vendor's word for how far a prediction is. */
  public String status(String id) {
    return shelf().find(id).orElseThrow().status();
  }

  /** Adds predictions that others of the account made by then, without charging anybody. */
  public void addStrangers(int count) {
    JsonNode body = Json.MAPPER.readTree("{\"input\":{\"text\":\"Alice\"}}");
    for (int i = 0; i < count; i++) {
      shelf().add("replicate/hello-world", "stranger", body, Misfortune.NONE);
    }
  }

  /** Headers with which Replicate would send this body now. */
  public Map<String, String> signed(String body) {
    return new ReplicateHooks(server().desk().clock()).headers(body, Misfortune.NONE);
  }

  private ReplicateShelf shelf() {
    return ((ReplicateVendor) server().vendor()).shelf();
  }
}

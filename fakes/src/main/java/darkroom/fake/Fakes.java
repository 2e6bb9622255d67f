package darkroom.fake;

import darkroom.fake.ark.ArkVendor;
import darkroom.fake.comfyui.ComfyVendor;
import darkroom.fake.fal.FalVendor;
import darkroom.fake.kit.Desk;
import darkroom.fake.kit.VendorFake;
import darkroom.fake.openai.OpenAiDialect;
import darkroom.fake.openai.OpenAiVendor;
import darkroom.fake.poyo.PoyoVendor;
import darkroom.fake.replicate.ReplicateVendor;
import darkroom.fake.sdserver.SdServerVendor;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** All fakes by name: a new one gets its line here. */
public final class Fakes {
  private static final Map<String, Function<Desk, VendorFake>> BY_NAME =
      new TreeMap<>(
          Map.of(
              "ark", ArkVendor::new,
              "comfyui", ComfyVendor::new,
              "fal", FalVendor::new,
              "poyo", PoyoVendor::new,
              "replicate", ReplicateVendor::new,
              "sdserver", SdServerVendor::new));

  static {
    for (OpenAiDialect dialect : OpenAiDialect.values()) {
      String name = dialect == OpenAiDialect.OPENAI ? "openai" : "openai-" + dialect.word();
      BY_NAME.put(name, desk -> new OpenAiVendor(dialect, desk));
    }
  }

  private Fakes() {}

  public static Set<String> names() {
    return Set.copyOf(BY_NAME.keySet());
  }

  /** What {@link darkroom.fake.kit.FakeServer} starts. */
  public static Optional<Function<Desk, VendorFake>> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }
}

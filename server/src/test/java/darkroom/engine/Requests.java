package darkroom.engine;

import darkroom.catalog.ImageInput;
import darkroom.catalog.Model;
import darkroom.catalog.ModelCatalog;
import darkroom.catalog.QuoteResult;
import darkroom.engine.upstream.UpstreamJson;
import darkroom.image.Decoder;
import darkroom.image.DecoderConfig;
import darkroom.image.ImageHeader;
import darkroom.image.ImageKind;
import darkroom.net.AddressGuard;
import darkroom.net.GuardedHttp;
import darkroom.net.NetConfig;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;

/** What tests of engines ask for, made as a submit would make it. */
public final class Requests {
  public static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  public static final String ATTEMPT = "0123456789abcdefghij";

  private static final ModelCatalog CATALOG = ModelCatalog.load(Optional.empty());

  private Requests() {}

  public static Model model(String id) {
    return CATALOG.find(id).orElseThrow();
  }

  /** One that no engine has a name for. */
  public static Model unknownModel() {
    Model model = model("seedream-4.5");
    return new Model(
        "another",
        model.title(),
        model.description(),
        model.category(),
        model.tags(),
        model.input(),
        model.sizes(),
        model.price(),
        model.engines());
  }

  /**
   * @param json the {@code input} of a submit
   */
  public static ImageInput input(String model, String json) {
    QuoteResult quote = CATALOG.quote(model, UpstreamJson.MAPPER.readTree(json));
    return ((QuoteResult.Quote) quote).input();
  }

  public static EngineRequest request(String json, Reference... references) {
    return request(ATTEMPT, json, references);
  }

  public static EngineRequest request(String attempt, String json, Reference... references) {
    return new EngineRequest(
        attempt,
        model("seedream-4.5"),
        input("seedream-4.5", json),
        0,
        List.of(references),
        NOW,
        Optional.empty());
  }

  /** The simplest one. */
  public static EngineRequest prompt(String prompt) {
    return request(
        UpstreamJson.MAPPER.writeValueAsString(
            UpstreamJson.MAPPER.createObjectNode().put("prompt", prompt)));
  }

  /** A black picture on the disk. */
  public static Reference reference(Path folder, String name, ImageKind kind, int width, int height)
      throws IOException {
    Path file = folder.resolve(name);
    ImageIO.write(
        new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), kind.word(), file.toFile());
    return new Reference(file, new ImageHeader(kind, width, height, 1));
  }

  public static Decoder decoder() {
    return new Decoder(
        new DecoderConfig(50_000_000, Duration.ofSeconds(20), Duration.ofSeconds(20)));
  }

  /** Fetches from loopback too, as a loopback installation does. */
  public static GuardedHttp results() {
    return new GuardedHttp(
        new NetConfig(List.of(), Duration.ofSeconds(5), 10, 10),
        new AddressGuard(List.of(), true, Set::of),
        "hop");
  }
}

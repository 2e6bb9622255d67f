package darkroom.engine.builtin;

import darkroom.catalog.ImageInput;
import darkroom.catalog.Model;
import darkroom.catalog.Size;
import darkroom.engine.BrokenPicture;
import darkroom.engine.Engine;
import darkroom.engine.EngineLimits;
import darkroom.engine.EngineRequest;
import darkroom.engine.EngineResult;
import darkroom.engine.EngineTraits;
import darkroom.engine.Picture;
import darkroom.engine.Reference;
import darkroom.engine.Refusal;
import darkroom.engine.builtin.theme.Sketch;
import darkroom.image.Decoder;
import darkroom.image.Easels;
import darkroom.image.MalformedPictureException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Draws in this process, without model, network or key, so that everything around a picture can be
 * built and tested free of charge, and says so in the picture and in its label. Pure: an
 * interrupted shot is drawn again. Words in double brackets in the prompt script misfortunes.
 * Thread-safe.
 */
public final class BuiltinEngine implements Engine {
  public static final String NAME = "builtin";

  private static final String LABEL = "drawn by Darkroom's built-in engine, not by a model";
  private static final int REFERENCE_SIDE = 1024;

  /** Waiting shots cost next to nothing; painting is bounded apart. */
  private static final int IN_FLIGHT = 10_000;

  private final Painter painter = new Painter();
  private final Decoder decoder;
  private final Easels easels;

  public BuiltinEngine(Decoder decoder, BuiltinConfig config) {
    this.decoder = decoder;
    this.easels = new Easels(config.painters());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public EngineTraits traits() {
    return new EngineTraits(
        EngineTraits.Cost.LOCAL,
        true,
        EngineTraits.Reconcile.HISTORY,
        false,
        false,
        LABEL,
        EngineLimits.unbounded(IN_FLIGHT));
  }

  @Override
  public Optional<String> cannot(Model model, ImageInput input) {
    return Optional.empty();
  }

  @Override
  public EngineResult submit(EngineRequest request) {
    Script script = Script.parse(request.input().prompt());
    try {
      Thread.sleep(script.never() ? Duration.ofDays(1) : script.slow());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new EngineResult.Unknown("interrupted");
    }
    if (script.fail()) {
      return new EngineResult.Refused(Refusal.FAILED, "scripted by [[fail]]");
    }
    if (script.moderated()) {
      return new EngineResult.Refused(Refusal.CONTENT_POLICY, "scripted by [[moderated]]");
    }
    if (script.partial().isPresent() && request.shot() >= script.partial().getAsInt()) {
      return new EngineResult.Refused(Refusal.FAILED, "scripted by [[partial]]");
    }
    return new EngineResult.Produced(picture(request, script.prompt()));
  }

  /** There are no jobs. */
  @Override
  public EngineResult poll(EngineRequest request, String jobId) {
    return submit(request);
  }

  /** Nothing is ever lost: the shot can be drawn again. */
  @Override
  public EngineResult reconcile(EngineRequest request) {
    return submit(request);
  }

  private Picture picture(EngineRequest request, String prompt) {
    return out -> easels.paint(() -> paint(request, prompt, out));
  }

  private void paint(EngineRequest request, String prompt, OutputStream out) throws IOException {
    Size.Pixels pixels = request.pixels();
    List<BufferedImage> references = decode(request.references());
    painter.paint(
        new Sketch(prompt, pixels.width(), pixels.height(), request.shot(), references), out);
  }

  private BufferedImage decode(Reference reference) throws IOException {
    try {
      return decoder.decode(reference.file(), reference.header(), REFERENCE_SIDE);
    } catch (MalformedPictureException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      // its header was judged before; what follows it is damaged
      throw new BrokenPicture(Refusal.REFERENCE_UNREADABLE, String.valueOf(e.getMessage()));
    }
  }

  private List<BufferedImage> decode(List<Reference> references) throws IOException {
    var images = new ArrayList<BufferedImage>();
    for (Reference reference : references) {
      images.add(decode(reference));
    }
    return images;
  }
}

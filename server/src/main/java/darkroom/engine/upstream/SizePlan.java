package darkroom.engine.upstream;

import darkroom.catalog.Size;
import java.util.Optional;

/** What becomes of an asked size at one engine. */
public sealed interface SizePlan {

  /**
   * @param sent what the engine is asked for
   * @param delivered what the picture is scaled to afterwards; empty to take it as it comes
   */
  record Ask(Size.Pixels sent, Optional<Size.Pixels> delivered) implements SizePlan {}

  /**
   * @param why field, value and expectation, for callers
   */
  record Cannot(String why) implements SizePlan {}
}

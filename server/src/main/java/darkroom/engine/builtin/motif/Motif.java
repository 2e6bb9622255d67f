package darkroom.engine.builtin.motif;

import darkroom.engine.builtin.paint.Layer;
import java.util.List;

/** A kind of picture. Immutable; the same plate gives the same layers. */
@FunctionalInterface
public interface Motif {

  /** What to paint, furthest first; together the layers cover the plate. */
  List<Layer> draw(Plate plate);
}

/**
 * Layers that fill pixels, band by band. A pixel depends on its place alone, so bands have no seams
 * and memory does not grow with the canvas.
 *
 * <p>May use: colour, chance. Read first: {@link darkroom.engine.builtin.paint.Layer}, then {@link
 * darkroom.engine.builtin.paint.Band}, then {@link darkroom.engine.builtin.paint.Wash}.
 */
@NullMarked
package darkroom.engine.builtin.paint;

import org.jspecify.annotations.NullMarked;

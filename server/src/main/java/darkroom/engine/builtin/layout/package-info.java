/**
 * Where everything stands on the canvas: motif, title and mark, or, for an edit, the references
 * hung on a wall. Its outcome is a list of layers.
 *
 * <p>May use: theme, motif, type, paint, colour, chance. Read first: {@link
 * darkroom.engine.builtin.layout.Poster}, then {@code Exhibition}.
 */
@NullMarked
package darkroom.engine.builtin.layout;

import org.jspecify.annotations.NullMarked;

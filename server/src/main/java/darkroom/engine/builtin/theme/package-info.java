/**
 * Reads a sketch and decides what its picture shows and in which colours: the prompt's words
 * choose, or else its hash; references lend their own colours.
 *
 * <p>May use: motif, colour, chance. Read first: {@link darkroom.engine.builtin.theme.Sketch}, then
 * {@link darkroom.engine.builtin.theme.Theme}.
 */
@NullMarked
package darkroom.engine.builtin.theme;

import org.jspecify.annotations.NullMarked;

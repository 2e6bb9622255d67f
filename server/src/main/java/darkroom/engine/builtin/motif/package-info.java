/**
 * The kinds of picture: each motif turns a plate (area, palette, chance) into layers. A new kind is
 * one more record here; {@code theme} gives it a name, moods and the words that call for it.
 *
 * <p>May use: paint, colour, chance. Read first: {@link darkroom.engine.builtin.motif.Motif}, then
 * {@link darkroom.engine.builtin.motif.Plate}, then {@link darkroom.engine.builtin.motif.Silk}.
 */
@NullMarked
package darkroom.engine.builtin.motif;

import org.jspecify.annotations.NullMarked;

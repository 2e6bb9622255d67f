/**
 * Randomness that repeats: every number follows from a text, so the same sketch gives the same
 * picture on every machine.
 *
 * <p>May use: nothing. Read first: {@link darkroom.engine.builtin.chance.Chance}.
 */
@NullMarked
package darkroom.engine.builtin.chance;

import org.jspecify.annotations.NullMarked;

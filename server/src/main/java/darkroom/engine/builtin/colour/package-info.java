/**
 * Colours and their mixing, in a space where steps look even to the eye; a picture takes all of its
 * colours from one palette.
 *
 * <p>May use: chance. Read first: {@link darkroom.engine.builtin.colour.Tone}, then {@link
 * darkroom.engine.builtin.colour.Palette}.
 */
@NullMarked
package darkroom.engine.builtin.colour;

import org.jspecify.annotations.NullMarked;

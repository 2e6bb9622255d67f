/**
 * The engine that needs nothing: no model, no network, no key. It draws a poster from the words of
 * the prompt, so that a fresh installation gives a picture at once and tests have a real one.
 * Everything here is pure and draws in bands of rows, never a whole canvas, and never through AWT's
 * graphics or fonts: a JDK without fontconfig cannot load those.
 *
 * <p>May use: what {@code engine} may use, and the rooms below. Among those, each uses only what
 * stands left of it: {@code chance, colour, paint, motif, theme, layout}; {@code type} uses none
 * and serves {@code layout}, {@code jpeg} uses {@code paint}. Read first: {@link
 * darkroom.engine.builtin.Painter}, then {@code layout.Poster}, then one {@code motif.Motif}.
 */
@NullMarked
package darkroom.engine.builtin;

import org.jspecify.annotations.NullMarked;

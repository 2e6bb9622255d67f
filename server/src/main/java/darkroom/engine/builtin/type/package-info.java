/**
 * Type as outlines: reads fonts with FontBox and sets lines, because AWT's fonts need a fontconfig
 * that a small JDK lacks. It knows nothing of paint or colour.
 *
 * <p>May use: FontBox, and nothing of this engine. Read first: {@link
 * darkroom.engine.builtin.type.Setting}, then {@link darkroom.engine.builtin.type.Faces}.
 */
@NullMarked
package darkroom.engine.builtin.type;

import org.jspecify.annotations.NullMarked;

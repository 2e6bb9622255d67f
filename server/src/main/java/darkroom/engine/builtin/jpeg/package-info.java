/**
 * Turns layers into a JPEG while they are painted: the JDK's writer asks for pixels row by row, and
 * a band of them is painted when the first is asked for.
 *
 * <p>May use: paint, and ImageIO's writer. Read first: {@link darkroom.engine.builtin.jpeg.Jpeg},
 * then {@code Strip}.
 */
@NullMarked
package darkroom.engine.builtin.jpeg;

import org.jspecify.annotations.NullMarked;

/**
 * The root: {@code Main} (command line), {@code Darkroom} (builds everything with {@code new}, in
 * order), {@code Settings}. Uses every room; no room uses it.
 */
@NullMarked
package darkroom;

import org.jspecify.annotations.NullMarked;

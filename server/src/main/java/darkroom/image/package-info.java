/**
 * Pictures from strangers: told apart by their bytes, measured without decoding, decoded under one
 * budget of pixels. Nothing here believes a name, a header or a length that somebody else wrote
 * (threats T12 to T16).
 *
 * <p>May use: net. Read first: {@link darkroom.image.ImageKind}, then {@link
 * darkroom.image.ImageGate}.
 */
@NullMarked
package darkroom.image;

import org.jspecify.annotations.NullMarked;

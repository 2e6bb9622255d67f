/**
 * Hostile pictures and hostile readers of pictures (threats T12 to T19): {@code images} sends
 * damaged files, bombs and polyglots in, {@code files} asks for what is not its own. Read {@link
 * darkroom.verify.picture.ImagesRun} first.
 */
@NullMarked
package darkroom.verify.picture;

import org.jspecify.annotations.NullMarked;

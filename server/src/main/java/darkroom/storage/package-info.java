/**
 * Where bytes live: stored pictures and kept references. A put is durable when it returns, and a
 * name is never listed before its bytes are (guarantee G6).
 *
 * <p>May use: net. Read first: {@link darkroom.storage.ObjectStorage}.
 */
@NullMarked
package darkroom.storage;

import org.jspecify.annotations.NullMarked;

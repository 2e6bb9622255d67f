/**
 * What engines over HTTP share: bodies that stream references from the disk, answers that are
 * written to it, results fetched from strangers' hosts, references made to fit, settings. Nothing
 * here knows a vendor or decides what an answer proves; each engine judges its own.
 *
 * <p>May use: what engine may use. Read first: {@link darkroom.engine.upstream.RemotePicture} and
 * {@link darkroom.engine.upstream.StreamedJson}.
 */
@NullMarked
package darkroom.engine.upstream;

import org.jspecify.annotations.NullMarked;

/**
 * stable-diffusion.cpp's {@code sd-server} over its native API: jobs that are handed over, asked
 * about, and taken out of the queue again. Our own machine draws, so a job that was lost may be
 * handed over once more; the server itself cannot be asked what became of a submit.
 *
 * <p>May use: net, image, catalog, config. Read first: {@link
 * darkroom.engine.sdserver.SdServerEngine}.
 */
@NullMarked
package darkroom.engine.sdserver;

import org.jspecify.annotations.NullMarked;

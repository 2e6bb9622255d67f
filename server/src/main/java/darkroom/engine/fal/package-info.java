/**
 * Seedream at fal, by its queue: a billed POST gives a job, which is polled until its picture is
 * there. A submit whose answer was lost is found again in fal's own history, by a seed that stands
 * for the attempt. Facts are from fal's pages "Queue", "Errors", "Reliability" and "Webhooks".
 *
 * <p>May use: net, image, catalog, config. Read first: {@link darkroom.engine.fal.FalEngine}, then
 * {@link darkroom.engine.fal.FalErrors} and {@link darkroom.engine.fal.FalHistory}.
 */
@NullMarked
package darkroom.engine.fal;

import org.jspecify.annotations.NullMarked;

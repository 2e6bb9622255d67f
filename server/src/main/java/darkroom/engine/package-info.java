/**
 * What draws the pictures. An engine is an upstream service, a program nearby, or the built-in one;
 * each lives in a sub-package and answers the same small port. An engine never retries inside
 * itself: the worker decides, by the class of the outcome, because a second paid submit is money.
 *
 * <p>May use: net, image, catalog, and {@code EngineCapabilities} of task. Read first: {@link
 * darkroom.engine.Engine}, then {@link darkroom.engine.EngineResult}.
 */
@NullMarked
package darkroom.engine;

import org.jspecify.annotations.NullMarked;

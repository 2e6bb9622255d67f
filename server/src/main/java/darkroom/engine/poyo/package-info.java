/**
 * PoYo's unified API, and every other Darkroom, as an upstream: a submit answers with a task, the
 * task is polled or calls back, and its pictures lie at addresses. One task per shot, so that every
 * picture keeps its own attempt. Our attempt id is the {@code Idempotency-Key}.
 *
 * <p>May use: net, image, catalog, config. Read first: {@link darkroom.engine.poyo.PoyoEngine},
 * then {@link darkroom.engine.poyo.PoyoAnswer} and {@link darkroom.engine.poyo.PoyoResend}.
 */
@NullMarked
package darkroom.engine.poyo;

import org.jspecify.annotations.NullMarked;

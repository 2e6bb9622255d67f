/**
 * One picture of a task, from the choice of its engine to its durable file. The order of writes
 * makes a crash harmless: the intent before the engine is called, the job's id before the first
 * poll, the bytes before they are listed. What an engine's answer proves decides what may follow;
 * an outcome that nobody knows is asked about and never sent again blindly.
 *
 * <p>May use: what worker may use, and nothing of the rest of it. Read first: {@link
 * darkroom.worker.shot.ShotRunner}, then {@link darkroom.worker.shot.Router} and {@link
 * darkroom.worker.shot.AttemptRunner}.
 */
@NullMarked
package darkroom.worker.shot;

import org.jspecify.annotations.NullMarked;

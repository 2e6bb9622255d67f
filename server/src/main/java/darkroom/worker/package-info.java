/**
 * What makes accepted things happen: takes due tasks and due deliveries under a lease, runs each on
 * a virtual thread, writes down what came of it, and cleans up by age. Decides by the class of an
 * engine's outcome whether a shot may be tried again.
 *
 * <p>May use: the business rooms. Read first: {@link darkroom.worker.TaskPoller}, then {@link
 * darkroom.worker.TaskRunner} and {@link darkroom.worker.ShotRunner}.
 */
@NullMarked
package darkroom.worker;

import org.jspecify.annotations.NullMarked;

/**
 * The heart: what a task is, which states it passes, who may move it. A task is accepted together
 * with its price, runs under a lease, and ends once, together with its settlement and its callback.
 *
 * <p>May use: catalog, account (ids), credit. Read first: {@link darkroom.task.TaskStatus}, then
 * {@link darkroom.task.TaskService} and {@link darkroom.task.TaskStore}.
 */
@NullMarked
package darkroom.task;

import org.jspecify.annotations.NullMarked;

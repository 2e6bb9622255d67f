/**
 * What every run is built from: {@code Victim} is a Darkroom in a process of its own; the loader,
 * the engine mock and the receiver are processes that are never killed and write logs that survive
 * everything; the checker judges from those logs, from the public API and from the database.
 */
@NullMarked
package darkroom.verify.rig;

import org.jspecify.annotations.NullMarked;
